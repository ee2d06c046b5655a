package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One input on its way through {@code format("klaviyo")}. */
final class Sending {

    private final String name;
    private final String resumed;
    private final Dataset<Row> rows;
    private final Map<String, String> options;
    private final String path;

    private Sending(String name, String resumed, Dataset<Row> rows, Map<String, String> options, String path) {
        this.name = name;
        this.resumed = resumed;
        this.rows = rows;
        this.options = options;
        this.path = path;
    }

    /** Ids of objects that are to be deleted. */
    static Sending deleting(SparkSession spark, InputSpec input, String objectType) {
        Map<String, String> options = new LinkedHashMap<>(input.rowOptions());
        options.put("operation", "delete");
        String path = "object-types/" + objectType + "/object-records";
        return new Sending(input.name(), afterInput(input), input.read(spark), options, path);
    }

    /** Finds the input and its columns, so that mistakes in one input show before another is sent. */
    static Sending prepare(SparkSession spark, InputSpec input) {
        return new Sending(input.name(), afterInput(input), input.read(spark), input.options(), "data-source-records");
    }

    /**
     * Rows that go to one place.
     *
     * @param name what they are called in tables
     * @param options what says where they go and how they are told apart
     */
    static Sending to(String path, String name, Dataset<Row> rows, Map<String, String> options) {
        return new Sending(name, "", rows, options, path);
    }

    private static String afterInput(InputSpec input) {
        return " after the --input of " + input.name() + "; leave out inputs that are done";
    }

    /** The rows as they are sent. */
    Dataset<Row> rows() {
        return rows;
    }

    /** Title or id of the data source. */
    String dataSource() {
        return options.get("dataSource");
    }

    String label() {
        return name + " to " + (dataSource() == null ? path : "data source " + dataSource());
    }

    Report send(Map<String, String> shared, ReportFolder folder, PrintWriter out) throws IOException {
        Path report = folder.file(name);
        boolean isDone = false;
        Stopping.beginSending(rows.sparkSession());
        try (Progress progress = Progress.of(name, report, out)) {
            progress.start();
            rows.write()
                    .format("klaviyo")
                    .options(shared)
                    .options(options)
                    // Hadoop does not decode what a URI of Java encodes.
                    .option("reportPath", "file://" + report)
                    .mode("append")
                    .save(path);
            progress.done(Report.read(name, Files.readAllBytes(report)).rows());
            isDone = true;
        } finally {
            // Spark throws checked exceptions that it does not declare, so they cannot be caught by name.
            if (!isDone) {
                if (Stopping.isToldTo()) {
                    Stopping.awaitTasks();
                }
                howToContinue(report, shared, out);
            }
            Stopping.endSending();
        }
        return Report.read(name, Files.readAllBytes(report));
    }

    private void howToContinue(Path file, Map<String, String> shared, PrintWriter out) {
        Report report;
        try {
            report = Report.read(name, Files.readAllBytes(file));
        } catch (IOException e) {
            // The failure that led here is the one to be seen; its message says how to go on as well.
            return;
        }
        report.run()
                .ifPresent(
                        run -> out.println("This run was not finished. To send only what is left, give the same command"
                                + " with --run-path " + shared.get("runPath") + ", and --resume " + run + resumed
                                + "."));
        out.flush();
    }
}
