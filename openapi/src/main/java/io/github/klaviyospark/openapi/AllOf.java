package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Makes one schema of those that an {@code allOf} joins.
 *
 * <p>Their members come together, so that it can be told which ones the whole does not know; no part can tell alone.
 */
final class AllOf {
    private static final String NAME = "allOf";

    private final OpenApiDocument document;

    AllOf(OpenApiDocument document) {
        this.document = document;
    }

    /** The schema itself when it joins nothing. References of its members are left as they are where possible. */
    JsonNode merged(JsonNode schema) {
        if (!schema.has(NAME)) {
            return schema;
        }
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.remove(NAME);
        for (JsonNode part : schema.path(NAME)) {
            merge(whole, merged(document.resolve(part)));
        }
        return whole;
    }

    private void merge(ObjectNode into, JsonNode from) {
        from.properties().forEach(field -> {
            String keyword = field.getKey();
            JsonNode present = into.get(keyword);
            if (present == null) {
                into.set(keyword, field.getValue().deepCopy());
            } else if (keyword.equals("properties")) {
                properties((ObjectNode) present, field.getValue());
            } else if (keyword.equals("required")) {
                into.set(keyword, union(present, field.getValue()));
            } else if (Facts.isFact(keyword) && !present.equals(field.getValue())) {
                throw new IllegalArgumentException("An allOf joins schemas that disagree on '" + keyword + "': "
                        + present + " and " + field.getValue() + ".");
            }
        });
    }

    private void properties(ObjectNode into, JsonNode from) {
        from.properties().forEach(field -> {
            JsonNode present = into.get(field.getKey());
            if (present == null) {
                into.set(field.getKey(), field.getValue().deepCopy());
            } else if (!present.equals(field.getValue())) {
                ObjectNode both = (ObjectNode) merged(document.resolve(present)).deepCopy();
                merge(both, merged(document.resolve(field.getValue())));
                into.set(field.getKey(), both);
            }
        });
    }

    private static ArrayNode union(JsonNode one, JsonNode other) {
        Set<String> names = new LinkedHashSet<>();
        one.forEach(name -> names.add(name.asText()));
        other.forEach(name -> names.add(name.asText()));
        ArrayNode union = Json.MAPPER.createArrayNode();
        names.forEach(union::add);
        return union;
    }
}
