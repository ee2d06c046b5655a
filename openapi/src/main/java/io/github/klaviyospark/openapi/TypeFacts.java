package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The types of attributes. A type is a name ({@code string}, {@code number}, {@code integer}, {@code boolean}, {@code
 * timestamp}, or {@code json} for an object of any shape), an object of fields, or a list of one type.
 */
final class TypeFacts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode ANY_OBJECT = JSON.textNode("json");

    private final OpenApiDocument document;
    private final AllOf allOf;

    TypeFacts(OpenApiDocument document) {
        this.document = document;
        this.allOf = new AllOf(document);
    }

    /** A schema in one piece. */
    JsonNode merged(JsonNode schema) {
        return allOf.merged(document.resolve(schema));
    }

    /** The fields of an object; those named come last, as they do for whoever selects everything. */
    ObjectNode fields(JsonNode attributes, List<String> last) {
        ObjectNode all = JSON.objectNode();
        merged(attributes)
                .path("properties")
                .properties()
                .forEach(member -> all.set(member.getKey(), type(member.getValue())));
        ObjectNode ordered = JSON.objectNode();
        all.properties().stream()
                .filter(field -> !last.contains(field.getKey()))
                .forEach(field -> ordered.set(field.getKey(), field.getValue()));
        last.forEach(name -> ordered.set(name, all.path(name)));
        return ordered;
    }

    private JsonNode type(JsonNode schema) {
        JsonNode merged = merged(schema);
        if (merged.has("oneOf") || merged.has("anyOf")) {
            return alternatives(merged.path(merged.has("oneOf") ? "oneOf" : "anyOf"));
        }
        if (merged.has("items")) {
            return JSON.arrayNode().add(type(merged.path("items")));
        }
        return merged.has("properties") ? fields(merged, List.of()) : JSON.textNode(scalar(merged));
    }

    /**
     * A number that some answers write as a string is a number all the same. Objects of several shapes have no members that
     * one could rely on.
     */
    private JsonNode alternatives(JsonNode options) {
        Set<JsonNode> types = new LinkedHashSet<>();
        options.forEach(option -> types.add(type(option)));
        if (types.size() == 1) {
            return types.iterator().next();
        }
        if (types.stream().anyMatch(type -> type.isContainerNode() || type.equals(ANY_OBJECT))) {
            return ANY_OBJECT;
        }
        return types.stream()
                .filter(type -> type.asText().equals("number"))
                .findFirst()
                .orElse(types.iterator().next());
    }

    /** The name of the type of a single value. */
    static String scalar(JsonNode schema) {
        if (schema.path("format").asText().equals("date-time")) {
            return "timestamp";
        }
        String type = schema.path("type").asText();
        return type.equals("object") ? "json" : type;
    }
}
