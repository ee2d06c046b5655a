package io.github.klaviyospark.spark.stream;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Hands Spark the rows that belong to a window, without the columns that only say so. */
final class WindowReader implements PartitionReader<InternalRow> {

    private final PartitionReader<InternalRow> rows;
    private final StampedColumns columns;
    private final Choice choice;
    private final StreamTotals totals;

    private InternalRow row;
    private long delivered;
    private boolean isAtEnd;
    private boolean isClosed;

    WindowReader(PartitionReader<InternalRow> rows, StampedColumns columns, Choice choice, StreamTotals totals) {
        this.rows = rows;
        this.columns = columns;
        this.choice = choice;
        this.totals = totals;
    }

    @Override
    public boolean next() throws IOException {
        if (isAtEnd) {
            return false;
        }
        while (rows.next()) {
            InternalRow found = rows.get();
            if (columns.isStamped(found) && choice.takes(found)) {
                row = columns.shown(found);
                delivered++;
                return true;
            }
        }
        isAtEnd = true;
        choice.end();
        return false;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return rows.currentMetricsValues();
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (totals != null) {
            totals.addRows(delivered);
            totals.addRequests(rows.currentMetricsValues());
        }
        try (choice) {
            rows.close();
        }
    }

    @Override
    public String toString() {
        return "WindowReader(" + rows + ")";
    }
}
