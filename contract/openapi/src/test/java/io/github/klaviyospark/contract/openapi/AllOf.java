package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Joins the parts of each {@code allOf} into one schema. The library takes an object with named members to have no others;
 * that each part allows those of the other parts nobody can tell it, and its own way of joining stops at the first level.
 */
final class AllOf {
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode schemas;

    private AllOf(JsonNode schemas) {
        this.schemas = schemas;
    }

    static void join(ObjectNode document) {
        new AllOf(document.at("/components/schemas")).walk(document);
    }

    private void walk(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.path("allOf").isArray()) {
            for (JsonNode part : schema.remove("allOf")) {
                add(part, schema);
            }
        }
        node.forEach(this::walk);
    }

    private void add(JsonNode part, ObjectNode schema) {
        target(part).properties().forEach(member -> {
            JsonNode present = schema.get(member.getKey());
            if (present instanceof ObjectNode && member.getValue() instanceof ObjectNode) {
                ObjectNode joined = target(present).deepCopy();
                add(member.getValue(), joined);
                schema.set(member.getKey(), joined);
            } else {
                schema.set(member.getKey(), member.getValue().deepCopy());
            }
        });
    }

    private JsonNode target(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith(SCHEMAS) ? schemas.path(reference.substring(SCHEMAS.length())) : schema;
    }
}
