package io.github.klaviyospark.spark.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;

/** A stream of files into Klaviyo, each of them an epoch, with a driver in a process of its own, so that it can be killed. */
final class StreamJob {

    private StreamJob() {}

    /** Writes a file that is an epoch: ids from 0 with values of one version. */
    static void arrive(Path in, int file, int rows, String version) throws IOException {
        List<String> lines = new ArrayList<>();
        for (long id = 0; id < rows; id++) {
            lines.add(row(id, version));
        }
        Path path = Files.write(Files.createDirectories(in).resolve("%05d.json".formatted(file)), lines);
        Files.setLastModifiedTime(
                path, java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L + 1_000L * file));
    }

    static String row(long id, String version) {
        return "{\"id\":" + id + ",\"text\":\"" + version + id + "\"}";
    }

    /** Runs until all files were taken. */
    static StreamingQueryProgress[] run(SparkSession spark, Path in, Map<String, String> options) throws Exception {
        StreamingQuery query = spark.readStream()
                .schema("id BIGINT, text STRING")
                .option("maxFilesPerTrigger", "1")
                .json(in.toString())
                .writeStream()
                .format("klaviyo")
                .options(options)
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();
        return query.recentProgress();
    }

    /**
     * Starts one.
     *
     * @param folder where its logs go
     * @param in where files arrive
     * @param options of the write
     */
    static Process start(Path folder, String master, Path in, Map<String, String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), master, in.toString()));
        options.forEach((name, value) -> arguments.add(name + "=" + value));
        return ChildJvm.start(folder, "1g", StreamJob.class, arguments);
    }

    /** The folder, the master, where files arrive, and options. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new TreeMap<>();
        for (String option : List.of(args).subList(3, args.length)) {
            options.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        try (SparkSession spark = Sessions.local(Path.of(args[0]), args[1])) {
            run(spark, Path.of(args[2]), options);
        }
    }
}
