package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KlaviyoClientTest {

    private static final String KEY = "pk_client_1f2e3d4c5b6a";
    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    private static final QuotaLimits WIDE = QuotaLimits.parse("1000/1s");

    private final FakeClock clock = new FakeClock();
    private final Tally tally = new Tally();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private String source;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().apiKey(KEY).quotas(false).start();
        source = klaviyo.createDataSource("records");
        client = client(KEY);
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private KlaviyoClient client(String key) {
        return builder(klaviyo.endpoint(), key).build();
    }

    private KlaviyoClient.Builder builder(String endpoint, String key) {
        return KlaviyoClient.builder(Endpoint.of(endpoint), ApiKey.of(key, "a test"))
                .limits(Operation.BULK_CREATE_DATA_SOURCE_RECORDS, WIDE)
                .limits(Operation.GET_DATA_SOURCES, WIDE)
                .limits(Operation.CREATE_DATA_SOURCE, WIDE)
                .time(Quotas.with(clock), clock);
    }

    private KlaviyoRequest records() {
        byte[] body =
                ("{\"data\":{\"type\":\"data-source-record-bulk-create-job\",\"attributes\":{\"data-source-records\":"
                                + "{\"data\":[{\"type\":\"data-source-record\",\"attributes\":{\"record\":{\"a\":1}}}]}},"
                                + "\"relationships\":{\"data-source\":{\"data\":{\"type\":\"data-source\",\"id\":\""
                                + source
                                + "\"}}}}}")
                        .getBytes(StandardCharsets.UTF_8);
        return KlaviyoRequest.to(Operation.BULK_CREATE_DATA_SOURCE_RECORDS).with(body, body.length);
    }

    @Test
    void sendsKeyRevisionAndMediaTypesWithEachRequest() throws IOException {
        client.close();
        client = builder(klaviyo.endpoint(), KEY)
                .revisions(Revisions.parse("data-source-records=2025-07-15"))
                .userAgent("a-test/1")
                .build();

        KlaviyoResponse response = client.execute(records(), tally);

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.requestId()).isNotBlank();
        assertThat(klaviyo.exchanges().get(0).headers())
                .containsEntry("authorization", List.of("present"))
                .containsEntry("revision", List.of("2025-07-15"))
                .containsEntry("accept", List.of("application/vnd.api+json"))
                .containsEntry("content-type", List.of("application/vnd.api+json"))
                .containsEntry("user-agent", List.of("a-test/1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 524})
    void repeatsWhatIsSafeToRepeatAfterAServerError(int status) throws IOException {
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(status).times(2).build());

        client.execute(records(), tally);

        assertThat(klaviyo.stats(BULK).count()).isEqualTo(3);
        assertThat(tally.requests()).isEqualTo(3);
        assertThat(tally.repeatedRequests()).isEqualTo(2);
        assertThat(klaviyo.records(source)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"RESET_BEFORE", "RESET_AFTER", "TRUNCATE", "HTML"})
    void repeatsWhatIsSafeToRepeatWhenTheAnswerIsLost(Fault.Kind kind) throws IOException {
        klaviyo.fault(Fault.builder(BULK, kind).times(1).build());

        client.execute(records(), tally);

        boolean processed = kind == Fault.Kind.RESET_AFTER || kind == Fault.Kind.TRUNCATE;
        assertThat(klaviyo.records(source)).hasSize(processed ? 2 : 1);
        assertThat(tally.repeatedRequests()).isEqualTo(1);
    }

    @Test
    void givesUpAfterFiveAttempts() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS).status(503).build());

        KlaviyoException failure = catchThrowableOfType(KlaviyoException.class, () -> client.execute(records(), tally));

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.isInDoubt()).isTrue();
        assertThat(failure.getMessage())
                .startsWith("Klaviyo answered 503 to " + BULK + " (")
                .endsWith(" Klaviyo could not serve it; run again later.");
        assertThat(klaviyo.requests()).isEqualTo(5);
    }

    @Test
    void doesNotRepeatWhatIsNotSafeToRepeat() {
        klaviyo.fault(
                Fault.builder("POST /api/data-sources", Fault.Kind.RESET_AFTER).build());
        byte[] body = "{\"data\":{\"type\":\"data-source\",\"attributes\":{\"title\":\"x\"}}}"
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> client.execute(
                        KlaviyoRequest.to(Operation.CREATE_DATA_SOURCE).with(body, body.length), tally))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageStartingWith(
                        "No answer from " + klaviyo.endpoint() + " to POST /api/data-sources after 1 attempt (")
                .hasMessageEndingWith("It may have taken effect all the same, so it was not repeated.");
        assertThat(klaviyo.requests()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsTheServerAsksAndTellsTheQuota() throws IOException {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(429)
                .retryAfter(17)
                .times(1)
                .build());

        client.execute(records(), tally);

        assertThat(tally.throttledRequests()).isEqualTo(1);
        assertThat(tally.repeatedRequests()).isZero();
        assertThat(tally.quotaWait()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
    }

    @Test
    void waitsEvenWhenTheServerAsksForNoWait() throws IOException {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(429)
                .retryAfter(0)
                .times(3)
                .build());

        client.execute(records(), tally);

        assertThat(tally.throttledRequests()).isEqualTo(3);
        assertThat(tally.quotaWait()).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void remembersThatAnEarlierAttemptMayHaveTakenEffect() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.RESET_AFTER).times(1).build());
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS).status(403).build());

        KlaviyoException failure = catchThrowableOfType(KlaviyoException.class, () -> client.execute(records(), tally));

        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.isInDoubt()).isTrue();
    }

    @Test
    void doesNotWaitLongerThanItMay() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(429)
                .retryAfter(67_608)
                .build());

        assertThatThrownBy(() -> client.execute(records(), tally))
                .isInstanceOf(KlaviyoException.class)
                .hasMessage("Klaviyo answered 429 to " + BULK
                        + " and asks to wait 67608 s, which is longer than maxRetryWait"
                        + " (600 s). Run again after that time, or raise maxRetryWait.");
        assertThat(klaviyo.requests()).isEqualTo(1);
    }

    @Test
    void saysThatAKeyIsNotAccepted() {
        try (KlaviyoClient stranger = client("pk_of_another")) {
            KlaviyoException failure =
                    catchThrowableOfType(KlaviyoException.class, () -> stranger.execute(records(), tally));

            assertThat(failure.status()).isEqualTo(401);
            assertThat(failure.errors().get(0).code()).isEqualTo("authentication_failed");
            assertThat(failure)
                    .hasMessage("Klaviyo answered 401 to " + BULK + " ("
                            + failure.errors().get(0) + "). Request id "
                            + failure.requestId()
                            + ". The key is not accepted: check that apiKeySource names a private key"
                            + " of this account.");
        }
    }

    @Test
    void namesTheScopeThatIsMissing() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS).status(403).build());

        assertThatThrownBy(() -> client.execute(records(), tally))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageEndingWith(
                        "The key needs the scope custom-objects:write, and the account a plan that includes this"
                                + " feature.");
        assertThat(klaviyo.requests()).isEqualTo(1);
    }

    @Test
    void keepsPointersAndShowsNoDetail() throws IOException {
        // Under its own name, as it is the test that sends something wrong and not the connector.
        client.close();
        client = builder(klaviyo.endpoint(), KEY).userAgent("a-test/1").build();
        byte[] body = "{\"data\":{\"type\":\"data-source-record-bulk-create-job\",\"attributes\":{\"email\":\"x@y\"}}}"
                .getBytes(StandardCharsets.UTF_8);

        KlaviyoException failure = catchThrowableOfType(
                KlaviyoException.class,
                () -> client.execute(
                        KlaviyoRequest.to(Operation.BULK_CREATE_DATA_SOURCE_RECORDS)
                                .with(body, body.length),
                        tally));

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.errors()).isNotEmpty();
        assertThat(failure.errors().get(0).pointer()).startsWith("/data/");
        assertThat(failure.errors().get(0).detail()).isNotBlank();
        assertThat(failure.getMessage()).doesNotContain(failure.errors().get(0).detail());
    }

    @Test
    void survivesAnAnswerThatIsNoJsonApi() {
        klaviyo.fault(Fault.builder("GET /api/data-sources", Fault.Kind.HTML)
                .status(404)
                .build());

        assertThatThrownBy(() -> client.execute(KlaviyoRequest.to(Operation.GET_DATA_SOURCES), tally))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageMatching(
                        klaviyo.endpoint() + " answered 404 to GET /api/data-sources with \\d+ bytes of text/html.*,"
                                + " which is no answer of Klaviyo's API\\. Check that the endpoint is right and that no proxy answers"
                                + " in its place\\.");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int port = closedPort();
        try (KlaviyoClient lost = builder("http://127.0.0.1:" + port, KEY).build()) {
            assertThatThrownBy(() -> lost.execute(records(), tally))
                    .isInstanceOf(KlaviyoException.class)
                    .hasMessageStartingWith("No answer from http://127.0.0.1:" + port + " to " + BULK
                            + " after 5 attempts (ConnectException: ")
                    .hasMessageEndingWith(" Check the endpoint and the network between.");
        }
        assertThat(clock.sleeps()).hasSizeGreaterThanOrEqualTo(4);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS).status(503).build());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.execute(records(), tally)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepsTheQuotaAcrossClientsOfAnAccount() throws IOException {
        Quotas shared = Quotas.with(clock);
        QuotaLimits narrow = QuotaLimits.parse("2/10s");
        try (KlaviyoClient one = narrow(shared, narrow);
                KlaviyoClient two = narrow(shared, narrow)) {
            for (KlaviyoClient each : List.of(one, two, one)) {
                each.execute(records(), tally);
            }
        }

        assertThat(tally.quotaWait()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    /** What is counted in a smaller budget as well does not make the larger one smaller for the rest. */
    @Test
    void keepsADearerBudgetApart() throws IOException {
        Operation plain = Operation.reading(
                "/api/profiles", ApiFamily.PROFILES, QuotaLimits.parse("30/1s,300/60s"), "profiles:read");
        Operation dear = plain.costing("predictive_analytics", QuotaLimits.parse("10/1s,100/60s"));
        try (KlaviyoClient one =
                builder(klaviyo.endpoint(), KEY).time(Quotas.with(clock), clock).build()) {
            for (int i = 0; i < 10; i++) {
                one.execute(KlaviyoRequest.to(dear), tally);
                one.execute(KlaviyoRequest.to(plain), tally);
                one.execute(KlaviyoRequest.to(plain), tally);
            }
            assertThat(tally.quotaWait()).isZero();

            one.execute(KlaviyoRequest.to(plain), tally);
            assertThat(tally.quotaWait()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            Duration waited = tally.quotaWait();
            for (int i = 0; i < 11; i++) {
                one.execute(KlaviyoRequest.to(dear), tally);
            }
            assertThat(tally.quotaWait()).isGreaterThanOrEqualTo(waited.plusSeconds(1));
        }
    }

    private KlaviyoClient narrow(Quotas shared, QuotaLimits limits) {
        return builder(klaviyo.endpoint(), KEY)
                .limits(Operation.BULK_CREATE_DATA_SOURCE_RECORDS, limits)
                .time(shared, clock)
                .build();
    }
}
