package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlTest {
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ApiClient anonymous;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.start();
        client = new ApiClient(emulator.endpoint());
        anonymous = client.without("Authorization").without("revision").without("Accept");
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void recordsComeOneToALineInOrderOfArrival() throws Exception {
        HttpResponse<String> first = client.ingest(source, "{\"n\":\r\n 1.10}", "{\"n\":\"\u00e4\\n\"}");
        client.ingest(source, "{}");
        HttpResponse<String> records = anonymous.get("/__emulator/records?data-source=" + source);
        List<String> lines = records.body().lines().toList();
        String request = first.headers().firstValue("x-klaviyo-req-id").orElseThrow();

        assertThat(records.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("{\"seq\":1,\"request\":\"" + request + "\",\"record\":{\"n\":   1.10}}");
        assertThat(lines.get(1))
                .isEqualTo("{\"seq\":2,\"request\":\"" + request + "\",\"record\":{\"n\":\"\u00e4\\n\"}}");
        assertThat(json(lines.get(2)).at("/request").asText()).isNotEqualTo(request);
    }

    @Test
    void recordsNeedAKnownDataSource() throws Exception {
        assertThat(anonymous.get("/__emulator/records").statusCode()).isEqualTo(400);
        assertThat(anonymous.get("/__emulator/records?data-source=x").statusCode())
                .isEqualTo(404);
        assertThat(anonymous.get("/__emulator/records?data-source=" + source).body())
                .isEmpty();
    }

    @Test
    void recordsOutliveTheirDataSource() throws Exception {
        client.ingest(source, "{}");
        client.delete("/api/data-sources/" + source);

        assertThat(emulator.records(source)).containsExactly("{}");
        assertThat(anonymous.get("/__emulator/records?data-source=" + source).statusCode())
                .isEqualTo(200);
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void statsCountRequestsByOperationAndStatus() throws Exception {
        client.ingest(source, "{}", "{}");
        client.post(BULK, "{}");
        client.get("/nowhere");
        JsonNode stats = json(anonymous.get("/__emulator/stats"));

        assertThat(stats.at("/requests").get("POST " + BULK))
                .isEqualTo(json("{\"count\":2,\"status\":{\"204\":1,\"400\":1},\"bytes\":"
                        + ApiClient.bulk(source, "{}", "{}").length() + ",\"records\":2}"));
        assertThat(stats.at("/requests/other/count").asInt()).isEqualTo(1);
        assertThat(emulator.requests()).isEqualTo(3);
        assertThat(emulator.stats("GET /api/never").count()).isZero();
    }

    @Test
    void faultsComeAndGo() throws Exception {
        HttpResponse<String> added = anonymous.post(
                "/__emulator/faults",
                "{\"match\":\"POST /api/*\",\"kind\":\"status\",\"status\":503,\"retryAfter\":1,\"rate\":1.0,"
                        + "\"times\":3,\"after\":0}");

        assertThat(added.statusCode()).isEqualTo(204);
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(503);
        assertThat(anonymous.delete("/__emulator/faults").statusCode()).isEqualTo(204);
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        assertThat(json(anonymous.get("/__emulator/stats")).at("/faults"))
                .isEqualTo(json(
                        "{\"cut\":0,\"delay\":0,\"html\":0,\"job-cancelled\":0,\"job-expired\":0,\"job-fails\":0,\"job-never-ends\":0,\"job-payload-errors\":0,\"job-unnamed-errors\":0,\"poison\":0,\"repeat-border\":0,\"repeat-cursor\":0,\"reset-after\":0,\"reset-before\":0,\"status\":1,"
                                + "\"truncate\":0}"));
    }

    @Test
    void faultsAreListedAsTheyWereGivenWithHowOftenTheyFired() throws Exception {
        String first = "{\"match\":\"POST /api/*\",\"kind\":\"status\",\"status\":503,\"retryAfter\":1,\"rate\":1.0,"
                + "\"times\":2,\"after\":1";
        String second = "{\"match\":\"GET /api/*\",\"kind\":\"delay\",\"delay\":\"1ms\"";
        String third = "{\"match\":\"POST " + BULK
                + "\",\"kind\":\"poison\",\"status\":413,\"contains\":\"\u00e4\",\"pointers\":false";
        assertThat(anonymous.get("/__emulator/faults").body()).isEqualTo("[]");
        for (String fault : List.of(first, second, third)) {
            assertThat(anonymous.post("/__emulator/faults", fault + "}").statusCode())
                    .isEqualTo(204);
        }
        for (int i = 0; i < 5; i++) {
            client.ingest(source, "{}");
        }
        client.get("/api/data-sources");

        HttpResponse<String> listed = anonymous.get("/__emulator/faults");
        assertThat(listed.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json(listed))
                .isEqualTo(json("[" + first + ",\"fired\":2}," + second + ",\"fired\":1}," + third + ",\"fired\":0}]"));
        assertThat(emulator.fired()).isEqualTo(3);
        anonymous.delete("/__emulator/faults");
        assertThat(anonymous.get("/__emulator/faults").body()).isEqualTo("[]");
    }

    @Test
    void aFaultOfATestIsListedWithItsDelay() throws Exception {
        for (Duration delay : List.of(Duration.ofSeconds(90), Duration.ofMillis(1500), Duration.ofNanos(1))) {
            emulator.fault(
                    Fault.builder("GET /*", Fault.Kind.DELAY).delay(delay).build());
        }

        assertThat(json(anonymous.get("/__emulator/faults")).findValuesAsText("delay"))
                .containsExactly("90s", "1500ms", "1ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"match\":\"POST /api/*\",\"kind\":\"explode\"}",
                "{\"match\":\"POST /api/*\",\"kind\":\"status\"}",
                "{\"match\":\"POST /api/*\",\"kind\":\"html\",\"colour\":\"red\"}",
                "{\"match\":\"POST /api/*\",\"kind\":\"delay\",\"delay\":300}",
                "{\"match\":\"POST /api/*\",\"kind\":\"html\",\"contains\":\"x\"}",
                "{\"match\":\"POST /api/*\",\"kind\":\"poison\",\"pointers\":\"none\"}",
                "{\"match\":\"POST /api/*\",\"kind\":\"html\"} {}"
            })
    void aFaultThatIsNoneIs400(String fault) throws Exception {
        HttpResponse<String> response = anonymous.post("/__emulator/faults", fault);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error").asText()).isNotEmpty();
    }

    @Test
    void delayIsWrittenWithItsUnit() {
        Fault fault = FaultJson.all("[{\"match\":\"GET /*\",\"kind\":\"delay\",\"delay\":\"300ms\"}]"
                        .getBytes(StandardCharsets.UTF_8))
                .get(0);

        assertThat(fault.delay()).hasMillis(300);
    }

    @Test
    void resetForgetsEverything() throws Exception {
        client.ingest(source, "{}");
        emulator.fault(Fault.builder("GET /*", Fault.Kind.STATUS).status(500).build());
        client.get("/api/data-sources");

        assertThat(anonymous.post("/__emulator/reset", "").statusCode()).isEqualTo(204);
        assertThat(json(anonymous.get("/__emulator/stats")).at("/requests").size())
                .isZero();
        assertThat(json(anonymous.get("/__emulator/stats")).at("/faults/status").asInt())
                .isZero();
        assertThat(emulator.requests()).isZero();
        assertThat(emulator.exchanges()).isEmpty();
        assertThat(emulator.records(source)).isEmpty();
        assertThat(json(client.get("/api/data-sources")).at("/data").size()).isZero();
    }

    @Test
    void otherControlsAre404() throws Exception {
        assertThat(anonymous.get("/__emulator/nothing").statusCode()).isEqualTo(404);
        assertThat(anonymous.get("/__emulator/reset").statusCode()).isEqualTo(404);
    }

    @Test
    void exchangesShowWhatWasSentButNotTheKey() throws Exception {
        client.with("X-Note", "a").ingest(source, "{}");
        client.get("/api/data-sources?page%5Bsize%5D=5");
        List<Exchange> exchanges = emulator.exchanges();
        Exchange ingest = exchanges.get(0);

        assertThat(exchanges).hasSize(2);
        assertThat(ingest.method()).isEqualTo("POST");
        assertThat(ingest.target()).isEqualTo(BULK);
        assertThat(ingest.status()).isEqualTo(204);
        assertThat(ingest.records()).isEqualTo(1);
        assertThat(ingest.bodyBytes()).isEqualTo(ApiClient.bulk(source, "{}").length());
        assertThat(ingest.headers())
                .containsEntry("authorization", List.of("present"))
                .containsEntry("x-note", List.of("a"));
        assertThat(ingest.fault()).isEmpty();
        assertThat(ingest.toString()).doesNotContain("pk_test");
        assertThat(exchanges.get(1).target()).isEqualTo("/api/data-sources?page%5Bsize%5D=5");
        assertThat(exchanges.get(1).nanos()).isGreaterThanOrEqualTo(ingest.nanos());
    }

    @Test
    void onlyTheLastTenThousandExchangesAreKept() {
        Activity activity = new Activity();
        for (int i = 0; i < 10_001; i++) {
            activity.add("GET /x", new Exchange("GET", "/" + i, Map.of(), 200, 0, 0, i, Optional.empty()));
        }

        assertThat(activity.exchanges()).hasSize(10_000);
        assertThat(activity.exchanges().get(0).target()).isEqualTo("/1");
        assertThat(activity.requests()).isEqualTo(10_001);
    }
}
