package io.github.klaviyospark.spark.compatibility;

import java.lang.management.ManagementFactory;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;

/** Hands on the first column, and looks now and then at how much of an executor's heap is in use. */
final class HeapSampling implements MapPartitionsFunction<Row, String> {

    private static final long serialVersionUID = 1L;

    private final CollectionAccumulator<Long> live;
    private final int rowsBetween;

    HeapSampling(CollectionAccumulator<Long> live, int rowsBetween) {
        this.live = live;
        this.rowsBetween = rowsBetween;
    }

    @Override
    public Iterator<String> call(Iterator<Row> rows) {
        if (SparkEnv.get().executorId().equals("driver")) {
            throw new IllegalStateException("The heap of the driver says nothing.");
        }
        return new Iterator<>() {
            private long seen;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public String next() {
                String first = rows.next().getString(0);
                seen++;
                if (seen % rowsBetween == 0) {
                    System.gc();
                    live.add(ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed());
                }
                return first;
            }
        };
    }
}
