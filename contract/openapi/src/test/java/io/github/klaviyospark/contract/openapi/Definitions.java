package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Object types as goldens name them, made over HTTP since only requests make them: a type with a draft that is related to
 * profiles and to another type, and one whose schema is active, so that it can get a new version. Ids are the emulator's own, so goldens have others in their place.
 */
final class Definitions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "01J0000000000000000000000T";
    private static final String ACTIVE_TYPE = "01J0000000000000000000000V";
    private static final String DRAFT = "01J0000000000000000000000D";
    private static final String OTHER_DRAFT = "01J0000000000000000000000E";
    private static final String TO_PROFILES = "01J0000000000000000000000P";
    private static final String TO_OBJECTS = "01J0000000000000000000000R";

    private final Client client;

    Definitions(Client client) {
        this.client = client;
    }

    /** Whether a request names any of them. */
    static boolean areNamedBy(String request) {
        return List.of(TYPE, ACTIVE_TYPE, DRAFT, OTHER_DRAFT, TO_PROFILES, TO_OBJECTS).stream()
                .anyMatch(request::contains);
    }

    /** Makes them, and says what is there in the place of which id. */
    Map<String, String> make() throws IOException, InterruptedException {
        Map<String, String> given = new HashMap<>();
        JsonNode type = type("Pet");
        String draft = draft(type);
        given.put(TYPE, type.path("id").asText());
        given.put(DRAFT, draft);
        given.put(OTHER_DRAFT, draft(type("Litter")));
        given.put(
                TO_PROFILES,
                relationship(draft, "profile-object-schemas", "profile-object-schema", "profile", "owner"));
        given.put(ACTIVE_TYPE, active());
        given.put(TO_OBJECTS, relationship(draft, "object-schemas", "object-schema", given.get(OTHER_DRAFT), "parent"));
        return given;
    }

    private JsonNode type(String title) throws IOException, InterruptedException {
        return send("POST", "/api/object-types", """
                {"data":{"type":"object-type","attributes":{"title":"%s","object-schema":{"data":{"type":"object-schema",\
                "attributes":{"properties":[{"id":1,"name":"name","type":"string"}]}}}}}}""".formatted(title));
    }

    private String active() throws IOException, InterruptedException {
        JsonNode type = type("Stable");
        String source = send("POST", "/api/data-sources", """
                {"data":{"type":"data-source","attributes":{"title":"golden.stables"}}}""").path("id").asText();
        send("PATCH", "/api/source-mappings/" + draft(type), """
                {"data":{"type":"source-mapping","id":"%s","attributes":{"property_mappings":[{"id":1,"type":"simple","source":\
                {"source_id":"%s","id_path":"$['id']","data_path":"$['name']"}}],"relationship_mappings":[]}}}""".formatted(draft(type), source));
        send("PATCH", "/api/object-schemas/" + draft(type), """
                {"data":{"type":"object-schema","id":"%s","attributes":{"status":"active"}}}""".formatted(draft(type)));
        return type.path("id").asText();
    }

    private static String draft(JsonNode type) {
        return type.at("/relationships/draft-schema/data/id").asText();
    }

    private String relationship(String schema, String path, String type, String id, String name)
            throws IOException, InterruptedException {
        String schemas = "/api/object-schemas/" + schema;
        send("POST", schemas + "/relationships/" + path, """
                {"data":[{"type":"%s","id":"%s","meta":{"name":"%s","description":"golden"}}]}""".formatted(type, id, name));
        HttpResponse<String> read = client.send(Sent.of("GET", schemas + "?include=" + path, ""));
        return JSON.readTree(read.body())
                .at("/included/0/attributes/meta/relationship_id")
                .asText();
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(Sent.of(method, path, body));
        if (answer.statusCode() > 299) {
            throw new AssertionError(
                    method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().isEmpty()
                ? JSON.createObjectNode()
                : JSON.readTree(answer.body()).path("data");
    }
}
