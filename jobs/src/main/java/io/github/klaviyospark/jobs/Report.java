package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A delivery report of the connector, and the tables that people read it in. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String input;
    private final JsonNode figures;

    private Report(String input, JsonNode figures) {
        this.input = input;
        this.figures = figures;
    }

    static Report read(String input, byte[] json) throws IOException {
        return new Report(input, JSON.readTree(json));
    }

    /** The first requests, one a line. */
    String requestTable() {
        List<JsonNode> first = new ArrayList<>();
        figures.path("first").forEach(first::add);
        long more = number("chunks") - first.size();
        String table = AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                first,
                List.of(
                        left("request", chunk -> chunk.path("requestId").asText("")),
                        right("writer", chunk -> chunk.path("writer").asText()),
                        right("rows", chunk -> count(chunk.path("rows").asLong())),
                        right("bytes", chunk -> count(chunk.path("bytes").asLong())),
                        right("attempts", chunk -> chunk.path("attempts").asText()),
                        right(
                                "waited",
                                chunk -> seconds(chunk.path("waitedMillis").asLong()))));
        return table + (more > 0 ? "\n… and " + count(more) + " more" : "");
    }

    /** Why rows cannot be sent, a line for each reason. */
    List<String> problems() {
        List<String> lines = new ArrayList<>();
        figures.path("invalidByReason")
                .forEach(problem ->
                        lines.add(input + ": " + count(problem.path("rows").asLong()) + " rows cannot be sent: "
                                + problem.path("reason").asText() + "."));
        return lines;
    }

    /** What was sent of each input, a line each. */
    static String summary(List<Report> reports) {
        return AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                reports,
                List.of(
                        left("input", report -> report.input),
                        right("rows", report -> count(report.number("rows") + report.number("invalid"))),
                        right("accepted", report -> count(report.number("rows"))),
                        right("requests", report -> count(report.number("requests"))),
                        right("fill", Report::fill),
                        right("bytes", report -> count(report.number("bytes"))),
                        right("429s", report -> count(report.number("throttled"))),
                        right("repeated", report -> count(report.number("repeated"))),
                        right("waited for quota", report -> seconds(report.number("quotaWaitMillis"))),
                        right("took", report -> seconds(report.number("millis")))));
    }

    /** What would be sent of each input, a line each. */
    static String plan(List<Report> plans) {
        return AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                plans,
                List.of(
                        left("input", report -> report.input),
                        right("rows", report -> count(report.number("rows"))),
                        right("invalid", report -> count(report.number("invalid"))),
                        right("requests", report -> count(report.number("chunks"))),
                        right("fill", Report::fill),
                        right("bytes", report -> count(report.number("bytes"))),
                        left("quota", report -> report.text("quota")),
                        right("time at quota", report -> duration(report.number("quotaMillis")))));
    }

    private static <T> ColumnData<T> left(String header, Function<T, String> value) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .with(value);
    }

    private static <T> ColumnData<T> right(String header, Function<T, String> value) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.RIGHT)
                .dataAlign(HorizontalAlign.RIGHT)
                .with(value);
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

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }

    private static String duration(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() == 0
                ? duration.toMinutes() + " min"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
