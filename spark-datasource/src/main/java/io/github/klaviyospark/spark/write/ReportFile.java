package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The delivery report as a JSON file, on any file system that Hadoop knows. */
final class ReportFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path path;
    private final FileSystem files;

    /**
     * Finds the file system, so that a path that leads nowhere is known before anything is sent.
     *
     * @throws IllegalArgumentException when there is none for the path
     */
    ReportFile(String file, Configuration hadoop) {
        this.path = new Path(file);
        try {
            this.files = path.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "reportPath '" + file + "' is on no file system that Hadoop knows here: " + e.getMessage(), e);
        }
    }

    void write(DeliveryReport report) {
        try (OutputStream out = files.create(path, true)) {
            out.write(JSON.writeValueAsBytes(document(report)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The delivery report cannot be written to reportPath " + path + ". What it would say: " + report,
                    e);
        }
    }

    private static ObjectNode document(DeliveryReport report) {
        ObjectNode document = JSON.createObjectNode()
                .put("status", report.status())
                .put("endpoint", report.endpoint())
                .put("dataSourceId", report.dataSourceId())
                .put("dataSource", report.dataSource())
                .put("startedAt", report.startedAt().toString())
                .put("millis", report.millis())
                .put("writers", report.writers())
                .put("rows", report.rows())
                .put("invalid", report.invalid())
                .put("chunks", report.chunks())
                .put("requests", report.requests())
                .put("throttled", report.throttled())
                .put("repeated", report.repeated())
                .put("bytes", report.bytes())
                .put("fill", report.fill())
                .put("quota", report.quota())
                .put("quotaMillis", report.quotaMillis())
                .put("quotaWaitMillis", report.quotaWaitMillis());
        report.invalidByReason().forEach((reason, rows) -> document.withArray("invalidByReason")
                .addObject()
                .put("reason", reason)
                .put("rows", rows));
        for (DeliveryReport.Line line : report.first()) {
            document.withArray("first")
                    .addObject()
                    .put("writer", line.writer())
                    .put("chunk", line.chunk())
                    .put("rows", line.rows())
                    .put("bytes", line.bytes())
                    .put("attempts", line.attempts())
                    .put("waitedMillis", line.waitedMillis())
                    .put("requestId", line.requestId());
        }
        return document;
    }
}
