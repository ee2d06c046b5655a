package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An ordinary client: correct headers unless a test changes one. */
final class ApiClient {
    static final String BULK = "/api/data-source-record-bulk-create-jobs";
    static final String SINGLE = "/api/data-source-record-create-jobs";
    static final String JSON_API = "application/vnd.api+json";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String endpoint;
    private final Map<String, String> headers;

    ApiClient(String endpoint) {
        this(
                endpoint,
                Map.of(
                        "Authorization",
                        "Klaviyo-API-Key pk_test",
                        "revision",
                        "2026-07-15",
                        "Accept",
                        JSON_API,
                        "Content-Type",
                        JSON_API));
    }

    private ApiClient(String endpoint, Map<String, String> headers) {
        this.endpoint = endpoint;
        this.headers = headers;
    }

    ApiClient with(String header, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(header, value);
        return new ApiClient(endpoint, changed);
    }

    ApiClient without(String header) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.remove(header);
        return new ApiClient(endpoint, changed);
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send("GET", target, new byte[0]);
    }

    HttpResponse<String> delete(String target) throws IOException, InterruptedException {
        return send("DELETE", target, new byte[0]);
    }

    HttpResponse<String> post(String target, String body) throws IOException, InterruptedException {
        return send("POST", target, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(String method, String target, byte[] body) throws IOException, InterruptedException {
        return send(method, target, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    }

    HttpResponse<String> send(String method, String target, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target.startsWith("http") ? target : endpoint + target))
                .method(method, body);
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> getBytes(String target) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + target));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> createDataSource(String title) throws IOException, InterruptedException {
        return post(
                "/api/data-sources",
                "{\"data\":{\"type\":\"data-source\",\"attributes\":{\"title\":\"" + title + "\"}}}");
    }

    HttpResponse<String> ingest(String dataSource, String... records) throws IOException, InterruptedException {
        return post(BULK, bulk(dataSource, records));
    }

    static String bulk(String dataSource, String... records) {
        return Arrays.stream(records)
                .map(ApiClient::record)
                .collect(Collectors.joining(
                        ",",
                        "{\"data\":{\"type\":\"data-source-record-bulk-create-job\",\"attributes\":{\"data-source-records\":{\"data\":[",
                        "]}}," + relationship(dataSource) + "}}"));
    }

    static String single(String dataSource, String record) {
        return "{\"data\":{\"type\":\"data-source-record-create-job\",\"attributes\":{\"data-source-record\":{\"data\":"
                + record(record) + "}}," + relationship(dataSource) + "}}";
    }

    static String record(String record) {
        return "{\"type\":\"data-source-record\",\"attributes\":{\"record\":" + record + "}}";
    }

    static String relationship(String dataSource) {
        return "\"relationships\":{\"data-source\":{\"data\":{\"type\":\"data-source\",\"id\":\"" + dataSource
                + "\"}}}";
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("This is not JSON: " + text, e);
        }
    }

    /** All of a request was refused for what these pointers lead to, and nothing else. */
    static void assertRefused(HttpResponse<String> refused, String... pointers) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).at("/errors").findValuesAsText("pointer")).containsExactly(pointers);
        assertThat(error(refused).at("/code").asText()).isEqualTo("invalid");
    }

    /** The first error of an error document. */
    static JsonNode error(HttpResponse<String> response) {
        return json(response).at("/errors/0");
    }
}
