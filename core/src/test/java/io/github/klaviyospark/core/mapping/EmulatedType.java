package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.objects.IngestionLogs;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.SchemaContent;
import io.github.klaviyospark.core.objects.SchemaStatus;
import io.github.klaviyospark.core.objects.SourceMapping;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** An object type of an emulator: made through the API, fed through the API, read with all that is held of it. */
final class EmulatedType {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final KlaviyoEmulator klaviyo;
    private final KlaviyoClient client;
    private final String source;
    private final String id;
    private final ObjectSchema schema;

    /**
     * Makes a type and waits until it is active.
     *
     * @param profiles names of relationships to profiles
     * @param objects names of relationships to objects of the type itself
     * @param mapping makes the source mapping of the draft
     */
    EmulatedType(
            KlaviyoEmulator klaviyo,
            KlaviyoClient client,
            List<Property> properties,
            List<String> required,
            List<String> profiles,
            List<String> objects,
            Function<Draft, SourceMapping> mapping)
            throws IOException {
        this.klaviyo = klaviyo;
        this.client = client;
        String title = "T" + System.nanoTime();
        this.source = klaviyo.createDataSource(title);
        ObjectSchemas schemas = new ObjectSchemas(client);
        ObjectType type = new ObjectTypes(client).create(new SchemaContent(title, "", properties, required));
        this.id = type.id();
        String draft = type.draftSchema().orElseThrow();
        for (String name : profiles) {
            schemas.relateToProfiles(draft, name, null);
        }
        for (String name : objects) {
            schemas.relateToObjects(draft, draft, name, null);
        }
        schemas.map(mapping.apply(new Draft(source, schemas.read(draft))));
        SchemaStatus status = schemas.activate(draft);
        while (status != SchemaStatus.ACTIVE) {
            Thread.onSpinWait();
            status = schemas.status(draft);
        }
        this.schema = schemas.read(draft);
    }

    /**
     * A schema that is to be mapped.
     *
     * @param source the id of the data source
     */
    record Draft(String source, ObjectSchema schema) {

        String relationship(String name) {
            return schema.relationship(name).orElseThrow().id();
        }
    }

    /** As the account shows it. */
    ObjectSchema schema() {
        return schema;
    }

    void ingest(List<String> records) throws IOException {
        StringBuilder body = new StringBuilder("{\"data\":{\"type\":\"data-source-record-bulk-create-job\","
                + "\"attributes\":{\"data-source-records\":{\"data\":[");
        for (int i = 0; i < records.size(); i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"data-source-record\",\"attributes\":{\"record\":")
                    .append(records.get(i))
                    .append("}}");
        }
        body.append("]}},\"relationships\":{\"data-source\":{\"data\":{\"type\":\"data-source\",\"id\":\"")
                .append(source)
                .append("\"}}}}}");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(klaviyo.endpoint() + "/api/data-source-record-bulk-create-jobs"))
                .header("Authorization", "Klaviyo-API-Key pk_1")
                .header("revision", "2026-07-15")
                .header("Accept", "application/vnd.api+json")
                .header("Content-Type", "application/vnd.api+json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 204) {
            throw new IllegalStateException(answer.body());
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Its objects by their ids, as the control interface shows them. */
    Map<String, JsonNode> objects() throws IOException {
        String uri = klaviyo.endpoint() + "/__emulator/objects?object-type=" + id;
        Map<String, JsonNode> objects = new TreeMap<>();
        for (String line : send(HttpRequest.newBuilder(URI.create(uri)).build())
                .body()
                .lines()
                .toList()) {
            JsonNode object = JSON.readTree(line);
            objects.put(object.path("id").asText(), object);
        }
        return objects;
    }

    /** Id, code and property of each problem in its log. */
    List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        new IngestionLogs(client).visit(id, Instant.EPOCH, Instant.now().plusSeconds(60), failure -> {
            failure.problems()
                    .forEach(problem ->
                            problems.add(failure.recordId() + " " + problem.code() + " " + problem.property()));
            return true;
        });
        return problems;
    }
}
