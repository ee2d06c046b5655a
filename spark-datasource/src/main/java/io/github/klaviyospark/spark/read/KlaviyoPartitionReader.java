package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.page.PageChain;
import io.github.klaviyospark.spark.metrics.ReadMetrics;
import io.github.klaviyospark.spark.pages.PageDecoder;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands Spark the rows of one chain after the other. */
final class KlaviyoPartitionReader implements PartitionReader<InternalRow> {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoPartitionReader.class);

    private final KlaviyoClient client;
    private final Iterator<KlaviyoRequest> requests;
    private final PageDecoder decoder;
    private final long limit;
    private final long pagesForLimit;
    private final BooleanSupplier isCancelled;
    private final Tally tally = new Tally();

    private PageChain<InternalRow> chain;
    private Iterator<InternalRow> page = List.<InternalRow>of().iterator();
    private InternalRow row;
    private long left;
    private long rows;
    private long repeatedRows;

    KlaviyoPartitionReader(
            KlaviyoClient client,
            KlaviyoInputPartition partition,
            PageDecoder decoder,
            int pageSize,
            BooleanSupplier isCancelled) {
        this.client = client;
        this.requests = partition.requests().iterator();
        this.decoder = decoder;
        this.limit = partition.limit();
        // A page of a filtered list can have fewer rows than it could: the limit only bounds what is fetched ahead.
        this.pagesForLimit = limit == Long.MAX_VALUE ? limit : (limit + pageSize - 1) / pageSize;
        this.isCancelled = isCancelled;
    }

    @Override
    public boolean next() throws IOException {
        while (left == 0 || !page.hasNext()) {
            if (!nextPage()) {
                return false;
            }
        }

        row = page.next();
        rows++;
        left--;
        return true;
    }

    private boolean nextPage() throws IOException {
        List<InternalRow> found = chain == null || left == 0 ? null : chain.next();
        if (found == null) {
            endChain();
            return beginChain();
        }
        page = found.iterator();
        return true;
    }

    private boolean beginChain() {
        if (limit == 0 || !requests.hasNext()) {
            return false;
        }
        left = limit;
        chain = new PageChain<>(client, requests.next(), decoder, tally, pagesForLimit, isCancelled);
        return true;
    }

    private void endChain() {
        if (chain != null) {
            repeatedRows += chain.repeatedResources();
            chain.close();
            chain = null;
        }
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return ReadMetrics.values(rows, tally, decoder.unreadableValues());
    }

    /** Ends a request that is under way; Spark closes a reader early when a limit is reached or a task is killed. */
    @Override
    public void close() {
        client.close();
        endChain();
        if (repeatedRows > 0) {
            LOG.info("{} rows stood on two pages and were taken once.", repeatedRows);
        }
        if (decoder.unreadableValues() > 0) {
            LOG.warn(
                    "{} values were of another kind than their fields and are null: {}.",
                    decoder.unreadableValues(),
                    decoder.unreadableFields());
        }
    }

    @Override
    public String toString() {
        return "KlaviyoPartitionReader(" + tally + ")";
    }
}
