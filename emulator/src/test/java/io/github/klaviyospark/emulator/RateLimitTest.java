package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.SINGLE;
import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.single;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private final FakeTime time = new FakeTime();

    @Test
    void theFourthBulkRequestInASecondIsThrottled() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.builder().time(time).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            String source = emulator.createDataSource("orders");
            HttpResponse<String> first = client.ingest(source, "{}");
            client.ingest(source, "{}");
            HttpResponse<String> third = client.ingest(source, "{}");
            HttpResponse<String> fourth = client.ingest(source, "{}");

            assertThat(header(first, "RateLimit-Limit")).isEqualTo("3, 3;w=1, 15;w=60");
            assertThat(header(first, "RateLimit-Remaining")).isEqualTo("2");
            assertThat(header(third, "RateLimit-Remaining")).isEqualTo("0");
            assertThat(fourth.statusCode()).isEqualTo(429);
            assertThat(header(fourth, "Retry-After")).isEqualTo("1");
            assertThat(fourth.headers().map().keySet()).noneMatch(name -> name.startsWith("ratelimit"));
            assertThat(error(fourth).at("/status").isInt()).isTrue();
            assertThat(error(fourth).at("/code").asText()).isEqualTo("throttled");
            assertThat(error(fourth).at("/detail").asText())
                    .isEqualTo("Request was throttled. Expected available in 1 second.");
            time.pass(Duration.ofSeconds(1));
            assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
            assertThat(emulator.records(source)).hasSize(4);
            assertThat(emulator.stats("POST " + BULK).status()).isEqualTo(Map.of(204, 4L, 429, 1L));
        }
    }

    @Test
    void fifteenBulkRequestsPassInAMinuteAndRefusedOnesTakeNothing() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.builder().time(time).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            String source = emulator.createDataSource("orders");
            for (int second = 0; second < 5; second++) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
                }
                assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(429);
                time.pass(Duration.ofSeconds(1));
            }
            HttpResponse<String> refused = client.ingest(source, "{}");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Retry-After")).isEqualTo("55");
            time.pass(Duration.ofSeconds(55));
            assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void whatBecameOfRequestsIsToldWindowByWindow() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.builder().time(time).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            String source = emulator.createDataSource("orders");
            for (int minute = 0; minute < 3; minute++) {
                for (int i = 0; i < 2 * minute; i++) {
                    client.ingest(source, "{}");
                }
                time.pass(Duration.ofMinutes(1));
            }
            time.pass(Duration.ofMinutes(1));
            client.ingest(source, "{}");

            assertThat(client.get("/__emulator/quotas").body())
                    .isEqualTo("{\"POST " + BULK + "\":{\"limits\":\"3, 3;w=1, 15;w=60\",\"windows\":["
                            + "{\"granted\":2,\"refused\":0},{\"granted\":3,\"refused\":1},"
                            + "{\"granted\":0,\"refused\":0},{\"granted\":1,\"refused\":0}]}}");
            emulator.reset();
            assertThat(client.get("/__emulator/quotas").body()).isEqualTo("{}");
        }
    }

    @Test
    void everyOperationHasABudgetOfItsOwnAndWrongBodiesUseIt() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.builder().time(time).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            String source = emulator.createDataSource("orders");
            HttpResponse<String> wrong = client.post(BULK, "{}");
            HttpResponse<String> single = client.post(SINGLE, single(source, "{}"));
            HttpResponse<String> list = client.get("/api/data-sources");

            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(header(wrong, "RateLimit-Remaining")).isEqualTo("2");
            assertThat(header(client.ingest(source, "{}"), "RateLimit-Remaining"))
                    .isEqualTo("1");
            assertThat(header(single, "RateLimit-Limit")).isEqualTo("75, 75;w=1, 750;w=60");
            assertThat(header(single, "RateLimit-Remaining")).isEqualTo("74");
            assertThat(header(list, "RateLimit-Limit")).isEqualTo("3, 3;w=1, 60;w=60");
            assertThat(header(client.get("/api/data-sources/" + source), "RateLimit-Remaining"))
                    .isEqualTo("2");
            assertThat(client.get("/api/nothing").headers().firstValue("RateLimit-Limit"))
                    .isEmpty();
        }
    }

    @Test
    void theTimeScaleShortensWindowsAndSaysSo() throws Exception {
        try (KlaviyoEmulator emulator =
                KlaviyoEmulator.builder().time(time).timeScale(5).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            String source = emulator.createDataSource("orders");
            for (int i = 0; i < 3; i++) {
                assertThat(header(client.ingest(source, "{}"), "RateLimit-Limit"))
                        .isEqualTo("3, 3;w=0.2, 15;w=12");
            }
            assertThat(header(client.ingest(source, "{}"), "Retry-After")).isEqualTo("1");
            time.pass(Duration.ofMillis(200));
            assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void limitsCanBeChangedForOneOperation() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.builder()
                .time(time)
                .limits("POST " + BULK, "1/1s,2/10s")
                .start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            String source = emulator.createDataSource("orders");

            assertThat(header(client.ingest(source, "{}"), "RateLimit-Limit")).isEqualTo("1, 1;w=1, 2;w=10");
            assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void aResetGivesTheQuotaBack() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.builder()
                .time(time)
                .limits("GET /api/data-sources", "1/1s,1/60s")
                .start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            client.get("/api/data-sources");
            assertThat(client.get("/api/data-sources").statusCode()).isEqualTo(429);
            emulator.reset();
            assertThat(client.get("/api/data-sources").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void withoutQuotasNothingIsLimitedAndNoHeaderSpeaksOfLimits() throws Exception {
        try (KlaviyoEmulator emulator = KlaviyoEmulator.start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> response = client.get("/api/data-sources");
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("RateLimit-Limit")).isEmpty();
            }
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("(absent)");
    }
}
