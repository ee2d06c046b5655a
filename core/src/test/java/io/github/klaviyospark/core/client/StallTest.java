package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request that goes on without success is given up after some time. */
class StallTest {

    private static final String SOURCES = "GET /api/data-sources";

    private final FakeClock clock = new FakeClock();
    private final Tally tally = new Tally();

    private KlaviyoClient client(KlaviyoEmulator klaviyo, String limits) {
        return KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_stall", "a test"))
                .limits(Operation.GET_DATA_SOURCES, QuotaLimits.parse(limits))
                .time(Quotas.with(clock), clock)
                .maxStall(Duration.ofMinutes(20))
                .build();
    }

    @Test
    void givesUpWhenKlaviyoAsksToWaitAgainAndAgain() {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start();
                KlaviyoClient client = client(klaviyo, "1000/1s")) {
            klaviyo.fault(Fault.builder(SOURCES, Fault.Kind.STATUS)
                    .status(429)
                    .retryAfter(400)
                    .build());

            assertThatThrownBy(() -> client.execute(KlaviyoRequest.to(Operation.GET_DATA_SOURCES), tally))
                    .isInstanceOf(KlaviyoException.class)
                    .hasMessageMatching(
                            "No progress with GET /api/data-sources at http://127\\.0\\.0\\.1:\\d+ for 1\\d{3} s,"
                                    + " which is longer than maxStall \\(1200 s\\)\\. The last attempt ended with answer 429\\."
                                    + " Run again later, or raise maxStall\\.");
            assertThat(klaviyo.stats(SOURCES).count()).isEqualTo(5);
        }
    }

    @Test
    void doesNotCountTheWaitForItsTurn() throws IOException {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder().quotas(false).start();
                KlaviyoClient client = client(klaviyo, "1/3600s")) {
            KlaviyoRequest request = KlaviyoRequest.to(Operation.GET_DATA_SOURCES);
            client.execute(request, tally);
            klaviyo.fault(Fault.builder(SOURCES, Fault.Kind.STATUS)
                    .status(429)
                    .retryAfter(1)
                    .times(1)
                    .build());

            assertThat(client.execute(request, tally).status()).isEqualTo(200);
            assertThat(tally.throttledRequests()).isEqualTo(1);
        }
    }
}
