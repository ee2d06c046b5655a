package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Source mappings as the API writes them. Numbers of properties are written as integers and read as those or as texts. */
final class MappingJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MappingJson() {}

    static void write(SourceMapping mapping, ObjectNode attributes) {
        ArrayNode properties = attributes.putArray("property_mappings");
        mapping.properties().forEach(property -> write(property, properties.addObject()));
        ArrayNode relationships = attributes.putArray("relationship_mappings");
        mapping.relationships().forEach(relationship -> write(relationship, relationships.addObject()));
    }

    private static void write(PropertyMapping mapping, ObjectNode node) {
        node.put("id", mapping.propertyId());
        if (mapping instanceof PropertyMapping.Constant constant) {
            node.put("type", "constant").set("value", JSON.valueToTree(constant.value()));
        } else if (mapping instanceof PropertyMapping.Simple simple) {
            node.put("type", "simple")
                    .putObject("source")
                    .put("source_id", simple.sourceId())
                    .put("id_path", simple.idPath())
                    .put("data_path", simple.dataPath());
        } else {
            throw new IllegalArgumentException("A mapping of an unknown kind cannot be written: " + mapping + ".");
        }
    }

    private static void write(RelationshipMapping mapping, ObjectNode node) {
        node.put("relationship_id", mapping.relationshipId());
        ObjectNode source = node.put("type", "simple").putObject("source");
        source.put("source_id", mapping.sourceId());
        source.put("type", mapping.relatedIdPath() == null ? "profile" : "custom-object");
        source.put("id_path", mapping.idPath());
        if (mapping.relatedIdPath() == null) {
            ArrayNode paths = source.putArray("related_id_paths");
            mapping.identifierPaths().forEach((type, path) -> paths.addObject()
                    .put("identifier_type", type.label())
                    .put("path", path));
        } else {
            source.put("related_id_path", mapping.relatedIdPath());
        }
        source.put("update_strategy", mapping.strategy().label());
    }

    static SourceMapping read(JsonNode resource) {
        JsonNode attributes = resource.path("attributes");
        List<PropertyMapping> properties = new ArrayList<>();
        for (JsonNode node : attributes.path("property_mappings")) {
            if (node.path("id").asInt() != SchemaJson.BUILT_IN_ID) {
                properties.add(property(node));
            }
        }
        List<RelationshipMapping> relationships = new ArrayList<>();
        attributes.path("relationship_mappings").forEach(node -> relationships.add(relationship(node)));
        return new SourceMapping(resource.path("id").asText(), properties, relationships);
    }

    private static PropertyMapping property(JsonNode node) {
        int id = node.path("id").asInt();
        JsonNode source = node.path("source");
        String kind = node.path("type").asText();
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "constant" -> new PropertyMapping.Constant(id, constant(node.path("value")));
            case "simple" ->
                new PropertyMapping.Simple(
                        id,
                        source.path("source_id").asText(),
                        source.path("id_path").asText(),
                        source.path("data_path").asText());
            default -> new PropertyMapping.Other(id, kind);
        };
    }

    private static Object constant(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? value.numberValue() : value.asText();
    }

    private static RelationshipMapping relationship(JsonNode node) {
        JsonNode source = node.path("source");
        Map<IdentifierType, String> identifiers = new EnumMap<>(IdentifierType.class);
        for (JsonNode related : source.path("related_id_paths")) {
            String label = related.path("identifier_type").asText();
            Arrays.stream(IdentifierType.values())
                    .filter(type -> type.label().equalsIgnoreCase(label))
                    .forEach(type -> identifiers.put(type, related.path("path").asText()));
        }
        return new RelationshipMapping(
                node.path("relationship_id").asText(),
                source.path("source_id").asText(),
                source.path("id_path").asText(),
                identifiers,
                source.path("related_id_path").textValue(),
                strategy(source.path("update_strategy").asText("")));
    }

    private static UpdateStrategy strategy(String label) {
        return label.equalsIgnoreCase(UpdateStrategy.ADDITIVE.label())
                ? UpdateStrategy.ADDITIVE
                : UpdateStrategy.REPLACE_FROM_ORIGIN;
    }
}
