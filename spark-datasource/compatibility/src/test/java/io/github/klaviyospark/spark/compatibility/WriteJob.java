package io.github.klaviyospark.spark.compatibility;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A write with a driver in a process of its own, so that it can be killed. */
final class WriteJob {

    private WriteJob() {}

    /**
     * Rows that are the same in every process.
     *
     * @param version what their values begin with
     */
    static Dataset<Row> rows(SparkSession spark, long count, String version) {
        return spark.range(0, count, 1, 8).selectExpr("id", "concat('" + version + "', id) AS text");
    }

    /**
     * Starts one.
     *
     * @param folder where its logs go
     * @param options of the write
     */
    static Process start(Path folder, String master, long count, String version, Map<String, String> options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), master, Long.toString(count), version));
        options.forEach((name, value) -> arguments.add(name + "=" + value));
        return ChildJvm.start(folder, "1g", WriteJob.class, arguments);
    }

    /** The folder, the master, the number of rows, their version, and options. */
    public static void main(String[] args) throws IOException {
        Map<String, String> options = new TreeMap<>();
        for (String option : List.of(args).subList(4, args.length)) {
            options.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        try (SparkSession spark = Sessions.local(Path.of(args[0]), args[1])) {
            rows(spark, Long.parseLong(args[2]), args[3])
                    .write()
                    .format("klaviyo")
                    .options(options)
                    .mode("append")
                    .save("data-source-records");
        }
    }
}
