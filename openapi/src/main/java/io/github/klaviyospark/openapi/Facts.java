package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reduces schemas to what can be checked: names, types, values and limits, in an order that does not depend on the
 * document's.
 *
 * <p>Schemas that are referred to keep their names and move below {@code #/schemas/}.
 */
final class Facts {
    private static final String SCHEMAS = "#/components/schemas/";

    /** In the order in which they are written. */
    private static final List<String> FACTS = List.of(
            "$ref",
            "type",
            "format",
            "nullable",
            "default",
            "enum",
            "minimum",
            "maximum",
            "required",
            "properties",
            "items",
            "oneOf");

    private static final Set<String> PROSE = Set.of(
            "description", "example", "examples", "title", "deprecated", "externalDocs", "readOnly", "writeOnly");

    private final AllOf allOf;
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> pending = new ArrayDeque<>();

    Facts(OpenApiDocument document) {
        this.allOf = new AllOf(document);
    }

    static boolean isFact(String keyword) {
        return FACTS.contains(keyword);
    }

    static boolean isProse(String keyword) {
        return PROSE.contains(keyword);
    }

    /** The facts of a schema. What it refers to is remembered for {@link #next}. */
    ObjectNode of(JsonNode schema) {
        JsonNode whole = allOf.merged(schema);
        whole.fieldNames().forEachRemaining(Facts::requireKnown);
        ObjectNode facts = Json.MAPPER.createObjectNode();
        for (String keyword : FACTS) {
            JsonNode value = whole.get(keyword);
            if (value != null) {
                facts.set(keyword, fact(keyword, value));
            }
        }
        return facts;
    }

    /** The name of a schema that was referred to and not asked for yet; null when there is none. */
    String next() {
        return pending.poll();
    }

    private JsonNode fact(String keyword, JsonNode value) {
        return switch (keyword) {
            case "$ref" -> Json.MAPPER.getNodeFactory().textNode("#/schemas/" + referred(value.asText()));
            case "enum", "required" -> sorted(value);
            case "properties" -> {
                ObjectNode properties = Json.MAPPER.createObjectNode();
                Set<String> names = new TreeSet<>();
                value.fieldNames().forEachRemaining(names::add);
                names.forEach(name -> properties.set(name, of(value.get(name))));
                yield properties;
            }
            case "items" -> of(value);
            case "oneOf" -> {
                ArrayNode alternatives = Json.MAPPER.createArrayNode();
                value.forEach(alternative -> alternatives.add(of(alternative)));
                yield alternatives;
            }
            default -> value.deepCopy();
        };
    }

    private String referred(String reference) {
        if (!reference.startsWith(SCHEMAS)) {
            throw new IllegalArgumentException("A schema refers to '" + reference + "', which is no shared schema.");
        }
        String name = reference.substring(SCHEMAS.length());
        if (seen.add(name)) {
            pending.add(name);
        }
        return name;
    }

    private static ArrayNode sorted(JsonNode values) {
        Map<String, JsonNode> scalars = new TreeMap<>();
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isIntegralNumber() && !value.isBoolean()) {
                throw new IllegalArgumentException(
                        "Only texts, whole numbers and booleans can be listed, not " + value + ".");
            }
            scalars.put(value.asText(), value);
        }
        ArrayNode sorted = Json.MAPPER.createArrayNode();
        scalars.values().forEach(sorted::add);
        return sorted;
    }

    private static void requireKnown(String keyword) {
        if (!isFact(keyword) && !PROSE.contains(keyword) && !keyword.startsWith("x-")) {
            throw new IllegalArgumentException("A schema says '" + keyword
                    + "', which nothing here understands yet: teach it to Facts, and to what reads its files.");
        }
    }
}
