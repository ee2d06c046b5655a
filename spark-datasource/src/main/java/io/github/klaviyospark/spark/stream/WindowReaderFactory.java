package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.run.Folder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** What travels to the executors besides the reading of pages. */
final class WindowReaderFactory implements PartitionReaderFactory {

    private static final long serialVersionUID = 1L;

    private final PartitionReaderFactory parts;
    private final StampedColumns columns;
    private final Folder deliveries;
    private final StreamTotals totals;

    /**
     * A factory.
     *
     * @param deliveries where batches put down what they delivered, or null when they do not
     * @param totals what tasks add to, or null when nobody asks
     */
    WindowReaderFactory(PartitionReaderFactory parts, StampedColumns columns, Folder deliveries, StreamTotals totals) {
        this.parts = parts;
        this.columns = columns;
        this.deliveries = deliveries;
        this.totals = totals;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        WindowPartition work = (WindowPartition) partition;
        PartitionReader<InternalRow> rows = parts.createReader(work.part());
        Choice choice = work.memory() == null
                ? Choice.of(work.window(), columns)
                : new RememberingChoice(work, columns, deliveries);
        return new WindowReader(rows, columns, choice, totals);
    }

    @Override
    public String toString() {
        return "WindowReaderFactory(" + parts + ")";
    }
}
