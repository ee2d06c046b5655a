package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs as a server may tell of them, in states that the emulator does not have. Time is told by a clock of the test. */
class JobsTest {

    private static final int DROP = -1;
    private static final int BURST = 100;

    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final FakeClock clock = new FakeClock();
    private final List<String> heard = new ArrayList<>();
    private HttpServer server;
    private KlaviyoClient client;

    private record Reply(int status, String body) {}

    /** Ships: a request makes a job that lists its errors elsewhere, or holds them itself. */
    private record Ships(boolean isRepeatable, boolean listsErrors) implements BulkTarget {

        private static final long serialVersionUID = 1L;

        @Override
        public Operation operation() {
            return Operation.writing(
                    "POST", "/api/ships", ApiFamily.PROFILES, BURST + "/1s,1000/60s", "ships:write", isRepeatable, 202);
        }

        @Override
        public ChunkLimits limits() {
            return new ChunkLimits(100, 100_000, 1_000);
        }

        @Override
        public String recordsPointer() {
            return "/data/ships";
        }

        @Override
        public Optional<JobKind> job() {
            return Optional.of(
                    new JobKind(reading("/api/ships/{id}"), listsErrors ? reading("/api/ships/{id}/errors") : null, 9));
        }

        private static Operation reading(String path) {
            return Operation.reading(path, ApiFamily.PROFILES, QuotaLimits.parse("100/1s,1000/60s"), "ships:read");
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = KlaviyoClient.builder(
                        Endpoint.of("http://127.0.0.1:" + server.getAddress().getPort()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        asked.add(request);
        Deque<Reply> left = replies.getOrDefault(request, new ArrayDeque<>());
        Reply reply = left.size() > 1 ? left.poll() : left.peek();
        if (reply == null) {
            reply = new Reply(404, "{\"errors\":[{\"id\":\"1\",\"code\":\"not_found\",\"title\":\"Not found.\"}]}");
        }
        if (reply.status() != DROP) {
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.api+json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private JobsTest when(String request, Object... statusesAndBodies) {
        Deque<Reply> all = new ArrayDeque<>();
        for (int i = 0; i < statusesAndBodies.length; i += 2) {
            all.add(new Reply((int) statusesAndBodies[i], (String) statusesAndBodies[i + 1]));
        }
        replies.put(request, all);
        return this;
    }

    private JobsTest job(String... attributes) {
        when("POST /api/ships", 202, "{\"data\":{\"id\":\"J 1\",\"type\":\"job\"}}");
        return when(
                "GET /api/ships/J 1",
                Arrays.stream(attributes)
                        .flatMap(each -> java.util.stream.Stream.<Object>of(
                                200, "{\"data\":{\"id\":\"J 1\",\"attributes\":{" + each + "}}}"))
                        .toArray());
    }

    private static Chunk chunk(int records) throws IOException {
        Chunker chunker = new Chunker(new Ships(true, false), new ChunkLimits(100, 100_000, 1_000));
        chunker.turnTo(Envelope.of("{\"data\":{\"ships\":[", "]}}"));
        for (int i = 0; i < records; i++) {
            OutputStream out = chunker.beginRecord();
            out.write(("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8));
            chunker.endRecord();
        }
        return chunker.flush();
    }

    private BulkSender sender(BulkTarget target) {
        return new BulkSender(client, target, new Tally(), new JobPatience(Duration.ofMinutes(10), clock));
    }

    private Delivered deliver(BulkTarget target, int records) throws IOException {
        return sender(target).deliver(chunk(records), new Breaker(1_000), listener());
    }

    private JobListener listener() {
        return new JobListener() {
            @Override
            public void opened(Chunk chunk, String job) {
                heard.add("opened " + job);
            }

            @Override
            public void untaken(Chunk chunk) {
                heard.add("untaken");
            }
        };
    }

    private static List<Integer> places(Delivered delivered) {
        return delivered.rejections().stream().map(Rejection::place).toList();
    }

    private static List<String> codes(Delivered delivered) {
        return delivered.rejections().stream().map(Rejection::code).distinct().toList();
    }

    @Test
    void waitsUntilAJobIsComplete() throws IOException {
        job(
                "\"status\":\"queued\"",
                "\"status\":\"processing\"",
                "\"status\":\"a new one\"",
                "\"status\":\"complete\",\"failed_count\":null");

        Delivered delivered = deliver(new Ships(true, false), 3);

        assertThat(delivered.receipt().accepted()).isEqualTo(3);
        assertThat(asked).filteredOn(request -> request.startsWith("GET")).hasSize(4);
        assertThat(heard).containsExactly("opened J 1");
        assertThat(clock.sleeps()).isSorted();
    }

    @Test
    void findsTheRecordsThatAJobNames() throws IOException {
        job("\"status\":\"complete\",\"failed_count\":2,\"errors\":["
                + "{\"code\":\"invalid\",\"title\":\"No.\",\"detail\":\"d\",\"source\":{\"pointer\":\"/data/ships/1/name\"}},"
                + "{\"code\":\"second\",\"title\":\"Nor this.\",\"source\":{\"pointer\":\"/data/ships/1/sail\"}},"
                + "{\"code\":\"invalid\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships/0\"}}]");

        Delivered delivered = deliver(new Ships(true, false), 3);

        assertThat(places(delivered)).containsExactly(0, 1);
        assertThat(delivered.rejections().get(1).code()).isEqualTo("invalid");
        assertThat(delivered.rejections().get(1).pointer()).isEqualTo("/data/ships/1/name");
        assertThat(delivered.receipt().accepted()).isEqualTo(1);
    }

    @Test
    void pagesThroughErrorsThatAreListedElsewhere() throws IOException {
        job("\"status\":\"complete\",\"failed_count\":2");
        String next = "http://127.0.0.1:" + server.getAddress().getPort()
                + "/api/ships/J%201/errors?page%5Bcursor%5D=b&page%5Bsize%5D=100";
        when(
                "GET /api/ships/J 1/errors",
                200,
                "{\"data\":[" + listed("e1", 2) + "],\"links\":{\"next\":\"" + next + "\"}}",
                200,
                "{\"data\":[" + listed("e2", 0) + "],\"links\":{\"next\":null}}");

        assertThat(places(deliver(new Ships(true, true), 3))).containsExactly(0, 2);
    }

    private static String listed(String id, int place) {
        return "{\"id\":\"" + id + "\",\"attributes\":{\"code\":\"invalid\",\"title\":\"No.\","
                + "\"source\":{\"pointer\":\"/data/ships/" + place + "\"}}}";
    }

    @Test
    void countsFailuresThatNoErrorNames() throws IOException {
        job("\"status\":\"complete\",\"failed_count\":3,\"errors\":["
                + "{\"code\":\"invalid\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships/2\"}},"
                + "{\"code\":\"odd\",\"title\":\"Somewhere.\",\"source\":{\"pointer\":\"/data\"}}]");

        Delivered delivered = deliver(new Ships(true, false), 5);

        assertThat(places(delivered)).containsExactly(-1, -1, 2);
        assertThat(codes(delivered)).containsExactlyInAnyOrder("odd", "job_error", "invalid");
        assertThat(delivered.receipt().accepted()).isEqualTo(2);
    }

    @Test
    void takesNoErrorForAFailureThatTheJobDoesNotCount() throws IOException {
        job("\"status\":\"complete\",\"failed_count\":0,\"errors\":[]");

        assertThat(deliver(new Ships(true, false), 2).rejections()).isEmpty();
    }

    @Test
    void doesNotKnowWhatACancelledJobTook() throws IOException {
        job("\"status\":\"cancelled\",\"completed_count\":1");

        Delivered delivered = deliver(new Ships(true, false), 3);

        assertThat(places(delivered)).containsExactly(0, 1, 2);
        assertThat(codes(delivered)).containsExactly("job_cancelled");
        assertThat(delivered.rejections().get(0).detail())
                .isEqualTo("Job J 1: Klaviyo cancelled the job. Whether it took this record is unknown.");
    }

    @Test
    void doesNotKnowWhatAForgottenJobTook() throws IOException {
        job("\"status\":\"processing\"");
        replies.remove("GET /api/ships/J 1");

        assertThat(codes(deliver(new Ships(true, false), 2))).containsExactly("job_unknown");
    }

    @Test
    void givesUpAJobThatNeverEnds() throws IOException {
        job("\"status\":\"processing\"");

        Delivered delivered = deliver(new Ships(true, false), 2);

        assertThat(codes(delivered)).containsExactly("job_unfinished");
        assertThat(delivered.rejections().get(0).title()).isEqualTo("The job has not ended within 600 s (maxJobWait).");
        assertThat(Duration.ofNanos(clock.nanoTime())).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(asked).hasSizeLessThan(60);
    }

    @Test
    void failsWhereNothingIsSetAside() throws IOException {
        job(
                "\"status\":\"complete\",\"failed_count\":1,\"errors\":["
                        + "{\"code\":\"invalid\",\"title\":\"No.\",\"detail\":\"secret\",\"source\":{\"pointer\":\"/data/ships/1\"}}]");

        Chunk chunk = chunk(3);
        assertThatThrownBy(() -> sender(new Ships(true, false)).send(chunk))
                .isInstanceOf(JobException.class)
                .hasMessage(
                        "Klaviyo accepted a request of 3 records, and its job J 1 did not take 1 of them. The first:"
                                + " invalid, No. at /data/ships/1. Set onInvalid=deadLetter to have such rows set aside.");
    }

    @Test
    void goesOnWaitingForAJobThatWasOpened() throws IOException {
        job("\"status\":\"complete\"");

        Delivered delivered = sender(new Ships(false, false)).resume(chunk(4), "J 1", new Breaker(10));

        assertThat(delivered.receipt().accepted()).isEqualTo(4);
        assertThat(asked).containsExactly("GET /api/ships/J 1");
    }

    @Test
    void doesNotAskForAJobWithoutAnId() throws IOException {
        when("POST /api/ships", 202, "{\"data\":{\"id\":\"\"}}");

        assertThat(codes(deliver(new Ships(false, false), 2))).containsExactly("in_doubt");
        assertThat(asked).containsExactly("POST /api/ships");
    }

    @Test
    void neverRepeatsWhatMustNotBeSentTwice() throws IOException {
        when("POST /api/ships", 503, "{\"errors\":[]}");

        Delivered delivered = deliver(new Ships(false, false), 2);

        assertThat(places(delivered)).containsExactly(0, 1);
        assertThat(codes(delivered)).containsExactly("in_doubt");
        assertThat(delivered.rejections().get(0).words()).isEqualTo("in_doubt, Nobody knows whether Klaviyo took it.");
        assertThat(asked).containsExactly("POST /api/ships");
        assertThat(heard).isEmpty();
    }

    @Test
    void tellsWhenNothingWasTaken() {
        when("POST /api/ships", 403, "{\"errors\":[{\"id\":\"1\",\"code\":\"forbidden\",\"title\":\"No.\"}]}");

        assertThatThrownBy(() -> deliver(new Ships(false, false), 2)).isInstanceOf(KlaviyoException.class);
        assertThat(heard).containsExactly("untaken");
    }

    @Test
    void tellsThatNothingWasTakenWhereItIsEndedBeforeItsTurn() throws IOException {
        Chunk chunk = chunk(2);
        when("POST /api/ships", 202, "{\"data\":{\"id\":\"\"}}");
        for (int i = 0; i < BURST; i++) {
            deliver(new Ships(false, false), 2);
        }
        heard.clear();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sender(new Ships(false, false)).deliver(chunk, new Breaker(1_000), listener()))
                .isInstanceOf(InterruptedIOException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sender(new Ships(false, false)).send(chunk, listener()))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).hasSize(BURST);
        assertThat(heard).containsExactly("untaken", "untaken");
    }

    @Test
    void sendsTheRestWithoutARecordThatTheAnswerNames() throws IOException {
        job("\"status\":\"complete\",\"failed_count\":1,\"errors\":["
                + "{\"code\":\"late\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships/1\"}}]");
        when(
                "POST /api/ships",
                400,
                "{\"errors\":[{\"id\":\"1\",\"code\":\"early\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships/0/n\"}}]}",
                202,
                "{\"data\":{\"id\":\"J 1\"}}");

        Delivered delivered = deliver(new Ships(false, false), 4);

        // The second of those that were left is the third of all.
        assertThat(places(delivered)).containsExactly(0, 2);
        assertThat(delivered.rejections()).extracting(Rejection::code).containsExactly("early", "late");
        assertThat(delivered.receipt().accepted()).isEqualTo(2);
        assertThat(heard).isEmpty();
    }
}
