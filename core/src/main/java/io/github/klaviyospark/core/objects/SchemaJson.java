package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas as the API writes them. Written as revision 2026-07-15 does, with types in lower case and numbers of properties
 * as integers; read in either spelling.
 */
final class SchemaJson {

    static final String PROFILE_SCHEMA = "profile-object-schema";
    static final String OBJECT_SCHEMA = "object-schema";

    /** What stands in the place of the id of a schema when a relationship leads to profiles. */
    static final String PROFILE = "profile";

    /** The number of the id that every object has, which is no property of its own wherever it is shown. */
    static final int BUILT_IN_ID = 0;

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
    static ObjectSchema read(JsonNode document) throws IOException {
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
                content(data),
                relationships,
                mapping);
    }

    private static SchemaContent content(JsonNode data) throws IOException {
        JsonNode attributes = data.path("attributes");
        List<Property> properties = new ArrayList<>();
        for (JsonNode node : attributes.path("properties")) {
            if (node.path("id").asInt() != BUILT_IN_ID) {
                properties.add(property(node, data.path("id").asText()));
            }
        }
        List<String> required = new ArrayList<>();
        attributes.path("required").forEach(name -> required.add(name.asText()));
        return new SchemaContent(
                attributes.path("title").asText(),
                attributes.path("description").asText(""),
                properties,
                required);
    }

    private static Property property(JsonNode node, String schemaId) throws IOException {
        String name = node.path("name").asText();
        try {
            return new Property(
                    node.path("id").asInt(),
                    name,
                    PropertyType.of(node.path("type").asText()),
                    node.path("description").textValue());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The property '" + name + "' of schema " + schemaId + " has the type '"
                            + node.path("type").asText() + "', which this version does not know. Known are "
                            + PropertyType.labels() + ". Try the revision 2026-07-15 for custom-objects, or a newer"
                            + " version of klaviyo-spark.",
                    e);
        }
    }

    /**
     * Reads a relationship, if the resource says which one it is. Its {@code meta} is among the attributes when it is
     * included, and beside them where some document shows it in a listing. One with profiles has been called {@code
     * profile}, {@code profile-NAME} and {@code profile:::NAME}, and for a while was of the type of the other ones.
     */
    static void readRelationship(JsonNode resource, List<Relationship> relationships) {
        JsonNode meta = resource.path("attributes").path("meta");
        if (!meta.has("relationship_id")) {
            meta = resource.path("meta");
        }
        if (meta.has("relationship_id")) {
            String id = resource.path("id").asText();
            boolean toProfiles = resource.path("type").asText().equals(PROFILE_SCHEMA) || id.startsWith(PROFILE);
            relationships.add(new Relationship(
                    meta.path("relationship_id").asText(),
                    meta.path("name").asText(),
                    meta.path("description").textValue(),
                    toProfiles ? null : id));
        }
    }

    /** The document that gives a schema a relationship; it leads to profiles unless another schema is named. */
    static JsonNode adding(String relatedSchemaId, String name, String description) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode meta = item(document, relatedSchemaId).put("name", name);
        if (description != null) {
            meta.put("description", description);
        }
        return document;
    }

    /** The document that takes a relationship from a schema. */
    static JsonNode taking(Relationship relationship) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        item(document, relationship.relatedSchemaId()).put("relationship_id", relationship.id());
        return document;
    }

    private static ObjectNode item(ObjectNode document, String relatedSchemaId) {
        return document.putArray("data")
                .addObject()
                .put("type", relatedSchemaId == null ? PROFILE_SCHEMA : OBJECT_SCHEMA)
                .put("id", relatedSchemaId == null ? PROFILE : relatedSchemaId)
                .putObject("meta");
    }
}
