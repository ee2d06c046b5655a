package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quotas of writes about profiles, which are those of {@code x-klaviyo-ratelimit} in Klaviyo's document. */
final class WriteLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "POST, /api/profile-bulk-import-jobs, 10, 150",
        "GET, /api/profile-bulk-import-jobs/x, 10, 150",
        "GET, /api/profile-bulk-import-jobs/x/lists, 10, 150",
        "GET, /api/profile-bulk-import-jobs/x/relationships/lists, 10, 150",
        "GET, /api/profile-bulk-import-jobs/x/profiles, 10, 150",
        "GET, /api/profile-bulk-import-jobs/x/relationships/profiles, 10, 150",
        "POST, /api/profile-subscription-bulk-create-jobs, 75, 750",
        "POST, /api/profile-subscription-bulk-delete-jobs, 75, 750",
        "POST, /api/profile-suppression-bulk-create-jobs, 75, 750",
        "GET, /api/profile-suppression-bulk-create-jobs/x, 75, 750",
        "POST, /api/profile-suppression-bulk-delete-jobs, 75, 750",
        "GET, /api/profile-suppression-bulk-delete-jobs/x, 75, 750",
        "POST, /api/data-privacy-deletion-jobs, 3, 60",
    })
    void areThoseOfTheDocument(String method, String path, int burst, int steady) throws Exception {
        try (KlaviyoEmulator emulator =
                KlaviyoEmulator.builder().time(new FakeTime()).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            for (int i = 0; i < burst; i++) {
                HttpResponse<String> refused = client.send(method, path, new byte[0]);
                assertThat(refused.statusCode()).isEqualTo(method.equals("GET") ? 404 : 400);
                assertThat(refused.headers().firstValue("RateLimit-Limit"))
                        .hasValue(burst + ", " + burst + ";w=1, " + steady + ";w=60");
            }
            assertThat(client.send(method, path, new byte[0]).statusCode()).isEqualTo(429);
        }
    }
}
