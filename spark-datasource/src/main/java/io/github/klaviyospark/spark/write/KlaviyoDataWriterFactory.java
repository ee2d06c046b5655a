package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.account.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.types.StructType;

/** What travels to the executors: everything a writer needs, the key in its wrapper included. */
final class KlaviyoDataWriterFactory implements DataWriterFactory {

    private static final long serialVersionUID = 1L;

    private final Account account;
    private final BulkTarget target;
    private final ChunkLimits chunkLimits;
    private final QuotaLimits quotaLimits;
    private final int quotaParts;
    private final StructType schema;
    private final boolean omitNulls;

    /**
     * Makes a factory.
     *
     * @param account how to reach the account, or null to send nothing
     */
    KlaviyoDataWriterFactory(
            Account account,
            BulkTarget target,
            ChunkLimits chunkLimits,
            QuotaLimits quotaLimits,
            int quotaParts,
            StructType schema,
            boolean omitNulls) {
        this.account = account;
        this.target = target;
        this.chunkLimits = chunkLimits;
        this.quotaLimits = quotaLimits;
        this.quotaParts = quotaParts;
        this.schema = schema;
        this.omitNulls = omitNulls;
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
        Tally tally = new Tally();
        Delivery delivery =
                account == null ? Delivery.counting() : Delivery.sending(client(partitionId), target, tally);
        try {
            return new KlaviyoDataWriter(partitionId, delivery, tally, target, chunkLimits, schema, omitNulls);
        } catch (IOException e) {
            throw new UncheckedIOException("The writer cannot be made.", e);
        }
    }

    private KlaviyoClient client(int partitionId) {
        KlaviyoClient.Builder client = account.client().limits(target.operation(), quotaLimits);
        if (quotaParts > 1) {
            client.share(partitionId, quotaParts);
        }

        return client.build();
    }

    @Override
    public String toString() {
        return "KlaviyoDataWriterFactory(data-source-records)";
    }
}
