package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A delivery report of the connector, and the tables that people read it in. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String input;
    private final JsonNode figures;

    private Report(String input, JsonNode figures) {
        this.input = input;
        this.figures = figures;
    }

    /**
     * A report of the connector.
     *
     * @param json what the file holds; nothing when the write did not come so far
     */
    static Report read(String input, byte[] json) throws IOException {
        return new Report(input, JSON.readTree(json));
    }

    /** The first requests, one a line. */
    String requestTable() {
        List<JsonNode> first = new ArrayList<>();
        figures.path("first").forEach(first::add);
        long more = number("chunks") - first.size();
        String table = Table.of(
                first,
                List.of(
                        Table.left("request", chunk -> chunk.path("requestId").asText("")),
                        Table.right("writer", chunk -> chunk.path("writer").asText()),
                        Table.right(
                                "rows", chunk -> Table.count(chunk.path("rows").asLong())),
                        Table.right(
                                "bytes",
                                chunk -> Table.count(chunk.path("bytes").asLong())),
                        Table.right("attempts", chunk -> chunk.path("attempts").asText()),
                        Table.right(
                                "waited",
                                chunk ->
                                        Table.seconds(chunk.path("waitedMillis").asLong()))));
        return table + (more > 0 ? "\n… and " + Table.count(more) + " more" : "");
    }

    /** Why rows cannot be sent, a line for each reason. */
    List<String> problems() {
        List<String> lines = new ArrayList<>();
        figures.path("deadByReason")
                .forEach(problem -> lines.add(
                        input + ": " + Table.count(problem.path("rows").asLong()) + " rows cannot be sent: "
                                + problem.path("reason").asText() + "."));
        return lines;
    }

    /** What was sent of each input, a line each. */
    static String summary(List<Report> reports) {
        return Table.of(
                reports,
                List.of(
                        Table.left("input", report -> report.input),
                        Table.right("rows", report -> Table.count(report.number("rows"))),
                        Table.right("accepted", report -> Table.count(report.number("accepted"))),
                        Table.right("superseded", report -> Table.count(report.number("superseded"))),
                        Table.right("skipped", report -> Table.count(report.number("skipped"))),
                        Table.right("dead", report -> Table.count(report.number("dead"))),
                        Table.right("requests", report -> Table.count(report.number("requests"))),
                        Table.right("fill", Report::fill),
                        Table.right("bytes", report -> Table.count(report.number("bytes"))),
                        Table.right("429s", report -> Table.count(report.number("throttled"))),
                        Table.right("repeated", report -> Table.count(report.number("repeated"))),
                        Table.right("waited for quota", report -> Table.seconds(report.number("quotaWaitMillis"))),
                        Table.right("took", report -> Table.seconds(report.number("millis")))));
    }

    /** What would be sent of each input, a line each. */
    static String plan(List<Report> plans) {
        return Table.of(
                plans,
                List.of(
                        Table.left("input", report -> report.input),
                        Table.right("rows", report -> Table.count(report.number("rows"))),
                        Table.right("superseded", report -> Table.count(report.number("superseded"))),
                        Table.right("invalid", report -> Table.count(report.number("dead"))),
                        Table.right("requests", report -> Table.count(report.number("chunks"))),
                        Table.right("fill", Report::fill),
                        Table.right("bytes", report -> Table.count(report.number("bytes"))),
                        Table.left("quota", report -> report.text("quota")),
                        Table.right("time at quota", report -> duration(report.number("quotaMillis")))));
    }

    /** What the plan comes to, in one line. */
    String planLine() {
        String window = text("quota").replaceAll(".*,", "").replaceFirst("/60s$", "/min");
        return input + ": " + Table.count(number("accepted")) + " rows = " + Table.count(number("chunks"))
                + " requests = " + duration(number("quotaMillis")) + " at " + window + ".";
    }

    /** All of it. */
    JsonNode figures() {
        return figures;
    }

    /** Rows in. */
    long rows() {
        return number("rows");
    }

    /** Rows that were set aside. */
    long dead() {
        return number("dead");
    }

    /** Where they are. */
    String deadLetters() {
        return text("deadLetters");
    }

    /** The id of the run, if it was one. */
    Optional<String> run() {
        return Optional.ofNullable(figures.path("run").textValue());
    }

    private long number(String figure) {
        return figures.path(figure).asLong();
    }

    private String text(String figure) {
        return figures.path(figure).asText();
    }

    private String fill() {
        return String.format(Locale.ROOT, "%.1f %%", figures.path("fill").asDouble() * 100);
    }

    static String duration(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() == 0
                ? duration.toMinutes() + " min"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
