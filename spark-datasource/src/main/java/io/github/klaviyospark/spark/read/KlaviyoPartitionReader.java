package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.spark.metrics.ReadMetrics;
import io.github.klaviyospark.spark.pages.PageDecoder;
import io.github.klaviyospark.spark.read.Lanes.PageOfRows;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Hands Spark the rows of its chains. */
final class KlaviyoPartitionReader implements PartitionReader<InternalRow> {

    private final KlaviyoClient client;
    private final Lanes lanes;
    private final int width;
    private final boolean hasMore;
    private final ReadTotals totals;
    private final Tally tally = new Tally();

    private PageOfRows page = new PageOfRows(null, List.of());
    private Iterator<InternalRow> left = page.rows().iterator();
    private InternalRow row;
    private long rows;
    private boolean isAtEnd;
    private boolean isClosed;

    /**
     * A reader, which asks for nothing yet.
     *
     * @param decoders a decoder for each chain: pages of several may be under way
     * @param width how many of a row's columns Spark gets; the others only tell whose row it is
     * @param totals what is added to in the end
     */
    KlaviyoPartitionReader(
            KlaviyoClient client,
            KlaviyoInputPartition partition,
            Supplier<PageDecoder> decoders,
            int width,
            ReadTotals totals,
            BooleanSupplier isCancelled) {
        this.client = client;
        this.width = width;
        this.totals = totals;
        this.hasMore = partition.decoded().fields().length > width;
        this.lanes = new Lanes(
                partition.limit() == 0 ? List.of() : partition.chains(),
                chain -> new Lane(client, partition, chain, decoders.get(), tally, isCancelled),
                partition.lanes(),
                isCancelled);
    }

    @Override
    public boolean next() throws IOException {
        do {
            while (!left.hasNext()) {
                page = lanes.next();
                if (page == null) {
                    page = new PageOfRows(null, List.of());
                    isAtEnd = true;
                    return false;
                }
                left = page.rows().iterator();
            }
            row = left.next();
        } while (!page.lane().takes(row));

        rows++;
        return true;
    }

    @Override
    public InternalRow get() {
        return hasMore ? new GenericInternalRow(Arrays.copyOf(((GenericInternalRow) row).values(), width)) : row;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return ReadMetrics.values(rows, tally, lanes.unreadableValues());
    }

    /** Ends requests that are under way; Spark closes a reader early when a limit is reached or a task is killed. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        client.close();
        lanes.close();
        totals.add(isAtEnd, rows, tally, lanes.unreadableValues());
    }

    @Override
    public String toString() {
        return "KlaviyoPartitionReader(" + tally + ")";
    }
}
