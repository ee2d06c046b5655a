package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Defines object types and reads their objects, as a provisioning client would. */
final class ObjectClient {
    static final String TYPES = "/api/object-types";
    static final String SCHEMAS = "/api/object-schemas";
    static final String MAPPINGS = "/api/source-mappings";
    static final String DELETE = "/api/object-record-bulk-delete-jobs";
    static final String PROFILES = "/relationships/profile-object-schemas";
    static final String OBJECTS = "/relationships/object-schemas";

    /** An id that nothing has. */
    static final String UNKNOWN = "01J7C23V8XWMRG13FMD7VZN6GW";

    private final ApiClient client;

    ObjectClient(ApiClient client) {
        this.client = client;
    }

    ApiClient client() {
        return client;
    }

    /** A type with properties such as {@code sku:string}, numbered from one; one with a {@code !} is required. */
    String createType(String title, String... properties) throws Exception {
        HttpResponse<String> created = client.post(TYPES, typeBody(title, properties));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created).at("/data/id").asText();
    }

    static String typeBody(String title, String... properties) {
        return "{\"data\":{\"type\":\"object-type\",\"attributes\":{\"title\":\"" + title
                + "\",\"object-schema\":{\"data\":{\"type\":\"object-schema\",\"attributes\":{" + properties(properties)
                + "}}}}}}";
    }

    static String properties(String... properties) {
        List<String> items = IntStream.range(0, properties.length)
                .mapToObj(i -> {
                    String[] parts = properties[i].replace("!", "").split(":", 2);
                    return "{\"id\":" + (i + 1) + ",\"name\":\"" + parts[0] + "\",\"type\":\"" + parts[1] + "\"}";
                })
                .toList();
        List<String> required = IntStream.range(0, properties.length)
                .filter(i -> properties[i].endsWith("!"))
                .mapToObj(i -> "\"" + properties[i].split(":", 2)[0] + "\"")
                .toList();
        return "\"properties\":[" + String.join(",", items) + "],\"required\":[" + String.join(",", required) + "]";
    }

    String draft(String type) throws Exception {
        return json(client.get(TYPES + "/" + type))
                .at("/data/relationships/draft-schema/data/id")
                .asText();
    }

    /** A version of a type that has one already. */
    String createSchema(String type, String... properties) throws Exception {
        HttpResponse<String> created = client.post(SCHEMAS, schemaBody(type, properties));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created).at("/data/id").asText();
    }

    static String schemaBody(String type, String... properties) {
        return "{\"data\":{\"type\":\"object-schema\",\"attributes\":{\"title\":\"next\"," + properties(properties)
                + "},\"relationships\":{\"object-type\":{\"data\":{\"type\":\"object-type\",\"id\":\"" + type
                + "\"}}}}}";
    }

    HttpResponse<String> relate(String schema, String name) throws Exception {
        return client.post(
                SCHEMAS + "/" + schema + PROFILES,
                "{\"data\":[{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"" + name
                        + "\"}}]}");
    }

    /** A relationship with profiles; returns its id, which is read by its name. */
    String profileRelationship(String schema, String name) throws Exception {
        assertThat(relate(schema, name).statusCode()).isEqualTo(204);
        return relationshipId(schema, "profile-object-schemas", name);
    }

    String relationshipId(String schema, String include, String name) throws Exception {
        JsonNode included =
                json(client.get(SCHEMAS + "/" + schema + "?include=" + include)).at("/included");
        return StreamSupport.stream(included.spliterator(), false)
                .filter(each -> each.at("/attributes/meta/name").asText().equals(name))
                .map(each -> each.at("/attributes/meta/relationship_id").asText())
                .findFirst()
                .orElseThrow();
    }

    static String simple(int id, String source, String idPath, String dataPath) {
        return "{\"id\":" + id + ",\"type\":\"simple\",\"source\":{\"source_id\":\"" + source + "\",\"id_path\":\""
                + idPath + "\",\"data_path\":\"" + dataPath + "\"}}";
    }

    static String constant(int id, String value) {
        return "{\"id\":" + id + ",\"type\":\"constant\",\"value\":" + value + "}";
    }

    /** Identifiers alternate with paths; {@code strategy} may be empty. */
    static String profiles(String relationship, String source, String idPath, String strategy, String... identifiers) {
        List<String> paths = IntStream.range(0, identifiers.length / 2)
                .mapToObj(i -> "{\"identifier_type\":\"" + identifiers[2 * i] + "\",\"path\":\""
                        + identifiers[2 * i + 1] + "\"}")
                .toList();
        return "{\"relationship_id\":\"" + relationship + "\",\"type\":\"simple\",\"source\":{\"source_id\":\"" + source
                + "\",\"type\":\"profile\",\"id_path\":\"" + idPath + "\",\"related_id_paths\":["
                + String.join(",", paths) + "]" + strategy(strategy) + "}}";
    }

    static String objects(String relationship, String source, String idPath, String strategy, String path) {
        return "{\"relationship_id\":\"" + relationship + "\",\"type\":\"simple\",\"source\":{\"source_id\":\"" + source
                + "\",\"type\":\"custom-object\",\"id_path\":\"" + idPath + "\",\"related_id_path\":\"" + path + "\""
                + strategy(strategy) + "}}";
    }

    private static String strategy(String strategy) {
        return strategy.isEmpty() ? "" : ",\"update_strategy\":\"" + strategy + "\"";
    }

    HttpResponse<String> map(String schema, List<String> properties, List<String> relationships) throws Exception {
        return client.send("PATCH", MAPPINGS + "/" + schema, bytes(mappingBody(schema, properties, relationships)));
    }

    static String mappingBody(String schema, List<String> properties, List<String> relationships) {
        return "{\"data\":{\"type\":\"source-mapping\",\"id\":\"" + schema
                + "\",\"attributes\":{\"property_mappings\":[" + String.join(",", properties)
                + "],\"relationship_mappings\":[" + String.join(",", relationships) + "]}}}";
    }

    /** Every property from a key of its own name, by the key {@code id}. */
    void mapFlat(String schema, String source, String... names) throws Exception {
        List<String> mappings = IntStream.range(0, names.length)
                .mapToObj(i -> simple(i + 1, source, "$['id']", "$['" + names[i] + "']"))
                .toList();
        HttpResponse<String> mapped = map(schema, mappings, List.of());
        assertThat(mapped.statusCode()).as(mapped.body()).isEqualTo(200);
    }

    HttpResponse<String> activate(String schema) throws Exception {
        return patchSchema(schema, "\"status\":\"active\"");
    }

    HttpResponse<String> patchSchema(String schema, String attributes) throws Exception {
        return client.send(
                "PATCH",
                SCHEMAS + "/" + schema,
                bytes("{\"data\":{\"type\":\"object-schema\",\"id\":\"" + schema + "\",\"attributes\":{" + attributes
                        + "}}}"));
    }

    HttpResponse<String> delete(String... ids) throws IOException, InterruptedException {
        return client.post(DELETE, deleteBody(ids));
    }

    static String deleteBody(String... ids) {
        List<String> items = List.of(ids).stream()
                .map(id -> "{\"type\":\"object-record\",\"id\":\"" + id + "\"}")
                .toList();
        return "{\"data\":{\"type\":\"object-record-bulk-delete-job\",\"relationships\":{\"object-records\":{\"data\":["
                + String.join(",", items) + "]}}}}";
    }

    /** The properties of the objects on the first page of a hundred. */
    List<JsonNode> records(String type) throws Exception {
        return StreamSupport.stream(
                        json(client.get(TYPES + "/" + type + "/object-records?page%5Bsize%5D=100"))
                                .at("/data")
                                .spliterator(),
                        false)
                .map(each -> each.at("/attributes/record_properties"))
                .toList();
    }

    /** The first page of the log. */
    List<JsonNode> logs(String type) throws Exception {
        return StreamSupport.stream(
                        json(client.get(TYPES + "/" + type + "/object-ingestion-logs"))
                                .at("/data")
                                .spliterator(),
                        false)
                .toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
