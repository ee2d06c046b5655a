package io.github.klaviyospark.spark.stream;

import java.util.Arrays;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxRows;

/**
 * How much a batch may hold.
 *
 * @param rows how many rows
 * @param requests how many requests, those that look for the end of the batch counted
 */
record BatchBound(long rows, long requests) {

    private static final long ANY = Long.MAX_VALUE;

    /** A bound in which 0 stands for any number. */
    static BatchBound of(long rows, long requests) {
        return new BatchBound(rows == 0 ? ANY : rows, requests == 0 ? ANY : requests);
    }

    /** What Spark is told of it; it knows nothing of requests. */
    ReadLimit readLimit() {
        return rows == ANY ? ReadLimit.allAvailable() : ReadLimit.maxRows(rows);
    }

    /** The same with the rows that Spark wants. A limit of another kind says nothing of rows. */
    BatchBound under(ReadLimit limit) {
        return new BatchBound(rows(limit), requests);
    }

    private static long rows(ReadLimit limit) {
        if (limit instanceof ReadMaxRows most) {
            return most.maxRows();
        }
        if (limit instanceof CompositeReadLimit several) {
            return Arrays.stream(several.getReadLimits())
                    .mapToLong(BatchBound::rows)
                    .min()
                    .orElse(ANY);
        }
        return ANY;
    }

    boolean isNone() {
        return rows == ANY && requests == ANY;
    }

    /**
     * How many rows to look at for the end of a batch: whole pages, because the rest of a page costs nothing. Each page
     * that is looked at is read once more, so half of the requests are for looking.
     */
    long walk(int pageSize) {
        long pages = Math.min(rows / pageSize + 1, Math.max(1, requests / 2));
        return pages >= ANY / pageSize ? ANY : pages * pageSize;
    }
}
