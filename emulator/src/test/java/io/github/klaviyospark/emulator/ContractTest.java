package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an emulator shows to the contract; the rules are tested beside it. */
final class ContractTest {
    @TempDir
    private Path folder;

    private KlaviyoEmulator emulator;
    private ApiClient other;
    private ApiClient connector;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .contractLog(Optional.of(folder))
                .start();
        other = new ApiClient(emulator.endpoint());
        connector = other.with("User-Agent", "klaviyo-spark/test");
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void everyExchangeIsChecked() throws Exception {
        connector.ingest(source, "{}");
        connector.get("/api/data-sources");
        other.get("/nowhere");
        other.get("/api/data-sources?colour=red");

        assertThat(report()).isEqualTo(json("{\"checked\":4,\"violations\":[]}"));
        assertThat(events("exchange")).hasSize(4);
    }

    @Test
    void aRevisionBeforeTheChangeOfRelationshipsIsNotedAndNotJudged() throws Exception {
        connector.with("revision", "2023-06-15").get("/api/tags");
        connector.with("revision", "2023-07-15").get("/api/tags");

        assertThat(events("exchange"))
                .extracting(line -> line.substring(line.indexOf("\"status\"")))
                .containsExactly(
                        "\"status\":200,\"request\":false,\"answer\":false}",
                        "\"status\":200,\"request\":true,\"answer\":true}");
        assertThat(events("violation")).isEmpty();
    }

    @Test
    void aPreReleaseIsNotedAndNotJudged() throws Exception {
        connector.with("revision", "2026-01-15.pre").get("/api/object-types?colour=red");
        connector.with("revision", "2026-04-15").get("/api/object-types");
        connector.with("revision", "2026-01-15.pre.x").get("/api/object-types");

        assertThat(events("exchange"))
                .extracting(line -> line.substring(line.indexOf("\"status\"")))
                .containsExactly(
                        "\"status\":400,\"request\":false,\"answer\":false}",
                        "\"status\":200,\"request\":true,\"answer\":true}",
                        "\"status\":400,\"request\":true,\"answer\":true}");
        assertThat(events("violation")).isEmpty();
    }

    @Test
    void aRefusedBodyOfTheConnectorIsChecked() throws Exception {
        connector.with("Authorization", "none").post(BULK, "{\"data\":{}}");

        assertThat(report().at("/violations/0/operation").asText()).isEqualTo("bulk_create_data_source_records");
        assertThat(report().at("/violations/0/rule").asText()).isEqualTo("is missing");
        assertThat(report().at("/violations/0/status").asInt()).isEqualTo(401);
    }

    @Test
    void aBodyBeyondTheCapIsChecked() throws Exception {
        HttpResponse<String> answer = connector.post(BULK, "{\"x\":\"" + "y".repeat(4_500_000) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(report().findValuesAsText("place")).containsExactly("/*", "/data");
    }

    @Test
    void theAnswerToAStatusFaultIsChecked() throws Exception {
        emulator.fault(
                Fault.builder("GET /api/*", Fault.Kind.STATUS).status(503).build());
        other.get("/api/data-sources");

        assertThat(events("exchange")).singleElement().asString().endsWith("\"request\":false,\"answer\":true}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 429, 500})
    void theAnswerToAPoisonedRequestIsChecked(int status) throws Exception {
        emulator.fault(Fault.builder("POST " + BULK, Fault.Kind.POISON)
                .status(status)
                .pointers(true)
                .build());
        HttpResponse<String> answer = connector.ingest(source, "{}", "{}");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(report()).isEqualTo(json("{\"checked\":1,\"violations\":[]}"));
        assertThat(events("exchange")).singleElement().asString().endsWith("\"request\":true,\"answer\":true}");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTML", "TRUNCATE", "RESET_BEFORE", "RESET_AFTER"})
    void aSpoiledAnswerIsNotCheckedButTheRequestOfTheConnectorIs(Fault.Kind kind) {
        emulator.fault(Fault.builder("GET /api/*", kind).build());
        try {
            connector.get("/api/data-sources?colour=red");
        } catch (IOException e) {
            // So it goes when the connection breaks.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }

        // The client may have tried again by itself.
        assertThat(events("exchange")).isNotEmpty().allSatisfy(line -> assertThat(line)
                .endsWith("\"request\":true,\"answer\":false}"));
        assertThat(events("violation")).hasSameSizeAs(events("exchange")).allSatisfy(line -> assertThat(line)
                .endsWith("\"rule\":\"is unknown\",\"place\":\"*\"}"));
    }

    @Test
    void whatTheHttpServerRefusesIsChecked() throws Exception {
        int port = Integer.parseInt(
                emulator.endpoint().substring(emulator.endpoint().lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400");
        }

        assertThat(events("exchange")).singleElement().asString().contains("\"operation\":\"other\"", "\"status\":400");
        assertThat(events("violation")).isEmpty();
    }

    @Test
    void aResetDoesNotForgetWhatWasFound() throws Exception {
        connector.get("/api/data-sources?colour=red");
        emulator.reset();

        assertThat(report().path("violations")).hasSize(1);
    }

    @Test
    void theEndSaysHowManyAnswersThereWere() throws Exception {
        other.get("/api/data-sources");
        other.get("/nowhere");
        emulator.close();
        emulator.close();

        assertThat(events("close")).singleElement().asString().endsWith("\"answered\":2}");
    }

    @Test
    void nothingIsCheckedUnlessAskedFor() throws Exception {
        try (KlaviyoEmulator silent =
                KlaviyoEmulator.builder().contractLog(Optional.empty()).start()) {
            HttpResponse<String> answer = new ApiClient(silent.endpoint()).get("/__emulator/contract");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(json(answer).at("/error").asText())
                    .isEqualTo("Nothing is checked against the contract: start the emulator with"
                            + " KLAVIYO_EMULATOR_CONTRACT_LOG=FOLDER.");
        }
    }

    @Test
    void aLogThatCannotBeWrittenIsAnErrorAtTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() ->
                        KlaviyoEmulator.builder().contractLog(Optional.of(file)).start())
                .hasMessageStartingWith("The contract log " + file)
                .hasMessageEndingWith("cannot be written.");
    }

    @Test
    void aKilledProcessLosesNothing() throws Exception {
        Path log = folder.resolve("killed");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--quotas",
                        "off")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put("KLAVIYO_EMULATOR_CONTRACT_LOG", log.toString());
        Process child = command.start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();
            ApiClient client = new ApiClient(ready.substring(ready.lastIndexOf(' ') + 1));
            client.with("User-Agent", "klaviyo-spark").get("/api/data-sources?colour=red");
        } finally {
            child.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }

        assertThat(events(log, "start")).hasSize(1);
        assertThat(events(log, "violation")).hasSize(1);
        assertThat(events(log, "exchange")).hasSize(1);
        assertThat(events(log, "close")).isEmpty();
    }

    private JsonNode report() throws Exception {
        return json(other.without("Authorization").get("/__emulator/contract"));
    }

    private List<String> events(String event) {
        return events(folder, event);
    }

    private static List<String> events(Path log, String event) {
        try (Stream<Path> files = Files.list(log)) {
            Path only = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(only).stream()
                    .filter(line -> line.startsWith("{\"event\":\"" + event + "\""))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
