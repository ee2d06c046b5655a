package io.github.klaviyospark.jobs;

import org.apache.spark.sql.SparkSession;

/** A Spark session for a verb: that of who calls, which stays, or one that begins and ends with the verb. */
final class JobSession implements AutoCloseable {

    private final SparkSession spark;
    private final boolean isOwn;

    private JobSession(SparkSession spark, boolean isOwn) {
        this.spark = spark;
        this.isOwn = isOwn;
    }

    /** Whether somebody else began one in this JVM, as notebooks and Databricks do. */
    static boolean isThere() {
        return SparkSession.getDefaultSession().isDefined();
    }

    /** The session of spark-submit, or a local one when the class is run by itself. */
    static JobSession open(String verb) {
        boolean isOwn = !isThere();
        SparkSession.Builder builder = SparkSession.builder().appName("klaviyo-spark " + verb);
        if (isOwn && System.getProperty("spark.master") == null) {
            builder.master("local[*]")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.ui.enabled", "false");
        }
        return new JobSession(builder.getOrCreate(), isOwn);
    }

    SparkSession spark() {
        return spark;
    }

    @Override
    public void close() {
        if (isOwn) {
            spark.stop();
        }
    }
}
