package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The objects of a type. They show their properties only: neither when they changed nor whom they are linked to.
 */
public final class ObjectRecords {

    private static final String SEPARATOR = ":::";
    private static final String PAGE = "100";

    private final Documents documents;

    /** Looks through a client. */
    public ObjectRecords(KlaviyoClient client) {
        this.documents = new Documents(client);
    }

    /** The id under which the API knows a record of a type. */
    public static String id(String objectTypeId, String recordId) {
        return objectTypeId + SEPARATOR + recordId;
    }

    /** The id that a record was given by its source, out of the one that the API knows it under. */
    public static String recordId(String id) {
        int separator = id.indexOf(SEPARATOR);
        return separator < 0 ? id : id.substring(separator + SEPARATOR.length());
    }

    /**
     * The properties of an object as a JSON object, sixty a minute (operation {@code get_object_record}).
     *
     * @throws IOException when the account cannot be read
     */
    public Optional<String> find(String objectTypeId, String recordId) throws IOException {
        KlaviyoRequest request = KlaviyoRequest.to(ObjectOperations.GET_OBJECT_RECORD, id(objectTypeId, recordId));
        return documents
                .find(request)
                .map(document -> document.path("data").path("attributes").path("record_properties"))
                .map(JsonNode::toString);
    }

    /**
     * An object as the only resource of a page, for whoever reads pages of objects.
     *
     * @return UTF-8 JSON
     * @throws IOException when the account cannot be read
     */
    public Optional<byte[]> page(String objectTypeId, String recordId) throws IOException {
        KlaviyoRequest request = KlaviyoRequest.to(ObjectOperations.GET_OBJECT_RECORD, id(objectTypeId, recordId));
        return documents.find(request).map(document -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            page.putArray("data").add(document.path("data"));
            return page.toString().getBytes(StandardCharsets.UTF_8);
        });
    }

    /**
     * Goes through the ids of all objects of a type, 6,000 a minute (operation {@code get_records_for_object_type}).
     *
     * @param visitor is given the id of each object and returns whether it wants more
     * @throws IOException when the account cannot be read
     */
    public void visitIds(String objectTypeId, Predicate<String> visitor) throws IOException {
        KlaviyoRequest first = KlaviyoRequest.to(ObjectOperations.GET_RECORDS_FOR_OBJECT_TYPE, objectTypeId)
                .with("fields[object-record]", "id")
                .with("page[size]", PAGE);
        documents.visit(
                first, resource -> visitor.test(recordId(resource.path("id").asText())));
    }
}
