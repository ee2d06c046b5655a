package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas as the API writes them. Written as revision 2026-07-15 does, with types in lower case and numbers of properties
 * as integers; read in either spelling.
 */
final class SchemaJson {

    static final String PROFILE_SCHEMA = "profile-object-schema";
    static final String OBJECT_SCHEMA = "object-schema";

    private SchemaJson() {}

    static void write(SchemaContent content, ObjectNode attributes) {
        attributes.put("title", content.title());
        attributes.put("description", content.description());
        writeProperties(content, attributes);
    }

    static void writeProperties(SchemaContent content, ObjectNode attributes) {
        ArrayNode properties = attributes.putArray("properties");
        for (Property property : content.properties()) {
            ObjectNode node = properties.addObject();
            node.put("id", property.id());
            node.put("name", property.name());
            node.put("type", property.type().label());
            if (property.description() != null) {
                node.put("description", property.description());
            }
        }
        ArrayNode required = attributes.putArray("required");
        content.required().forEach(required::add);
    }

    /** Reads a schema out of a document that includes its relationships and its mapping. */
    static ObjectSchema read(JsonNode document) throws UnreadableAnswerException {
        JsonNode data = document.path("data");
        SourceMapping mapping = null;
        List<Relationship> relationships = new ArrayList<>();
        for (JsonNode included : document.path("included")) {
            switch (included.path("type").asText()) {
                case "source-mapping" -> mapping = MappingJson.read(included);
                case PROFILE_SCHEMA, OBJECT_SCHEMA -> readRelationship(included, relationships);
                default -> {
                    // Something of a later revision, of no use here.
                }
            }
        }
        return new ObjectSchema(
                data.path("id").asText(),
                SchemaStatus.of(data.path("attributes").path("status").asText()),
                content(data.path("attributes")),
                relationships,
                mapping);
    }

    private static SchemaContent content(JsonNode attributes) throws UnreadableAnswerException {
        List<Property> properties = new ArrayList<>();
        for (JsonNode node : attributes.path("properties")) {
            properties.add(property(node));
        }
        List<String> required = new ArrayList<>();
        attributes.path("required").forEach(name -> required.add(name.asText()));
        return new SchemaContent(
                attributes.path("title").asText(),
                attributes.path("description").asText(""),
                properties,
                required);
    }

    private static Property property(JsonNode node) throws UnreadableAnswerException {
        try {
            return new Property(
                    node.path("id").asInt(),
                    node.path("name").asText(),
                    PropertyType.of(node.path("type").asText()),
                    node.path("description").textValue());
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException("it has a property of an unknown type");
        }
    }

    /**
     * Reads a relationship, if the resource says which one it is. Its {@code meta} is among the attributes when it is
     * included, and beside them where some document shows it in a listing.
     */
    static void readRelationship(JsonNode resource, List<Relationship> relationships) {
        JsonNode meta = resource.path("attributes").path("meta");
        if (!meta.has("relationship_id")) {
            meta = resource.path("meta");
        }
        if (meta.has("relationship_id")) {
            boolean toProfiles = resource.path("type").asText().equals(PROFILE_SCHEMA);
            relationships.add(new Relationship(
                    meta.path("relationship_id").asText(),
                    meta.path("name").asText(),
                    meta.path("description").textValue(),
                    toProfiles ? null : resource.path("id").asText()));
        }
    }
}
