package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.pages.PageDecoder;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** What travels to the executors: everything a reader needs, the key in its wrapper included. */
final class KlaviyoPartitionReaderFactory implements PartitionReaderFactory {

    private static final long serialVersionUID = 1L;

    private final Account account;
    private final CollectionDescriptor collection;
    private final int width;
    private final QuotaLimits quota;
    private final ReadTotals totals;

    /**
     * Makes a factory.
     *
     * @param width how many columns Spark gets
     * @param quota the quota to keep in the place of the documented ones, or null
     * @param totals what tasks add to when they end
     */
    KlaviyoPartitionReaderFactory(
            Account account, CollectionDescriptor collection, int width, QuotaLimits quota, ReadTotals totals) {
        this.account = account;
        this.collection = collection;
        this.width = width;
        this.quota = quota;
        this.totals = totals;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        KlaviyoInputPartition work = (KlaviyoInputPartition) partition;
        KlaviyoClient.Builder client = account.client(work.share(), work.shares());
        if (quota != null) {
            client.limits(work.operation(), quota);
        }
        TaskContext task = TaskContext.get();
        return new KlaviyoPartitionReader(
                client.build(),
                work,
                () -> new PageDecoder(work.decoded(), collection),
                width,
                totals,
                () -> task != null && task.isInterrupted());
    }

    @Override
    public String toString() {
        return "KlaviyoPartitionReaderFactory(" + collection + ")";
    }
}
