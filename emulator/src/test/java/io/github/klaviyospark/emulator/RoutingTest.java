package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingTest {
    private static KlaviyoEmulator emulator;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api", "/api/nothing", "/api/data-sources/", "/api/data-sources/a/b", "/client/events"})
    void anUnknownPathIs404(String path) throws Exception {
        HttpResponse<String> response = client.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(error(response).at("/code").asText()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/data-source-record-bulk-create-jobs, POST",
        "PUT, /api/data-sources, 'GET, POST'",
        "PATCH, /api/data-sources/x, 'GET, DELETE'"
    })
    void anotherMethodIs405AndSaysWhichAreAllowed(String method, String path, String allow) throws Exception {
        HttpResponse<String> response = client.send(method, path, new byte[0]);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allow);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "text/html, application/vnd.api+json;q=0.5",
                "APPLICATION/vnd.api+json; charset=utf-8"
            })
    void anAcceptHeaderThatAllowsJsonApiPasses(String accept) throws Exception {
        assertThat(client.with("Accept", accept).get("/api/data-sources").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/html",
                "*/*, application/vnd.api+json;q=0",
                "application/vnd.api+json;q=x"
            })
    void anAcceptHeaderThatDoesNotIs406(String accept) throws Exception {
        assertThat(client.with("Accept", accept).get("/api/data-sources").statusCode())
                .isEqualTo(406);
    }

    @Test
    void noAcceptHeaderPasses() throws Exception {
        assertThat(client.without("Accept").get("/api/data-sources").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/vnd.api+jsonx"})
    void anotherContentTypeIs415(String type) throws Exception {
        assertThat(client.with("Content-Type", type).post(BULK, "{}").statusCode())
                .isEqualTo(415);
    }

    @Test
    void noContentTypeIs415() throws Exception {
        assertThat(client.without("Content-Type").post(BULK, "{}").statusCode()).isEqualTo(415);
    }

    @Test
    void parametersOfTheContentTypeDoNotMatter() throws Exception {
        assertThat(client.with("Content-Type", "application/vnd.api+json; charset=utf-8")
                        .createDataSource("with parameters")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aCompressedBodyIs415() throws Exception {
        HttpResponse<String> response = client.with("Content-Encoding", "gzip").post(BULK, "{}");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(error(response).at("/source/parameter").asText()).isEqualTo("Content-Encoding");
    }

    @Test
    void anUnknownQueryParameterIs400() throws Exception {
        HttpResponse<String> response = client.post(BULK + "?dry-run=1", "{}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/source/parameter").asText()).isEqualTo("dry-run");
    }

    @Test
    void anAnswerComesThroughEvenWhenALargeBodyWasNotWanted() throws Exception {
        HttpResponse<String> response =
                client.with("Content-Type", "text/plain").post(BULK, "x".repeat(20_000_000));

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyOfUnknownLengthIsHeldToTheSameCap() throws Exception {
        String source = emulator.createDataSource("chunked");
        String body = ApiClient.bulk(source, "{}");

        assertThat(chunked(body + " ".repeat(4_000_000 - body.length()))).isEqualTo(204);
        assertThat(chunked(body + " ".repeat(4_000_001 - body.length()))).isEqualTo(413);
        assertThat(emulator.records(source)).hasSize(1);
    }

    private static int chunked(String body) throws Exception {
        return client.send(
                        "POST",
                        BULK,
                        BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .statusCode();
    }

    @Test
    void whatIsNotHttpIsAnsweredInTheFormOfTheApi() throws Exception {
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.send("GET /api/data-sources HTTP/1.1\r\n\r\n");
            String answer = connection.readAll();

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains(ApiClient.JSON_API, "\"errors\":[");
        }
    }
}
