package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows how far a write is, from the report that the connector keeps up to date: a bar on a terminal, and a line from time
 * to time elsewhere.
 */
final class Progress implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LINES = Duration.ofSeconds(10);

    private final String name;
    private final Path report;
    private final PrintWriter out;
    private final ProgressBar bar;
    private final Thread thread;
    private long lastLine = System.nanoTime();

    private Progress(String name, Path report, PrintWriter out, boolean isTerminal) {
        this.name = name;
        this.report = report;
        this.out = out;
        this.bar = isTerminal ? bar(name) : null;
        this.thread = new Thread(this::watch, "progress");
        thread.setDaemon(true);
    }

    private static ProgressBar bar(String name) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1_000)
                .hideEta()
                .build();
    }

    /**
     * Shows nothing before it is started.
     *
     * @param report the file that the connector writes its report to
     */
    static Progress of(String name, Path report, PrintWriter out) {
        return new Progress(name, report, out, Ansi.AUTO.enabled());
    }

    void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK.toMillis());
                show();
            }
        } catch (InterruptedException e) {
            // This is how showing ends.
            Thread.currentThread().interrupt();
        }
    }

    private void show() {
        JsonNode progress = read();
        if (progress.isMissingNode()) {
            return;
        }
        if (bar != null) {
            bar.maxHint(progress.path("total").asLong(-1));
            bar.stepTo(progress.path("rows").asLong());
            bar.setExtraMessage(words(progress));
        } else if (System.nanoTime() - lastLine >= LINES.toNanos()) {
            lastLine = System.nanoTime();
            out.println(name + ": " + rows(progress) + ", " + words(progress));
            out.flush();
        }
    }

    private JsonNode read() {
        try {
            return JSON.readTree(Files.readAllBytes(report)).path("progress");
        } catch (IOException e) {
            // It is being written at this moment, or was not written so far: the next look will tell.
            return JSON.missingNode();
        }
    }

    private static String rows(JsonNode progress) {
        String done = Table.count(progress.path("rows").asLong());
        long total = progress.path("total").asLong();
        return total == 0 ? done + " rows" : done + " of " + Table.count(total) + " rows";
    }

    private static String words(JsonNode progress) {
        String left = progress.has("millisLeft")
                ? ", " + Report.duration(progress.path("millisLeft").asLong()) + " left"
                : "";
        return String.format(
                Locale.ROOT,
                "%,d requests, %.0f %% of the quota%s",
                progress.path("requests").asLong(),
                progress.path("quotaShare").asDouble() * 100,
                left);
    }

    /** All rows have their place. */
    void done(long rows) {
        if (bar != null) {
            bar.maxHint(rows);
            bar.stepTo(rows);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        if (bar != null) {
            bar.close();
        }
    }
}
