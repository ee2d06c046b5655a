package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Says null where Klaviyo's document means it and OpenAPI 3.0 does not let it say so: {@code nullable} is passed over
 * beside a reference, and beside a {@code oneOf}, whose alternatives then all refuse null. Answers of Klaviyo have nulls in
 * such places. A reference comes to lead to a copy of its schema that takes null, and of a {@code oneOf} the first
 * alternative does.
 */
final class Nulls {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String OR_NULL = "OrNull";

    private final ObjectNode schemas;

    private Nulls(ObjectNode schemas) {
        this.schemas = schemas;
    }

    static void say(ObjectNode document) {
        Nulls nulls = new Nulls((ObjectNode) document.at("/components/schemas"));
        nulls.walk(document.path("paths"));
        List<JsonNode> all = new ArrayList<>();
        nulls.schemas.forEach(all::add);
        all.forEach(nulls::walk);
    }

    private void walk(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.path("nullable").asBoolean()) {
            takeNull(schema);
        }
        node.forEach(this::walk);
    }

    private void takeNull(ObjectNode schema) {
        String reference = schema.path("$ref").asText();
        schema.put("nullable", true);
        if (reference.startsWith(SCHEMAS) && !reference.endsWith(OR_NULL)) {
            schema.put("$ref", reference + OR_NULL);
            String name = reference.substring(SCHEMAS.length());
            if (!schemas.has(name + OR_NULL)) {
                ObjectNode copy = schemas.path(name).deepCopy();
                schemas.set(name + OR_NULL, copy);
                takeNull(copy);
                walk(copy);
            }
        } else if (schema.path("oneOf").path(0) instanceof ObjectNode first) {
            takeNull(first);
        }
    }
}
