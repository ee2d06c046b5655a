package io.github.klaviyospark.spark.write;

import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * An epoch of a stream, which Spark also calls a micro-batch.
 *
 * @param query the id of the query, which is in its checkpoint and so survives restarts
 * @param number its number, the same when it comes again
 */
record Epoch(String query, long number) {

    /** Spark's own properties of the thread that a stream runs in. */
    private static final String QUERY = "sql.streaming.queryId";

    private static final String NUMBER = "streaming.sql.batchId";

    /**
     * The epoch that the calling thread plans or runs.
     *
     * @param query the id of the query that asks; a batch write within {@code foreachBatch} has another than the stream
     * @return nothing when it is a batch write, or a stream without epochs of known number, which continuous ones are
     */
    static Optional<Epoch> running(String query, SparkContext spark) {
        String number = spark.getLocalProperty(NUMBER);
        return number != null && query.equals(spark.getLocalProperty(QUERY))
                ? Optional.of(new Epoch(query, Long.parseLong(number)))
                : Optional.empty();
    }

    /**
     * Sees to it that Spark speaks of this epoch, whose receipts are in use.
     *
     * @throws IllegalStateException when it does not
     */
    void check(long epoch) {
        if (epoch != number) {
            throw new IllegalStateException("Epoch " + number + " was planned and Spark runs " + epoch
                    + ". This is a fault of the connector; please report it.");
        }
    }
}
