package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One input on its way through {@code format("klaviyo")}. */
final class Sending {

    private static final String RECORDS = "data-source-records";

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

    /** Finds the input and its columns, so that mistakes in one input show before another is sent. */
    static Sending prepare(SparkSession spark, RecordInput input) {
        String resumed = " after the " + input.flag() + "; leave out inputs that are done";
        return new Sending(input.name(), resumed, input.read(spark), input.options(), RECORDS);
    }

    /** Rows that go to a data source just so. */
    static Sending records(String name, Dataset<Row> rows, String dataSource) {
        return to(RECORDS, name, rows, Map.of("dataSource", dataSource));
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

    /** The rows as they are sent. */
    Dataset<Row> rows() {
        return rows;
    }

    String name() {
        return name;
    }

    /** Title or id of the data source. */
    String dataSource() {
        return options.get("dataSource");
    }

    String label() {
        return name + " to " + (dataSource() == null ? path : "data source " + dataSource());
    }

    /**
     * Sends the rows, or counts them. When that breaks off it says how to continue, if there is a run.
     *
     * @param settings what is the same for all inputs
     */
    Report send(SendSettings settings, JobReport job, PrintWriter out) throws IOException {
        Path file = Files.createTempFile("klaviyo-report", ".json");
        boolean isDone = false;
        try (TaskFigures tasks = TaskFigures.listen(rows.sparkSession().sparkContext());
                Progress progress = Progress.start(name, new WriteSteps(file, tasks, Clock.system()), out)) {
            rows.write()
                    .format("klaviyo")
                    .options(settings.options())
                    .options(options)
                    // Hadoop does not decode what a URI of Java encodes.
                    .option("reportPath", "file://" + file)
                    .mode("append")
                    .save(path);
            isDone = true;
            Report report = keep(file, job);
            progress.done(report.rows());
            return report;
        } finally {
            // Spark throws checked exceptions that it does not declare, so they cannot be caught by name.
            if (!isDone) {
                brokenOff(file, settings, job, out);
            }
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        }
    }

    private Report keep(Path file, JobReport job) throws IOException {
        Report report = Report.read(name, Files.readAllBytes(file));
        ObjectNode input = job.add("inputs").put("input", name);
        if (report.figures().isObject()) {
            input.set("delivery", report.figures());
        }
        return report;
    }

    private void brokenOff(Path file, SendSettings settings, JobReport job, PrintWriter out) {
        if (Stopping.isToldTo()) {
            Stopping.awaitTasks();
        }
        try {
            Report report = keep(file, job);
            settings.runPath()
                    .flatMap(runs -> report.run().map(run -> "--run-path " + runs + ", and --resume " + run))
                    .ifPresent(
                            flags -> out.println("This run was not finished. To send only what is left, give the same"
                                    + " command with " + flags + resumed + "."));
        } catch (IOException e) {
            // The failure that led here is the one to be seen; its message says how to go on as well.
            return;
        }
        out.flush();
    }
}
