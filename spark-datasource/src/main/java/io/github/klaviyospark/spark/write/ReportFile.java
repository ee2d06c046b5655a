package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.spark.report.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/** The delivery report as a JSON file, on any file system that Hadoop knows. */
final class ReportFile {

    private final JsonFile file;

    /**
     * Finds the file system, so that a path that leads nowhere is known before anything is sent.
     *
     * @throws IllegalArgumentException when there is none for the path
     */
    ReportFile(String file, Configuration hadoop) {
        this.file = new JsonFile("reportPath", file, hadoop);
    }

    /**
     * Writes it.
     *
     * @param document what goes into the file
     * @param report says it in words, should that fail
     */
    void write(ObjectNode document, DeliveryReport report) {
        try {
            file.write(document);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The delivery report cannot be written to reportPath " + file + ". What it would say: " + report,
                    e);
        }
    }

    static ObjectNode document(DeliveryReport report) {
        ObjectNode document = JsonFile.document();
        job(document, report.job());
        if (report.progress() != null) {
            progress(document.putObject("progress"), report.progress());
            return document;
        }
        rows(document, report.rows());
        cost(document, report.cost());
        document.putObject("failedAttempts")
                .put("accepted", report.failed().accepted())
                .put("bytes", report.failed().bytes())
                .put("requests", report.failed().requests());
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

    private static void job(ObjectNode document, DeliveryReport.Job job) {
        document.put("status", job.status())
                .put("run", job.run())
                .put("resumed", job.isResumed())
                .put("endpoint", job.endpoint())
                .put(job.kind() + "Id", job.destinationId())
                .put(job.kind(), job.destination())
                .put("deadLetters", job.deadLetters())
                .put("startedAt", job.startedAt().toString())
                .put("millis", job.millis());
    }

    private static void progress(ObjectNode document, ProgressWatch.State progress) {
        document.put("rows", progress.rows())
                .put("requests", progress.requests())
                .put("quotaShare", progress.quotaShare());
        progress.total().ifPresent(total -> document.put("total", total));
        progress.left().ifPresent(left -> document.put("millisLeft", left.toMillis()));
    }

    private static void rows(ObjectNode document, DeliveryReport.Rows rows) {
        document.put("rows", rows.all())
                .put("accepted", rows.accepted())
                .put("superseded", rows.superseded())
                .put("skipped", rows.skipped())
                .put("dead", rows.dead());
        rows.deadByReason().forEach((reason, dead) -> document.withArray("deadByReason")
                .addObject()
                .put("reason", reason)
                .put("rows", dead));
    }

    private static void cost(ObjectNode document, DeliveryReport.Cost cost) {
        document.put("writers", cost.writers())
                .put("chunks", cost.chunks())
                .put("requests", cost.requests())
                .put("throttled", cost.throttled())
                .put("repeated", cost.repeated())
                .put("bytes", cost.bytes())
                .put("fill", cost.fill())
                .put("quota", cost.quota())
                .put("quotaMillis", cost.quotaMillis())
                .put("quotaWaitMillis", cost.quotaWaitMillis());
    }
}
