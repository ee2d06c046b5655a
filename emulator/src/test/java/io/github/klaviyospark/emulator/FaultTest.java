package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.bulk;
import static io.github.klaviyospark.emulator.ApiClient.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.Fault.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultTest {
    private static final String OPERATION = "POST " + BULK;

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().time(time).start();
        client = new ApiClient(emulator.endpoint());
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void statusAnswersWithoutProcessingAndWithoutTakingQuota() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.STATUS)
                .status(503)
                .retryAfter(2)
                .times(5)
                .build());
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> response = client.ingest(source, "{}");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(response.headers().firstValue("x-klaviyo-req-id")).isPresent();
            assertThat(error(response).at("/code").asText()).isEqualTo("error");
        }

        assertThat(emulator.records(source)).isEmpty();
        assertThat(client.ingest(source, "{}").headers().firstValue("RateLimit-Remaining"))
                .hasValue("2");
        assertThat(emulator.stats(OPERATION).status()).isEqualTo(Map.of(503, 5L, 204, 1L));
        assertThat(emulator.stats(OPERATION).records()).isEqualTo(1);
        assertThat(emulator.exchanges().get(0).fault()).isEqualTo(Optional.of(Kind.STATUS));
    }

    @Test
    void retryAfterIsOnlySentWhenAskedFor() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.STATUS).status(429).build());
        HttpResponse<String> response = client.ingest(source, "{}");

        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(error(response).at("/code").asText()).isEqualTo("throttled");
    }

    @Test
    void htmlAnswersAsAProxyDoes() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.HTML).times(1).build());
        emulator.fault(Fault.builder(OPERATION, Kind.HTML).status(524).build());
        HttpResponse<String> first = client.ingest(source, "{}");

        assertThat(first.statusCode()).isEqualTo(502);
        assertThat(first.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(first.body()).startsWith("<html>");
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(524);
        assertThat(emulator.records(source)).isEmpty();
    }

    @Test
    void resetBeforeResetsTheConnectionAndStoresNothing() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.RESET_BEFORE).build());
        expectReset();

        assertThat(emulator.records(source)).isEmpty();
        assertThat(emulator.stats(OPERATION).status()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void resetAfterStoresAndThenResetsTheConnection() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.RESET_AFTER).build());
        expectReset();

        assertThat(emulator.records(source)).containsExactly("{}");
        assertThat(emulator.stats(OPERATION).status()).isEqualTo(Map.of(204, 1L));
        assertThat(emulator.stats(OPERATION).records()).isEqualTo(1);
        assertThat(emulator.exchanges().get(0).fault()).isEqualTo(Optional.of(Kind.RESET_AFTER));
    }

    private void expectReset() throws IOException {
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.request("POST", BULK, bulk(source, "{}"));
            assertThatThrownBy(connection::readAll)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void truncateOfAnEmptyAnswerEndsInsideTheStatusLine() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.TRUNCATE).build());
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.request("POST", BULK, bulk(source, "{}"));

            assertThat(connection.readAll()).isEqualTo("HTTP/1.1 204");
        }
        assertThat(emulator.records(source)).containsExactly("{}");
    }

    @Test
    void truncateOfABodySendsHalfOfItUnderTheFullLength() throws Exception {
        emulator.fault(Fault.builder("GET /api/data-sources", Kind.TRUNCATE).build());
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.request("GET", "/api/data-sources", "");
            String answer = connection.readAll();
            int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(length / 2);
        }
    }

    @Test
    void anOrdinaryClientSeesResetsAndTruncationAsFailures() {
        for (Kind kind : new Kind[] {Kind.RESET_BEFORE, Kind.RESET_AFTER, Kind.TRUNCATE}) {
            emulator.clearFaults();
            emulator.fault(Fault.builder("GET /api/data-sources", kind).build());
            assertThatThrownBy(() -> client.get("/api/data-sources")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void delayWaitsAndLetsLaterFaultsFireToo() throws Exception {
        long before = time.nanos();
        emulator.fault(Fault.builder(OPERATION, Kind.DELAY)
                .delay(Duration.ofMillis(300))
                .times(2)
                .build());
        emulator.fault(
                Fault.builder(OPERATION, Kind.STATUS).status(500).times(1).build());

        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(500);
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        assertThat(time.nanos() - before).isEqualTo(Duration.ofMillis(600).toNanos());
    }

    @Test
    void afterLetsTheFirstMatchesPass() throws Exception {
        emulator.fault(Fault.builder(OPERATION, Kind.STATUS)
                .status(500)
                .after(2)
                .times(1)
                .build());

        assertThat(IntStream.range(0, 4).map(i -> status()).toArray()).containsExactly(204, 204, 500, 204);
    }

    @Test
    void eachFaultCountsForItselfUntilTheReset() throws Exception {
        Fault twice = Fault.builder(OPERATION, Kind.STATUS).status(500).times(2).build();
        Fault alike = Fault.builder(OPERATION, Kind.STATUS).status(500).times(2).build();
        Fault never = Fault.builder(OPERATION, Kind.HTML).build();
        emulator.fault(twice);
        emulator.fault(alike);
        for (int i = 0; i < 3; i++) {
            assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(500);
        }

        assertThat(emulator.fired(twice)).isEqualTo(2);
        assertThat(emulator.fired(alike)).isEqualTo(1);
        assertThat(emulator.fired(never)).isZero();
        assertThat(emulator.fired()).isEqualTo(3);
        emulator.clearFaults();
        assertThat(emulator.fired(twice)).isEqualTo(2);
        emulator.reset();
        assertThat(emulator.fired(twice)).isZero();
        assertThat(emulator.fired()).isZero();
    }

    @Test
    void noFiringIsLostWhenManyAskAtOnce() throws Exception {
        Fault fault =
                Fault.builder("GET /api/*", Kind.STATUS).status(500).times(150).build();
        emulator.fault(fault);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> requests =
                    Collections.nCopies(200, () -> client.get("/api/nothing").statusCode());
            List<Integer> answers = new ArrayList<>();
            for (var status : clients.invokeAll(requests)) {
                answers.add(status.get());
            }
            assertThat(Collections.frequency(answers, 500)).isEqualTo(150);
        } finally {
            clients.shutdown();
        }

        assertThat(emulator.fired(fault)).isEqualTo(150);
        assertThat(emulator.fired()).isEqualTo(150);
    }

    @Test
    void aRateIsThrownWithTheSeedAndRepeats() {
        String first = pattern();
        emulator.reset();
        source = emulator.createDataSource("orders");

        assertThat(pattern()).isEqualTo(first).contains("5").contains("2");
    }

    private String pattern() {
        emulator.fault(
                Fault.builder("GET /api/*", Kind.STATUS).status(500).rate(0.5).build());
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            time.pass(Duration.ofSeconds(1));
            try {
                pattern.append(client.get("/api/data-sources").statusCode() / 100);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return pattern.toString();
    }

    @Test
    void otherRequestsAndWrongKeysAreLeftAlone() throws Exception {
        emulator.fault(Fault.builder("GET /api/data-sources/{id}", Kind.STATUS)
                .status(500)
                .build());

        assertThat(client.get("/api/data-sources").statusCode()).isEqualTo(200);
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        assertThat(client.without("Authorization").get("/api/data-sources/x").statusCode())
                .isEqualTo(401);
        assertThat(client.get("/api/data-sources/x").statusCode()).isEqualTo(500);
        emulator.clearFaults();
        assertThat(client.get("/api/data-sources/x").statusCode()).isEqualTo(404);
    }

    @Test
    void latencyWaitsOnceForEachRequest() throws Exception {
        try (KlaviyoEmulator slow = KlaviyoEmulator.builder()
                .time(time)
                .latency(Duration.ofMillis(150))
                .start()) {
            long before = time.nanos();
            new ApiClient(slow.endpoint()).get("/api/data-sources");
            new ApiClient(slow.endpoint()).get("/__emulator/stats");

            assertThat(time.nanos() - before).isEqualTo(Duration.ofMillis(150).toNanos());
        }
    }

    @Test
    void faultsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Fault.builder("anything", Kind.STATUS))
                .hasMessage("'anything' does not say which requests are meant: write METHOD /path,"
                        + " with * at the end for a prefix.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.STATUS).build())
                .hasMessage("A fault of kind 'status' needs a status.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.DELAY).build())
                .hasMessage("A fault of kind 'delay' needs a delay.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.RESET_AFTER).status(500))
                .hasMessage("A fault of kind 'reset-after' takes no status.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.HTML).rate(0))
                .hasMessage("A fault of kind 'html' has a rate above 0 and up to 1, not 0.0.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.STATUS).status(200))
                .hasMessage("A fault of kind 'status' has a status from 400 to 599, not 200.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.STATUS).contains("x"))
                .hasMessage("A fault of kind 'status' takes no contains.");
        assertThatThrownBy(() -> Fault.builder("GET /", Kind.CUT).pointers(true))
                .hasMessage("A fault of kind 'cut' takes no pointers.");
    }

    private int status() {
        time.pass(Duration.ofSeconds(1));
        try {
            return client.ingest(source, "{}").statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
