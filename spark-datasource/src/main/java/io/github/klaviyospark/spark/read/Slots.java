package io.github.klaviyospark.spark.read;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * How many tasks run at once. Spark tells it as the default parallelism, unless somebody has set that, as many do to have more
 * partitions than cores.
 */
final class Slots {

    private static final String PARALLELISM = "spark.default.parallelism";

    private Slots() {}

    static int of(SparkContext spark) {
        SparkConf conf = spark.getConf();
        int perTask = Math.max(1, conf.getInt("spark.task.cpus", 1));
        return Math.max(1, cores(spark, conf) / perTask);
    }

    private static int cores(SparkContext spark, SparkConf conf) {
        if (!conf.contains(PARALLELISM)) {
            return spark.defaultParallelism();
        }
        if (spark.isLocal()) {
            return local(spark.master(), Runtime.getRuntime().availableProcessors());
        }
        // The driver is listed as well.
        int executors = Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
        return executors * conf.getInt("spark.executor.cores", 1);
    }

    /**
     * The cores of a local master.
     *
     * @param master such as {@code local}, {@code local[2]}, {@code local[*]} or {@code local[2,3]}
     */
    static int local(String master, int processors) {
        if (!master.startsWith("local[")) {
            return 1;
        }
        String cores = master.substring("local[".length()).split("[,\\]]", 2)[0].strip();
        return cores.equals("*") ? processors : Integer.parseInt(cores);
    }
}
