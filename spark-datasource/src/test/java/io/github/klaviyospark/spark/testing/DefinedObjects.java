package io.github.klaviyospark.spark.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.provision.ProvisionListener;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An emulator whose account is as a definition says, and what records become there: the objects, and the log. */
public final class DefinedObjects implements AutoCloseable {

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
    private final Map<String, String> typeIds = new LinkedHashMap<>();

    public DefinedObjects(String definition) throws IOException {
        this.klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        Definition defined = DefinitionFile.parse(definition, "a test", DefinitionLimits.DEFAULT);
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .build()) {
            new Provisioner(client, defined).apply(ProvisionListener.NONE);
            new ObjectTypes(client).all().forEach(type -> typeIds.put(type.title(), type.id()));
        }
    }

    public KlaviyoEmulator klaviyo() {
        return klaviyo;
    }

    /** The objects of a type by their ids, as the control interface shows them. */
    public Map<String, JsonNode> objects(String title) throws IOException {
        Map<String, JsonNode> objects = new LinkedHashMap<>();
        String path = "/__emulator/objects?object-type=" + typeIds.get(title);
        for (String line : get(klaviyo.endpoint() + path).lines().toList()) {
            JsonNode object = JSON.readTree(line);
            objects.put(object.path("id").asText(), object);
        }
        return objects;
    }

    /** What the ingestion log of a type says: id, code and property of each problem. */
    public List<String> problems(String title) throws IOException {
        List<String> problems = new ArrayList<>();
        String page = klaviyo.endpoint() + "/api/object-types/" + typeIds.get(title) + "/object-ingestion-logs";
        while (page != null) {
            JsonNode document = JSON.readTree(get(page));
            for (JsonNode entry : document.path("data")) {
                String record = entry.at("/relationships/object-record/data/id").textValue();
                String id = record == null ? null : record.substring(record.indexOf(":::") + 3);
                for (JsonNode error : entry.at("/attributes/errors")) {
                    problems.add(id + " " + error.path("code").asText() + " "
                            + error.path("property").asText());
                }
            }
            page = document.at("/links/next").textValue();
        }
        return problems;
    }

    private String get(String uri) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Klaviyo-API-Key pk_1")
                .header("revision", "2026-07-15")
                .header("Accept", "application/vnd.api+json")
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        klaviyo.close();
    }
}
