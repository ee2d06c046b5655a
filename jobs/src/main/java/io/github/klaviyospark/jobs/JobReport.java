package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** What a verb did, for whatever watches it: its end, and what it adds of its own. Written to a file when one was named. */
final class JobReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String file;
    private final Configuration hadoop;
    private final Clock clock;
    private final Instant start;
    private final ObjectNode document;

    private JobReport(String file, Configuration hadoop, ObjectNode document, Clock clock) {
        this.file = file;
        this.hadoop = hadoop;
        this.clock = clock;
        this.start = clock.now();
        this.document = document;
    }

    /**
     * Replaces what an earlier job left in the file, and shows before anything is done that it can be written.
     *
     * @param file a Hadoop path, or null for no file
     * @throws IOException when the file cannot be written
     */
    static JobReport begin(String verb, String file, SparkSession spark) throws IOException {
        Configuration hadoop = file == null ? null : spark.sparkContext().hadoopConfiguration();
        JobReport report = new JobReport(file, hadoop, JSON.createObjectNode(), Clock.system());
        report.document
                .put("verb", verb)
                .put("status", "started")
                .put("startedAt", report.start.toString())
                .put("application", spark.sparkContext().applicationId());
        report.write();
        return report;
    }

    /** Adds a figure. */
    void put(String name, long figure) {
        document.put(name, figure);
    }

    /** Adds a word. */
    void put(String name, String word) {
        document.put(name, word);
    }

    /** Adds what is a document of its own. */
    void put(String name, JsonNode part) {
        document.set(name, part);
    }

    /** Adds one to a list, and gives it. */
    ObjectNode add(String list) {
        return document.withArray(list).addObject();
    }

    void ended(int exitCode) throws IOException {
        end(
                switch (exitCode) {
                    case ExitCode.OK -> "done";
                    case Main.INCOMPLETE -> "incomplete";
                    default -> "failed";
                },
                exitCode);
    }

    /** Says why the verb failed; that the report cannot be written must not hide it. */
    void failed(Exception e) {
        document.put("problem", ErrorText.message(e));
        try {
            if (Stopping.isToldTo()) {
                end("stopped", Main.TERMINATED);
            } else {
                boolean isUsage = e instanceof UsageException || e instanceof ParameterException;
                end("failed", isUsage ? ExitCode.USAGE : ExitCode.SOFTWARE);
            }
        } catch (IOException alsoFailed) {
            e.addSuppressed(alsoFailed);
        }
    }

    private void end(String status, int exitCode) throws IOException {
        document.put("status", status)
                .put("exitCode", exitCode)
                .put("millis", Duration.between(start, clock.now()).toMillis());
        write();
    }

    private void write() throws IOException {
        if (file == null) {
            return;
        }

        Path path = new Path(file);
        try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
            out.write(JSON.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new IOException(
                    "The report cannot be written to --report '" + file
                            + "'. Name a file on a file system that Spark can write to. " + e.getMessage(),
                    e);
        }
    }
}
