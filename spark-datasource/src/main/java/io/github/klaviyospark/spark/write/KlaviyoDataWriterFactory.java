package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.run.DeadLetters;
import io.github.klaviyospark.spark.run.Receipts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;

/** What travels to the executors: everything a writer needs, the key in its wrapper included. */
final class KlaviyoDataWriterFactory implements DataWriterFactory {

    private static final long serialVersionUID = 2L;

    private final WritePlan plan;
    private final Account account;
    private final QuotaLimits givenQuota;
    private final int writers;

    private KlaviyoDataWriterFactory(WritePlan plan, Account account, QuotaLimits givenQuota, int writers) {
        this.plan = plan;
        this.account = account;
        this.givenQuota = givenQuota;
        this.writers = writers;
    }

    /** Writers that send nothing. */
    static KlaviyoDataWriterFactory counting(WritePlan plan) {
        return new KlaviyoDataWriterFactory(plan, null, null, 1);
    }

    /**
     * Writers that send.
     *
     * @param givenQuota the quota that the user gave, or null
     * @param writers how many there are
     */
    static KlaviyoDataWriterFactory sending(WritePlan plan, Account account, QuotaLimits givenQuota, int writers) {
        return new KlaviyoDataWriterFactory(plan, account, givenQuota, writers);
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
        try {
            return account == null ? counting(partitionId, taskId) : sending(partitionId, taskId);
        } catch (IOException e) {
            throw new UncheckedIOException("The writer cannot be made: " + e.getMessage(), e);
        }
    }

    private KlaviyoDataWriter counting(int partitionId, long taskId) throws IOException {
        Packing packing = new Packing(plan, Packing.InvalidRows.COUNT, plan.breaker(), Optional.empty());
        return new KlaviyoDataWriter(partitionId, taskId, plan, packing, Delivery.counting(), new Tally());
    }

    private KlaviyoDataWriter sending(int partitionId, long taskId) throws IOException {
        checkFirst();
        Tally tally = new Tally();
        Breaker breaker = plan.breaker();
        Receipts receipts = plan.receipts(partitionId);
        String attempt = "%08x".formatted(ThreadLocalRandom.current().nextInt());
        Optional<DeadLetters.Place> place = plan.deadLetters(partitionId, attempt);
        Packing.InvalidRows policy = plan.setsAside() ? Packing.InvalidRows.SET_ASIDE : Packing.InvalidRows.FAIL;
        Packing packing = new Packing(plan, policy, breaker, place);
        Delivery delivery = new SendingDelivery(client(partitionId), plan, tally, breaker, receipts, attempt, place);
        return new KlaviyoDataWriter(partitionId, taskId, plan, packing, delivery, tally);
    }

    /** Without receipts nobody knows what an earlier attempt of the task has sent. */
    private void checkFirst() throws IOException {
        TaskContext task = TaskContext.get();
        boolean isFirst = task == null || (task.attemptNumber() == 0 && task.stageAttemptNumber() == 0);
        if (!isFirst && !plan.isRepeatable() && plan.run().isEmpty()) {
            throw new IOException("An earlier attempt of this task may have sent rows to " + plan.target()
                    + ", which must not be sent twice. Set runPath, where receipts tell what was sent.");
        }
    }

    private KlaviyoClient client(int partitionId) {
        KlaviyoClient.Builder client = account.client(partitionId, writers);
        if (givenQuota != null) {
            client.limits(plan.target().operation(), givenQuota);
        }

        return client.build();
    }

    @Override
    public String toString() {
        return "KlaviyoDataWriterFactory(" + plan + ")";
    }
}
