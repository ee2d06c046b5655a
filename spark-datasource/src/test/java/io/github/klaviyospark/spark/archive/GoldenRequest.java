package io.github.klaviyospark.spark.archive;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.target.Change;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of core's golden files, with a request that an archive may have and that becomes its request of today.
 *
 * @param name of the file, and which of its requests
 * @param golden the content of the file
 * @param archived what lies in the archive
 * @param consent what the user says of it; empty where nothing
 * @param missing columns that the archived request does not say, and what the user knows of them
 */
record GoldenRequest(String name, JsonNode golden, JsonNode archived, String consent, Map<String, String> missing) {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String IMAGE = """
            "attributes":{"name":"i","image_url":"https://images.example.net/1.png","format":"png","size":1,"hidden":false,\
            "updated_at":"2026-01-01T00:00:00+00:00"}""";

    private static final Map<String, String> COLLECTIONS = Map.of(
            "catalog-category", "catalog-categories",
            "catalog-item", "catalog-items",
            "catalog-variant", "catalog-variants",
            "coupon", "coupons",
            "flow", "flows",
            "list", "lists",
            "segment", "segments",
            "tag-group", "tag-groups");

    /** All earlier forms, and each request of today as a log has it. */
    static List<GoldenRequest> all() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        List<GoldenRequest> all = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(folder.resolve("core/src/test/resources/io/github/klaviyospark/core/target/golden"))) {
            for (Path file : files.sorted().toList()) {
                add(file.getFileName().toString().replace(".json", ""), JSON.readTree(file.toFile()), all);
            }
        }
        return all;
    }

    private static void add(String name, JsonNode golden, List<GoldenRequest> all) {
        if (Targets.find(golden.path("target").asText(), change(golden)).isEmpty()) {
            return;
        }
        all.add(new GoldenRequest(name + ", logged", golden, golden.path("request"), "", Map.of()));
        for (JsonNode before : golden.path("before")) {
            Map<String, String> missing = new HashMap<>();
            golden.at("/rows/0").properties().forEach(column -> {
                if (before.has("read") && !before.at("/read/0").has(column.getKey())) {
                    missing.put(column.getKey(), column.getValue().asText());
                }
            });
            String why = name + ", " + before.path("why").asText();
            all.add(new GoldenRequest(
                    why,
                    golden,
                    before.path("body"),
                    before.path("ambiguousConsent").asText(),
                    missing));
        }
    }

    private static Change change(JsonNode golden) {
        return Change.of(golden.path("change").asText()).orElseThrow();
    }

    Target target() {
        return Targets.find(golden.path("target").asText(), change(golden)).orElseThrow();
    }

    /** Makes an account hold what the request of today names. */
    void hold(KlaviyoEmulator klaviyo) {
        String[] path = golden.at("/request/path").asText().split("/", -1);
        klaviyo.addResources("tag-groups", List.of("{\"id\":\"G\",\"attributes\":{\"name\":\"g\"}}"));
        if (path.length > 3) {
            String group = path[2].equals("tags") ? ",\"relationships\":{\"tag-group\":\"G\"}" : "";
            klaviyo.addResources(
                    path[2], List.of("{\"id\":\"" + path[3] + "\",\"attributes\":{\"name\":\"t\"}" + group + "}"));
        }
        hold(golden.at("/request/body"), klaviyo);
    }

    private static void hold(JsonNode node, KlaviyoEmulator klaviyo) {
        String type = node.path("type").asText();
        if (node.path("id").isTextual()) {
            String id = node.path("id").asText();
            String line = "{\"id\":\"" + id + "\",";
            if (type.equals("profile")) {
                klaviyo.addProfiles(List.of(line + "\"attributes\":{}}"));
            } else if (type.equals("image")) {
                klaviyo.addResources("images", List.of(line + IMAGE + "}"));
            } else if (type.equals("campaign")) {
                klaviyo.addResources(
                        "campaigns",
                        List.of(line + "\"attributes\":{\"name\":\"c\",\"status\":\"Draft\",\"audiences\":{},"
                                + "\"send_options\":{},\"send_strategy\":{}}}"));
            } else if (COLLECTIONS.containsKey(type)) {
                String name = type.equals("tag-group") ? "\"name\":\"x\"" : "";
                klaviyo.addResources(COLLECTIONS.get(type), List.of(line + "\"attributes\":{" + name + "}}"));
            }
        }
        // The audiences of a campaign are ids without a type.
        node.path("audiences")
                .forEach(ids -> ids.forEach(id -> klaviyo.addResources(
                        "lists", List.of("{\"id\":\"" + id.asText() + "\",\"attributes\":{\"name\":\"x\"}}"))));
        node.forEach(child -> hold(child, klaviyo));
    }

    /** The same without the order of records, which a write sorts. */
    static JsonNode unordered(JsonNode node) {
        if (node.isArray()) {
            ArrayNode sorted = JSON.createArrayNode();
            node.valueStream()
                    .map(GoldenRequest::unordered)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(sorted::add);
            return sorted;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member -> object.set(member.getKey(), unordered(member.getValue())));
            return object;
        }
        return node;
    }

    @Override
    public String toString() {
        return name;
    }
}
