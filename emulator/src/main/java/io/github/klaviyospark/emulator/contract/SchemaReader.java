package io.github.klaviyospark.emulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes schemas of their JSON form, with references replaced by what they refer to. */
final class SchemaReader {
    private static final String PREFIX = "#/schemas/";
    private static final Set<String> KEYWORDS = Set.of(
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

    private final JsonNode shared;
    private final Map<String, Schema> known = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> names = new LinkedHashSet<>();

    SchemaReader(JsonNode shared) {
        this.shared = shared;
    }

    /** All names of members that any schema so far has. */
    Set<String> names() {
        return names;
    }

    Schema read(JsonNode node) {
        node.fieldNames().forEachRemaining(SchemaReader::requireKnown);
        boolean nullable = node.path("nullable").asBoolean();
        if (node.has("$ref")) {
            return nullable(shared(node.path("$ref").asText()), nullable);
        }
        Map<String, Schema> properties = null;
        if (node.has("properties")) {
            properties = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
                names.add(property.getKey());
                properties.put(property.getKey(), read(property.getValue()));
            }
        }
        List<Schema> oneOf = new ArrayList<>();
        node.path("oneOf").forEach(alternative -> oneOf.add(read(alternative)));
        return new Schema(
                node.has("type") ? node.path("type").asText() : null,
                nullable,
                node.has("format") ? node.path("format").asText() : null,
                texts(node.path("enum")),
                number(node.path("minimum")),
                number(node.path("maximum")),
                texts(node.path("required")),
                properties,
                node.has("items") ? read(node.path("items")) : null,
                oneOf);
    }

    private Schema shared(String reference) {
        String name = reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : "";
        Schema schema = known.get(name);
        if (schema != null) {
            return schema;
        }
        if (!shared.has(name)) {
            throw new IllegalStateException("The contract refers to '" + reference + "', which it does not have.");
        }
        if (!open.add(name)) {
            throw new IllegalStateException("The schema '" + name + "' holds itself, which cannot be checked yet.");
        }
        schema = read(shared.path(name));
        known.put(name, schema);
        return schema;
    }

    private static Schema nullable(Schema schema, boolean nullable) {
        return !nullable || schema.nullable()
                ? schema
                : new Schema(
                        schema.type(),
                        true,
                        schema.format(),
                        schema.values(),
                        schema.minimum(),
                        schema.maximum(),
                        schema.required(),
                        schema.properties(),
                        schema.items(),
                        schema.oneOf());
    }

    private static Set<String> texts(JsonNode values) {
        Set<String> texts = new LinkedHashSet<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    private static BigDecimal number(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }

    /** A rule that is read over would be a rule that always holds. */
    private static void requireKnown(String keyword) {
        if (!KEYWORDS.contains(keyword)) {
            throw new IllegalStateException("The contract says '" + keyword + "', which is not understood.");
        }
    }
}
