package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.page.PageChain;
import io.github.klaviyospark.spark.metrics.ReadMetrics;
import io.github.klaviyospark.spark.pages.PageDecoder;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands Spark the rows of one chain after the other. */
final class KlaviyoPartitionReader implements PartitionReader<InternalRow> {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoPartitionReader.class);

    private final KlaviyoClient client;
    private final KlaviyoInputPartition partition;
    private final Iterator<KlaviyoInputPartition.Chain> chains;
    private final Supplier<PageDecoder> decoders;
    private final BooleanSupplier isCancelled;
    private final Tally tally = new Tally();

    private KlaviyoInputPartition.Chain current;
    private PageChain<InternalRow> pages;
    private PageDecoder decoder;
    private Iterator<InternalRow> page = List.<InternalRow>of().iterator();
    private InternalRow row;
    private long left;
    private long rows;
    private long unreadable;

    /**
     * A reader, which asks for nothing yet.
     *
     * @param decoders a decoder for each chain: a page of the one before may still be under way
     */
    KlaviyoPartitionReader(
            KlaviyoClient client,
            KlaviyoInputPartition partition,
            Supplier<PageDecoder> decoders,
            BooleanSupplier isCancelled) {
        this.client = client;
        this.partition = partition;
        this.chains = partition.chains().iterator();
        this.decoders = decoders;
        this.isCancelled = isCancelled;
    }

    @Override
    public boolean next() throws IOException {
        do {
            while (left == 0 || !page.hasNext()) {
                if (!nextPage()) {
                    return false;
                }
            }
            row = page.next();
        } while (!current.owns(row));

        rows++;
        left--;
        return true;
    }

    private boolean nextPage() throws IOException {
        List<InternalRow> found = pages == null || left == 0 ? null : pages.next();
        if (found == null) {
            endChain();
            return beginChain();
        }
        page = found.iterator();
        return true;
    }

    private boolean beginChain() {
        if (partition.limit() == 0 || !chains.hasNext()) {
            return false;
        }
        current = chains.next();
        left = partition.limit();
        decoder = decoders.get();
        pages = new PageChain<>(client, partition.first(current), decoder, tally, partition.demand(), isCancelled);
        return true;
    }

    private void endChain() {
        if (pages == null) {
            return;
        }

        pages.close();
        if (pages.repeatedResources() > 0) {
            LOG.info("{} rows stood on two pages and were taken once.", pages.repeatedResources());
        }
        if (decoder.unreadableValues() > 0) {
            LOG.warn(
                    "{} values were of another kind than their fields and are null: {}.",
                    decoder.unreadableValues(),
                    decoder.unreadableFields());
        }
        unreadable += decoder.unreadableValues();
        pages = null;
        decoder = null;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return ReadMetrics.values(rows, tally, unreadable + (decoder == null ? 0 : decoder.unreadableValues()));
    }

    /** Ends a request that is under way; Spark closes a reader early when a limit is reached or a task is killed. */
    @Override
    public void close() {
        client.close();
        endChain();
    }

    @Override
    public String toString() {
        return "KlaviyoPartitionReader(" + tally + ")";
    }
}
