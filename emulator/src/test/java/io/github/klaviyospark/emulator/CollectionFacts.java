package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What Klaviyo's document says about the operation that lists a collection, read from what was made of that document. */
final class CollectionFacts {
    private static final JsonNode CONTRACT = ApiClient.json(text("contract/klaviyo.json"));
    private static final List<String> OTHERS = List.of(
            "data-sources",
            "profiles",
            "object-types",
            "object-types/{id}/object-records",
            "profile-bulk-import-jobs/{id}/lists",
            "profile-bulk-import-jobs/{id}/profiles");

    private final JsonNode operation;

    private CollectionFacts(JsonNode operation) {
        this.operation = operation;
    }

    /** The paths of all collections that are listed, but for those that have endpoints of their own. */
    static List<String> paths() {
        List<String> paths = new ArrayList<>();
        CONTRACT.path("operations").forEach(operation -> {
            String path = operation.path("path").asText().substring("/api/".length());
            boolean list = operation.toString().contains("Collection") && !path.contains("/relationships/");
            if (operation.path("method").asText().equals("GET")
                    && list
                    && !OTHERS.contains(path)
                    && !path.startsWith("object-")) {
                paths.add(path);
            }
        });
        return paths;
    }

    static CollectionFacts of(String path) {
        for (JsonNode operation : CONTRACT.path("operations")) {
            if (operation.path("path").asText().equals("/api/" + path)
                    && operation.path("method").asText().equals("GET")) {
                return new CollectionFacts(operation);
            }
        }
        throw new AssertionError("There is no operation for " + path);
    }

    boolean has(String parameter) {
        return !parameter(parameter).isMissingNode();
    }

    /** The values that a parameter may have. */
    Set<String> values(String parameter) {
        Set<String> values = new LinkedHashSet<>();
        JsonNode schema = parameter(parameter).path("schema");
        (schema.has("items") ? schema.path("items") : schema).path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }

    List<String> parameters() {
        List<String> names = new ArrayList<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    int defaultSize() {
        return parameter("page[size]").at("/schema/default").intValue();
    }

    int mostPerPage() {
        return parameter("page[size]").at("/schema/maximum").intValue();
    }

    private JsonNode parameter(String name) {
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return MissingNode.getInstance();
    }

    /** A line of {@code filters.txt}. */
    record Filter(String path, String field, String kind, Set<String> single, Set<String> list, List<String> values) {
        static List<Filter> all() {
            List<Filter> all = new ArrayList<>();
            for (String line : text("filters.txt").split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] words = line.split(" ", 6);
                    all.add(new Filter(
                            words[0],
                            words[1],
                            words[2],
                            operators(words[3]),
                            operators(words[4]),
                            words.length < 6 ? List.of() : List.of(words[5].split("\\|", -1))));
                }
            }
            return all;
        }

        private static Set<String> operators(String word) {
            return word.equals("-") ? Set.of() : new LinkedHashSet<>(List.of(word.split(",", -1)));
        }
    }

    static String text(String resource) {
        try (InputStream in = CollectionFacts.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
