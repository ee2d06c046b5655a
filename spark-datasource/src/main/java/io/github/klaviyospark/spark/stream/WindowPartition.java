package io.github.klaviyospark.spark.stream;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One task's part of a window.
 *
 * @param part what it reads, which may be a little more than the window
 * @param window the seconds whose rows it delivers
 * @param memory what it has to remember and to know, or null when it delivers the rows of the window and nothing else
 * @param number which of the partitions it is, from 0
 */
record WindowPartition(InputPartition part, Window window, BatchMemory memory, int number) implements InputPartition {

    private static final long serialVersionUID = 1L;

    static WindowPartition of(InputPartition part, Window window) {
        return new WindowPartition(part, window, null, 0);
    }

    @Override
    public String[] preferredLocations() {
        return part.preferredLocations();
    }

    @Override
    public String toString() {
        return "WindowPartition(" + part + " " + window + ")";
    }
}
