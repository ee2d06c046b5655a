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

    private final InputSpec input;
    private final Dataset<Row> rows;
    private final Map<String, String> options;
    private final String path;

    private Sending(InputSpec input, Dataset<Row> rows, Map<String, String> options, String path) {
        this.input = input;
        this.rows = rows;
        this.options = options;
        this.path = path;
    }

    /** Ids of objects that are to be deleted. */
    static Sending deleting(SparkSession spark, InputSpec input, String objectType) {
        Map<String, String> options = new LinkedHashMap<>(input.rowOptions());
        options.put("operation", "delete");
        return new Sending(input, input.read(spark), options, "object-types/" + objectType + "/object-records");
    }

    /** Finds the input and its columns, so that mistakes in one input show before another is sent. */
    static Sending prepare(SparkSession spark, InputSpec input) {
        return new Sending(input, input.read(spark), input.options(), "data-source-records");
    }

    /** The rows as they are sent. */
    Dataset<Row> rows() {
        return rows;
    }

    /** Title or id of the data source. */
    String dataSource() {
        return input.dataSource();
    }

    String label() {
        return input.name() + " to data source " + input.dataSource();
    }

    Report send(Map<String, String> shared, ReportFolder folder, PrintWriter out) throws IOException {
        Path report = folder.file(input.name());
        boolean isDone = false;
        try (Progress progress = Progress.of(input.name(), report, out)) {
            progress.start();
            rows.write()
                    .format("klaviyo")
                    .options(shared)
                    .options(options)
                    // Hadoop does not decode what a URI of Java encodes.
                    .option("reportPath", "file://" + report)
                    .mode("append")
                    .save(path);
            progress.done(Report.read(input.name(), Files.readAllBytes(report)).rows());
            isDone = true;
        } finally {
            // Spark throws checked exceptions that it does not declare, so they cannot be caught by name.
            if (!isDone) {
                howToContinue(report, shared, out);
            }
        }
        return Report.read(input.name(), Files.readAllBytes(report));
    }

    private void howToContinue(Path file, Map<String, String> shared, PrintWriter out) {
        Report report;
        try {
            report = Report.read(input.name(), Files.readAllBytes(file));
        } catch (IOException e) {
            // The failure that led here is the one to be seen; its message says how to go on as well.
            return;
        }
        report.run()
                .ifPresent(
                        run -> out.println("This run was not finished. To send only what is left, give the same command"
                                + " with --run-path " + shared.get("runPath") + ", and --resume " + run
                                + " after the --input of "
                                + input.name() + "; leave out inputs that are done."));
        out.flush();
    }
}
