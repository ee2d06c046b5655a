package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.metrics.WriteMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * How far a write is: by the report that the connector keeps up to date where it keeps a run, which knows the quota; else by
 * what tasks tell, or by the tasks themselves.
 */
final class WriteSteps implements Supplier<Optional<Step>> {

    private static final ObjectMapper JSON = new ObjectMapper();

    // Before every window of the quota was full once, the pace so far promises too much.
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Path report;
    private final TaskFigures tasks;
    private final Clock clock;
    private final long start;

    /**
     * Of a write that begins now.
     *
     * @param report the file that the connector writes its report to
     * @param tasks what its tasks tell
     */
    WriteSteps(Path report, TaskFigures tasks, Clock clock) {
        this.report = report;
        this.tasks = tasks;
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    @Override
    public Optional<Step> get() {
        JsonNode progress = read();
        return progress.isMissingNode() ? ofTasks() : Optional.of(ofReport(progress));
    }

    private JsonNode read() {
        try {
            return JSON.readTree(Files.readAllBytes(report)).path("progress");
        } catch (IOException e) {
            // It is being written at this moment, or was not written so far: the next look will tell.
            return JSON.missingNode();
        }
    }

    private static Step ofReport(JsonNode progress) {
        long total = progress.path("total").asLong();
        String left = progress.has("millisLeft")
                ? ", " + Report.duration(progress.path("millisLeft").asLong()) + " left"
                : "";
        String words = String.format(
                Locale.ROOT,
                "%,d requests, %.0f %% of the quota%s",
                progress.path("requests").asLong(),
                progress.path("quotaShare").asDouble() * 100,
                left);
        return new Step(
                progress.path("rows").asLong(),
                total == 0 ? OptionalLong.empty() : OptionalLong.of(total),
                "rows",
                words);
    }

    private Optional<Step> ofTasks() {
        long rows = tasks.sum(new WriteMetrics.Rows())
                + tasks.sum(new WriteMetrics.Superseded())
                + tasks.sum(new WriteMetrics.Skipped())
                + tasks.sum(new WriteMetrics.Dead());
        if (rows == 0) {
            return TaskSteps.of(tasks);
        }
        OptionalLong total = tasks.shuffled() < rows ? OptionalLong.empty() : OptionalLong.of(tasks.shuffled());
        String words = Table.count(tasks.sum(new WriteMetrics.Requests())) + " requests"
                + left(rows, total).map(left -> ", about " + left + " left").orElse("");
        return Optional.of(new Step(rows, total, "rows", words));
    }

    private Optional<String> left(long rows, OptionalLong total) {
        return Pace.left(clock.nanoTime() - start, rows, total, SETTLED);
    }
}
