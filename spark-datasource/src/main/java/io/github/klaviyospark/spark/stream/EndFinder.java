package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.spark.stream.Parts.Order;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * Finds where the next batch ends, with as few requests as it takes: one for the newest row where a batch may be of any
 * size, else the pages of ids that fit into it. The end is the second after a row and not the present, so that a row
 * which shows up late, but is newer than all before it, is not late at all.
 */
final class EndFinder {

    /** More than one, so that a row at a bound, which servers have been seen to let through, does not hide the others. */
    private static final int PROBE = 10;

    private final StampedColumns columns;
    private final FilterField bounds;
    private final int pageSize;
    private final Parts parts;
    private final StreamTotals totals;

    EndFinder(CollectionDescriptor collection, String field, Parts parts, StreamTotals totals) {
        this.columns = StampedColumns.only(collection, field);
        this.bounds = collection.filter(field).orElseThrow();
        this.pageSize = collection.maxPageSize();
        this.parts = parts;
        this.totals = totals;
    }

    /**
     * The end of the next batch.
     *
     * @param open what may be read
     * @return the end, or nothing when there is no row to read
     */
    Optional<Instant> find(Window open, BatchBound bound) throws IOException {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        if (bound.isNone()) {
            for (long limit = PROBE; ; limit *= 2) {
                Walk walk = new Walk(open, Long.MAX_VALUE);
                boolean isAll = walk(open, Order.NEWEST_FIRST, limit, walk);
                if (isAll || !walk.isEmpty()) {
                    return walk.newest();
                }
            }
        }

        long limit = bound.walk(pageSize);
        while (true) {
            Walk walk = new Walk(open, bound.rows());
            boolean isAll = walk(open, Order.OLDEST_FIRST, limit, walk);
            if (isAll || !walk.isEmpty()) {
                return walk.end(isAll);
            }
            // So far there were only rows of the second before, which the server's bounds do not keep out.
            limit *= 2;
        }
    }

    /** Looks at rows until there are no more or enough; says whether it saw all. */
    private boolean walk(Window open, Order order, long limit, Walk walk) throws IOException {
        Batch part = parts.of(columns.all(), open.constraint(bounds), order, limit);
        InputPartition[] partitions = part.planInputPartitions();
        PartitionReaderFactory readers = part.createReaderFactory();
        long seen = 0;
        for (InputPartition partition : partitions) {
            try (PartitionReader<InternalRow> reader = readers.createReader(partition)) {
                try {
                    while (reader.next()) {
                        seen++;
                        InternalRow row = reader.get();
                        if (columns.isStamped(row) && !walk.take(columns.second(row))) {
                            return false;
                        }
                    }
                } finally {
                    totals.addRequests(reader.currentMetricsValues());
                }
            }
        }
        return seen < limit;
    }

    /** Counts rows second by second. */
    private static final class Walk {

        private final Window open;
        private final long most;
        private long rows;
        private long first = Long.MAX_VALUE;
        private long latest = Long.MIN_VALUE;
        private long border = Long.MIN_VALUE;

        Walk(Window open, long most) {
            this.open = open;
            this.most = most;
        }

        /** Takes a row; says whether more are of interest. */
        boolean take(long second) {
            if (!open.contains(second)) {
                return true;
            }
            if (second > latest) {
                // All that came before is in seconds that end here.
                border = rows == 0 ? Long.MIN_VALUE : second;
                latest = second;
            }
            first = Math.min(first, second);
            rows++;
            return rows <= most;
        }

        boolean isEmpty() {
            return rows == 0;
        }

        Optional<Instant> newest() {
            return rows == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(latest + 1));
        }

        Optional<Instant> end(boolean isAll) {
            if (isAll) {
                return newest();
            }
            // What is more than fits into one second cannot be parted, and is taken whole.
            return Optional.of(Instant.ofEpochSecond(border == Long.MIN_VALUE ? first + 1 : border));
        }
    }
}
