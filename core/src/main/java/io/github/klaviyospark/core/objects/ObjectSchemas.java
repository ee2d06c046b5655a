package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of the schemas of object types, with their relationships and source mappings. */
public final class ObjectSchemas {

    private static final String EVERYTHING = "source-mapping,profile-object-schemas,object-schemas";

    private final Documents documents;

    /** Looks through a client. */
    public ObjectSchemas(KlaviyoClient client) {
        this.documents = new Documents(client);
    }

    /**
     * Reads a schema with its relationships and its source mapping (operation {@code get_object_schema}). The ids of
     * relationships come with the included resources; where an answer has none there, they are looked for in the listings,
     * where other documents of Klaviyo show them.
     *
     * @throws IOException when there is none or the account cannot be read
     */
    public ObjectSchema read(String id) throws IOException {
        return whole(id, documents.read(everythingOf(id)));
    }

    /**
     * Reads a schema that may not exist.
     *
     * @throws IOException when the account cannot be read
     */
    Optional<ObjectSchema> find(String id) throws IOException {
        Optional<JsonNode> document = documents.find(everythingOf(id));
        return document.isEmpty() ? Optional.empty() : Optional.of(whole(id, document.get()));
    }

    private static KlaviyoRequest everythingOf(String id) {
        return KlaviyoRequest.to(ObjectOperations.GET_OBJECT_SCHEMA, id).with("include", EVERYTHING);
    }

    private ObjectSchema whole(String id, JsonNode document) throws IOException {
        ObjectSchema schema = SchemaJson.read(document);

        JsonNode linked = document.path("data").path("relationships");
        int expected = linked.path("profile-object-schemas").path("data").size()
                + linked.path("object-schemas").path("data").size();
        List<Relationship> relationships = schema.relationships();
        if (relationships.size() < expected) {
            relationships = new ArrayList<>();
            list(ObjectOperations.GET_PROFILE_SCHEMA_RELATIONSHIPS, id, relationships);
            list(ObjectOperations.GET_OBJECT_SCHEMA_RELATIONSHIPS, id, relationships);
        }
        if (relationships.size() < expected) {
            throw new IOException(
                    "Schema " + id + " has " + expected + " relationships, and the API shows the ids of only "
                            + relationships.size()
                            + ". They cannot be mapped without; try the revision 2026-07-15 for custom-objects.");
        }
        SourceMapping mapping = schema.mapping() == null ? mapping(id) : schema.mapping();
        return new ObjectSchema(schema.id(), schema.status(), schema.content(), relationships, mapping);
    }

    private void list(Operation operation, String id, List<Relationship> relationships) throws IOException {
        documents.visit(KlaviyoRequest.to(operation, id), resource -> {
            SchemaJson.readRelationship(resource, relationships);
            return true;
        });
    }

    private SourceMapping mapping(String schemaId) throws IOException {
        Optional<JsonNode> document =
                documents.find(KlaviyoRequest.to(ObjectOperations.GET_SOURCE_MAPPING_FOR_OBJECT_SCHEMA, schemaId));
        return MappingJson.read(document.map(found -> found.path("data"))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new IOException("Schema " + schemaId + " has no source mapping.")));
    }

    /**
     * Makes a new version of a schema, a draft with an empty mapping (operation {@code create_object_schema}). An active
     * schema itself cannot be changed.
     *
     * @return the id of the draft
     * @throws KlaviyoException in doubt when the draft may exist all the same
     */
    public String createVersion(String objectTypeId, SchemaContent content) throws IOException {
        ObjectNode document = Documents.document("object-schema");
        SchemaJson.write(content, document.withObject("/data/attributes"));
        document.withObject("/data/relationships/object-type/data")
                .put("type", "object-type")
                .put("id", objectTypeId);
        return documents
                .send(KlaviyoRequest.to(ObjectOperations.CREATE_OBJECT_SCHEMA), document)
                .path("data")
                .path("id")
                .asText();
    }

    /**
     * Changes a draft (operation {@code update_object_schema}).
     *
     * @throws KlaviyoException with status 400 when it is no draft
     */
    public void update(String id, SchemaContent content) throws IOException {
        ObjectNode document = schema(id);
        SchemaJson.write(content, document.withObject("/data/attributes"));
        documents.send(KlaviyoRequest.to(ObjectOperations.UPDATE_OBJECT_SCHEMA, id), document);
    }

    /**
     * Asks for a draft to become the active schema. It is {@link SchemaStatus#PUBLISHING} first, for minutes or, with many
     * stored records, for hours.
     *
     * @return how far it is
     * @throws KlaviyoException with status 400 when Klaviyo refuses; the schema stays a draft
     */
    public SchemaStatus activate(String id) throws IOException {
        ObjectNode document = schema(id);
        document.withObject("/data/attributes").put("status", "active");
        KlaviyoRequest request = KlaviyoRequest.to(ObjectOperations.ACTIVATE_OBJECT_SCHEMA, id);
        JsonNode answer = documents.send(request, document);
        return SchemaStatus.of(
                answer.path("data").path("attributes").path("status").asText());
    }

    /** How far a schema is. */
    public SchemaStatus status(String id) throws IOException {
        KlaviyoRequest request = KlaviyoRequest.to(ObjectOperations.GET_OBJECT_SCHEMA, id);
        JsonNode document = documents.read(request.with("fields[object-schema]", "status"));
        return SchemaStatus.of(
                document.path("data").path("attributes").path("status").asText());
    }

    /**
     * Gives a draft a relationship to profiles (operation {@code create_profile_schema_relationship}). The answer says
     * nothing; {@link #read} finds its id.
     */
    public void relateToProfiles(String id, String name, String description) throws IOException {
        documents.tell(
                KlaviyoRequest.to(ObjectOperations.CREATE_PROFILE_SCHEMA_RELATIONSHIP, id),
                SchemaJson.adding(null, name, description));
    }

    /** Gives a draft a relationship to another type (operation {@code create_object_schema_relationship}). */
    public void relateToObjects(String id, String relatedSchemaId, String name, String description) throws IOException {
        documents.tell(
                KlaviyoRequest.to(ObjectOperations.CREATE_OBJECT_SCHEMA_RELATIONSHIP, id),
                SchemaJson.adding(relatedSchemaId, name, description));
    }

    /** Takes a relationship from a draft. */
    public void unrelate(String id, Relationship relationship) throws IOException {
        Operation operation = relationship.isToProfiles()
                ? ObjectOperations.DELETE_PROFILE_SCHEMA_RELATIONSHIP
                : ObjectOperations.DELETE_OBJECT_SCHEMA_RELATIONSHIP;
        documents.tell(KlaviyoRequest.to(operation, id), SchemaJson.taking(relationship));
    }

    /**
     * Replaces the source mapping of a draft (operation {@code update_source_mapping}).
     *
     * @throws KlaviyoException when the schema is no draft or a data source is unknown
     */
    public void map(SourceMapping mapping) throws IOException {
        ObjectNode document = Documents.document("source-mapping");
        document.withObject("/data").put("id", mapping.id());
        MappingJson.write(mapping, document.withObject("/data/attributes"));
        documents.send(KlaviyoRequest.to(ObjectOperations.UPDATE_SOURCE_MAPPING, mapping.id()), document);
    }

    private static ObjectNode schema(String id) {
        ObjectNode document = Documents.document("object-schema");
        document.withObject("/data").put("id", id);
        return document;
    }
}
