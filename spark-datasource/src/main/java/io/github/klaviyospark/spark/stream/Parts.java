package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.filter.Constraint;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.types.StructType;

/** Makes reads of parts of what a query reads. */
@FunctionalInterface
public interface Parts {

    /**
     * A read of a part, which finds at least the rows that are wanted. Nothing is sent before it is planned.
     *
     * @param columns its columns
     * @param more what holds for its rows, besides what the query says
     * @param limit how many rows of it are wanted at most
     */
    Batch of(StructType columns, Constraint more, Order order, long limit);

    /** How the rows of a part follow one another. */
    enum Order {
        /** In any order, so that nothing moves while it is read. */
        ANY,
        /** By the time of change, the first one first. */
        OLDEST_FIRST,
        /** By the time of change, the last one first. */
        NEWEST_FIRST
    }
}
