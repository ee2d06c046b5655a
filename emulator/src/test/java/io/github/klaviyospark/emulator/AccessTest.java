package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTest {
    private KlaviyoEmulator emulator;
    private ApiClient client;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().apiKey("pk_test").start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Klaviyo-API-Key pk_test", "Bearer pk_test"})
    void theRightKeyPasses(String authorization) throws Exception {
        assertThat(client.with("Authorization", authorization)
                        .get("/api/data-sources")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Klaviyo-API-Key pk_other",
                "Klaviyo-API-Key pk_test pk_test",
                "Klaviyo-API-Key",
                "pk_test",
                "klaviyo-api-key pk_test",
                "Basic pk_test"
            })
    void anyOtherKeyIs401WithoutRateLimitHeaders(String authorization) throws Exception {
        expect401(client.with("Authorization", authorization).get("/api/data-sources"));
    }

    @Test
    void noKeyIs401BeforeAnythingElseIsLookedAt() throws Exception {
        expect401(client.without("Authorization").without("revision").get("/nowhere"));
    }

    @Test
    void anyKeyPassesWhenNoneIsSet() throws Exception {
        try (KlaviyoEmulator open = KlaviyoEmulator.start()) {
            ApiClient any = new ApiClient(open.endpoint());
            assertThat(any.with("Authorization", "Klaviyo-API-Key whatever")
                            .get("/api/data-sources")
                            .statusCode())
                    .isEqualTo(200);
            expect401(any.with("Authorization", "Klaviyo-API-Key").get("/api/data-sources"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-15", "2024-10-15", "2026-01-15.pre"})
    void aRevisionIsADateWithOrWithoutASuffix(String revision) throws Exception {
        assertThat(client.with("revision", revision).get("/api/data-sources").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "2026-7-15", "2026-02-30", "2026-07-15.", "2026-07-15pre"})
    void anyOtherRevisionIs400(String revision) throws Exception {
        HttpResponse<String> response = client.with("revision", revision).get("/api/data-sources");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/source/parameter").asText()).isEqualTo("revision");
    }

    @Test
    void noRevisionIs400() throws Exception {
        assertThat(client.without("revision").get("/api/data-sources").statusCode())
                .isEqualTo(400);
    }

    private static void expect401(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(error(response).at("/code").asText()).isEqualTo("authentication_failed");
        assertThat(response.headers().firstValue("content-type")).hasValue(ApiClient.JSON_API);
        assertThat(response.headers().firstValue("x-klaviyo-req-id")).isPresent();
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("ratelimit"));
    }
}
