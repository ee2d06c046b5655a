package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Chunker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Rows, the request that they become, and the requests that earlier revisions made of them, from a file:
 *
 * <pre>{@code
 * {"target": "tags", "change": "create", "rows": [{…}],
 *  "request": {"method": "POST", "path": "/api/tags", "operationId": "create_tag", "body": {…}},
 *  "before": [{"why": "revision 2023-06-15", "body": {…}}]}
 * }</pre>
 *
 * A request whose path names a resource is written with that path; one without a body has no member {@code body}. Where a
 * body alone does not say all of its rows, {@code read} holds what it says; an earlier request may have one of its own.
 * One that only the user can say what it did has {@code ambiguousConsent}: given or withdrawn.
 */
record Golden(String name, JsonNode content) {

    private static final Path FOLDER =
            Path.of("src", "test", "resources", "io", "github", "klaviyospark", "core", "target", "golden");

    /** All of them, by name: what is named after a target and nothing else comes before its variants. */
    static List<Golden> all() throws IOException {
        List<Golden> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                all.add(new Golden(
                        file.getFileName().toString().replace(".json", ""),
                        RowTarget.JSON.readTree(Files.readAllBytes(file))));
            }
        }
        all.sort(Comparator.comparing(Golden::name));
        return all;
    }

    Target target() {
        String target = content.path("target").asText();
        Change change = Change.of(content.path("change").asText()).orElseThrow();
        return Targets.find(target, change)
                .orElseThrow(() -> new AssertionError(name + " is about a target that there is not: " + target));
    }

    String method() {
        return content.at("/request/method").asText();
    }

    String path() {
        return content.at("/request/path").asText();
    }

    String operationId() {
        return content.at("/request/operationId").asText();
    }

    /** The body, or a missing node. */
    JsonNode body() {
        return content.at("/request/body");
    }

    List<JsonNode> rows() {
        return list(content.path("rows"));
    }

    /** What the body says, which is all of the rows as a rule. */
    List<JsonNode> readBack() {
        return content.has("read") ? list(content.get("read")) : rows();
    }

    List<JsonNode> before() {
        return list(content.path("before"));
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** The bodies of the requests that rows become, one after the other, through the chunker that all targets share. */
    static List<JsonNode> requests(Target target, List<? extends JsonNode> rows) throws IOException {
        Chunker chunker = new Chunker(target, target.limits());
        List<JsonNode> bodies = new ArrayList<>();
        for (JsonNode row : rows) {
            Shaped shaped = target.shape(RowTarget.bytes(row));
            keep(chunker.turnTo(shaped.envelope()), bodies);
            byte[] group = shaped.group();
            (group == null ? chunker.beginRecord() : chunker.beginRecord(group)).write(shaped.record());
            keep(chunker.endRecord(), bodies);
        }
        keep(chunker.flush(), bodies);
        return bodies;
    }

    private static void keep(Chunk chunk, List<JsonNode> bodies) throws IOException {
        if (chunk != null) {
            bodies.add(RowTarget.JSON.readTree(Arrays.copyOf(chunk.body(), chunk.length())));
        }
    }

    /** The rows that an earlier request says. */
    List<JsonNode> readBefore(JsonNode before) throws IOException {
        AmbiguousConsent consent = before.has("ambiguousConsent")
                ? AmbiguousConsent.valueOf(
                        before.get("ambiguousConsent").asText().toUpperCase(Locale.ROOT))
                : AmbiguousConsent.UNSAID;
        return trees(target().rows(RowTarget.bytes(before.path("body")), consent));
    }

    /** The rows that an earlier request should say. */
    List<JsonNode> rowsOf(JsonNode before) {
        return before.has("read") ? list(before.get("read")) : rows();
    }

    /** The rows that a request says. */
    static List<JsonNode> read(Target target, JsonNode body) throws IOException {
        return trees(target.rows(RowTarget.bytes(body)));
    }

    private static List<JsonNode> trees(List<byte[]> rows) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (byte[] row : rows) {
            trees.add(RowTarget.JSON.readTree(row));
        }
        return trees;
    }

    @Override
    public String toString() {
        return name;
    }
}
