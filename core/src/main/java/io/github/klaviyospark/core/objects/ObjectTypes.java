package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The object types of an account.
 *
 * @see <a href="https://developers.klaviyo.com/en/reference/custom_objects_api_overview">Custom Objects API overview</a>
 */
public final class ObjectTypes {

    private static final String SCHEMAS = "current-schema,draft-schema";

    private final Documents documents;

    /** Looks through a client. */
    public ObjectTypes(KlaviyoClient client) {
        this.documents = new Documents(client);
    }

    /**
     * All types, those of applications included, in the order in which the API lists them (operation {@code
     * get_object_types}).
     *
     * @throws IOException when the account cannot be read
     */
    public List<ObjectType> all() throws IOException {
        List<ObjectType> types = new ArrayList<>();
        documents.visit(
                KlaviyoRequest.to(ObjectOperations.GET_OBJECT_TYPES).with("include", SCHEMAS),
                resource -> types.add(type(resource)));
        return List.copyOf(types);
    }

    /**
     * Finds a type by its id or its title. A text of the form of an id is looked up as one first. Titles are compared
     * exactly.
     *
     * @throws IllegalArgumentException when several types have the title
     * @throws IOException when the account cannot be read
     */
    public Optional<ObjectType> find(String idOrTitle) throws IOException {
        if (Ulid.matches(idOrTitle)) {
            KlaviyoRequest request = KlaviyoRequest.to(ObjectOperations.GET_OBJECT_TYPE, idOrTitle);
            Optional<ObjectType> byId =
                    documents.find(request.with("include", SCHEMAS)).map(document -> type(document.path("data")));
            if (byId.isPresent()) {
                return byId;
            }
        }
        return onlyOne(all(), idOrTitle);
    }

    /**
     * The type with a title.
     *
     * @throws IllegalArgumentException when several have it
     */
    public static Optional<ObjectType> onlyOne(List<ObjectType> types, String title) {
        List<ObjectType> found =
                types.stream().filter(type -> type.title().equals(title)).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(found.size() + " object types have the title '" + title
                    + "'. Name the one that is meant by its id: "
                    + String.join(", ", found.stream().map(ObjectType::id).toList()) + ".");
        }
        return found.stream().findFirst();
    }

    /**
     * Creates a type with a draft of its schema and an empty source mapping (operation {@code create_object_type}).
     *
     * @throws KlaviyoException with status 403 when the account's plan has no objects, or no more of them; in doubt when
     *     the type may exist all the same
     */
    public ObjectType create(SchemaContent content) throws IOException {
        ObjectNode document = Documents.document("object-type");
        ObjectNode attributes = document.withObject("/data/attributes").put("title", content.title());
        attributes.put("description", content.description());
        ObjectNode schema =
                attributes.putObject("object-schema").putObject("data").put("type", "object-schema");
        SchemaJson.writeProperties(content, schema.putObject("attributes"));

        KlaviyoRequest request = KlaviyoRequest.to(ObjectOperations.CREATE_OBJECT_TYPE);
        return type(documents.send(request, document).path("data"));
    }

    /**
     * Deletes a type with all its objects, for good (operation {@code delete_object_type}).
     *
     * @return whether there was one
     * @throws IOException when it cannot be deleted
     */
    public boolean delete(String id) throws IOException {
        try {
            documents.tell(KlaviyoRequest.to(ObjectOperations.DELETE_OBJECT_TYPE, id));
            return true;
        } catch (KlaviyoException e) {
            if (Documents.saysAbsent(e)) {
                // After a lost answer it is gone because of this very request.
                return e.isInDoubt();
            }
            throw e;
        }
    }

    private static ObjectType type(JsonNode data) {
        JsonNode attributes = data.path("attributes");
        return new ObjectType(
                data.path("id").asText(),
                attributes.path("title").asText(),
                attributes.path("description").asText(""),
                SchemaStatus.of(attributes.path("status").asText()),
                related(data, "current-schema"),
                related(data, "draft-schema"));
    }

    private static String related(JsonNode data, String relationship) {
        return data.path("relationships")
                .path(relationship)
                .path("data")
                .path("id")
                .textValue();
    }
}
