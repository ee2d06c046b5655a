package io.github.klaviyospark.spark.stream;

import java.io.Closeable;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/** Which of the rows that were found a task delivers. */
interface Choice extends Closeable {

    /** Whether it delivers a row, which says when it changed. */
    boolean takes(InternalRow row) throws IOException;

    /** Says that there are no more rows. */
    default void end() throws IOException {}

    @Override
    default void close() throws IOException {}

    /** The rows of a window. */
    static Choice of(Window window, StampedColumns columns) {
        return row -> window.contains(columns.second(row));
    }
}
