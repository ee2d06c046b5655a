package io.github.klaviyospark.core.bulk;

import static io.github.klaviyospark.core.bulk.JobServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.KlaviyoException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Jobs as a server may tell of them, in states that the emulator does not have. */
class JobsTest {

    private final List<String> heard = new ArrayList<>();

    @AutoClose
    private final JobServer server = new JobServer();

    JobsTest() throws IOException {}

    private Delivered deliver(BulkTarget target, int records) throws IOException {
        return server.sender(target).deliver(chunk(records), new Breaker(1_000), listener());
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
        server.job(
                "\"status\":\"queued\"",
                "\"status\":\"processing\"",
                "\"status\":\"a new one\"",
                "\"status\":\"complete\",\"failed_count\":null");

        Delivered delivered = deliver(new Ships(true, false), 3);

        assertThat(delivered.receipt().accepted()).isEqualTo(3);
        assertThat(server.asked)
                .filteredOn(request -> request.startsWith("GET"))
                .hasSize(4);
        assertThat(heard).containsExactly("opened J 1");
        assertThat(server.clock.sleeps()).isSorted();
    }

    @Test
    void findsTheRecordsThatAJobNames() throws IOException {
        server.job("\"status\":\"complete\",\"failed_count\":2,\"errors\":["
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
        server.job("\"status\":\"complete\",\"failed_count\":2");
        String next = server.endpoint() + "/api/ships/J%201/errors?page%5Bcursor%5D=b&page%5Bsize%5D=100";
        server.when(
                "GET /api/ships/J 1/errors",
                200,
                "{\"data\":[" + listed("e1", 2) + "],\"links\":{\"next\":\"" + next + "\"}}",
                200,
                "{\"data\":[" + listed("e2", 0) + "],\"links\":{\"next\":null}}");

        assertThat(places(deliver(new Ships(true, true), 3))).containsExactly(0, 2);
    }

    @Test
    void findsTheRecordsThatErrorsShowAndDoNotPointAt() throws IOException {
        server.job("\"status\":\"complete\",\"failed_count\":4");
        server.when(
                "GET /api/ships/J 1/errors",
                200,
                "{\"data\":["
                        + shown("e1", "{\"pointer\":\"/data\"}", "{\"n\":3}") + ","
                        + shown("e2", "{\"pointer\":null}", "{\"n\":1}") + ","
                        + shown("e3", "null", "{\"n\":9}") + ","
                        + listed("e4", 0)
                        + "],\"links\":{\"next\":null}}");

        Delivered delivered = deliver(new Ships(true, true), 5);

        assertThat(places(delivered)).containsExactly(-1, 0, 1, 3);
        assertThat(delivered.rejections())
                .extracting(Rejection::pointer)
                .containsExactly(null, "/data/ships/0", null, "/data");
        assertThat(delivered.receipt().accepted()).isEqualTo(1);
    }

    private static String shown(String id, String source, String payload) {
        return "{\"id\":\"" + id + "\",\"attributes\":{\"code\":\"invalid\",\"title\":\"No.\",\"source\":" + source
                + ",\"original_payload\":" + payload + "}}";
    }

    private static String listed(String id, int place) {
        return "{\"id\":\"" + id + "\",\"attributes\":{\"code\":\"invalid\",\"title\":\"No.\","
                + "\"source\":{\"pointer\":\"/data/ships/" + place + "\"}}}";
    }

    @Test
    void countsFailuresThatNoErrorNames() throws IOException {
        server.job("\"status\":\"complete\",\"failed_count\":3,\"errors\":["
                + "{\"code\":\"invalid\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships/2\"}},"
                + "{\"code\":\"odd\",\"title\":\"Somewhere.\",\"source\":{\"pointer\":\"/data\"}}]");

        Delivered delivered = deliver(new Ships(true, false), 5);

        assertThat(places(delivered)).containsExactly(-1, -1, 2);
        assertThat(codes(delivered)).containsExactlyInAnyOrder("odd", "job_error", "invalid");
        assertThat(delivered.receipt().accepted()).isEqualTo(2);
    }

    @Test
    void takesNoErrorForAFailureThatTheJobDoesNotCount() throws IOException {
        server.job("\"status\":\"complete\",\"failed_count\":0,\"errors\":[]");

        assertThat(deliver(new Ships(true, false), 2).rejections()).isEmpty();
    }

    @Test
    void doesNotKnowWhatACancelledJobTook() throws IOException {
        server.job("\"status\":\"cancelled\",\"completed_count\":1");

        Delivered delivered = deliver(new Ships(true, false), 3);

        assertThat(places(delivered)).containsExactly(0, 1, 2);
        assertThat(codes(delivered)).containsExactly("job_cancelled");
        assertThat(delivered.rejections().get(0).detail())
                .isEqualTo("Job J 1: Klaviyo cancelled the job. Whether it took this record is unknown.");
    }

    @Test
    void doesNotKnowWhatAForgottenJobTook() throws IOException {
        server.job("\"status\":\"processing\"");
        server.forget("GET /api/ships/J 1");

        assertThat(codes(deliver(new Ships(true, false), 2))).containsExactly("job_unknown");
    }

    @Test
    void givesUpAJobThatNeverEnds() throws IOException {
        server.job("\"status\":\"processing\"");

        Delivered delivered = deliver(new Ships(true, false), 2);

        assertThat(codes(delivered)).containsExactly("job_unfinished");
        assertThat(delivered.rejections().get(0).title()).isEqualTo("The job has not ended within 600 s (maxJobWait).");
        assertThat(Duration.ofNanos(server.clock.nanoTime())).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(server.asked).hasSizeLessThan(60);
    }

    @Test
    void failsWhereNothingIsSetAside() throws IOException {
        server.job(
                "\"status\":\"complete\",\"failed_count\":1,\"errors\":["
                        + "{\"code\":\"invalid\",\"title\":\"No.\",\"detail\":\"secret\",\"source\":{\"pointer\":\"/data/ships/1\"}}]");

        Chunk chunk = chunk(3);
        assertThatThrownBy(() -> server.sender(new Ships(true, false)).send(chunk))
                .isInstanceOf(JobException.class)
                .hasMessage(
                        "Klaviyo accepted a request of 3 records, and its job J 1 did not take 1 of them. The first:"
                                + " invalid, No. at /data/ships/1. Set onInvalid=deadLetter to have such rows set aside.");
    }

    @Test
    void goesOnWaitingForAJobThatWasOpened() throws IOException {
        server.job("\"status\":\"complete\"");

        Delivered delivered = server.sender(new Ships(false, false)).resume(chunk(4), "J 1", new Breaker(10));

        assertThat(delivered.receipt().accepted()).isEqualTo(4);
        assertThat(server.asked).containsExactly("GET /api/ships/J 1");
    }

    @Test
    void doesNotAskForAJobWithoutAnId() throws IOException {
        server.when("POST /api/ships", 202, "{\"data\":{\"id\":\"\"}}");

        assertThat(codes(deliver(new Ships(false, false), 2))).containsExactly("in_doubt");
        assertThat(server.asked).containsExactly("POST /api/ships");
    }

    @Test
    void neverRepeatsWhatMustNotBeSentTwice() throws IOException {
        server.when("POST /api/ships", 503, "{\"errors\":[]}");

        Delivered delivered = deliver(new Ships(false, false), 2);

        assertThat(places(delivered)).containsExactly(0, 1);
        assertThat(codes(delivered)).containsExactly("in_doubt");
        assertThat(delivered.rejections().get(0).words()).isEqualTo("in_doubt, Nobody knows whether Klaviyo took it.");
        assertThat(server.asked).containsExactly("POST /api/ships");
        assertThat(heard).isEmpty();
    }

    @Test
    void tellsWhenNothingWasTaken() {
        server.when("POST /api/ships", 403, "{\"errors\":[{\"id\":\"1\",\"code\":\"forbidden\",\"title\":\"No.\"}]}");

        assertThatThrownBy(() -> deliver(new Ships(false, false), 2)).isInstanceOf(KlaviyoException.class);
        assertThat(heard).containsExactly("untaken");
    }

    @Test
    void tellsThatNothingWasTakenWhereItIsEndedBeforeItsTurn() throws IOException {
        Chunk chunk = chunk(2);
        server.when("POST /api/ships", 202, "{\"data\":{\"id\":\"\"}}");
        for (int i = 0; i < JobServer.BURST; i++) {
            deliver(new Ships(false, false), 2);
        }
        heard.clear();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> server.sender(new Ships(false, false)).deliver(chunk, new Breaker(1_000), listener()))
                .isInstanceOf(InterruptedIOException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> server.sender(new Ships(false, false)).send(chunk, listener()))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.asked).hasSize(JobServer.BURST);
        assertThat(heard).containsExactly("untaken", "untaken");
    }

    @Test
    void sendsTheRestWithoutARecordThatTheAnswerNames() throws IOException {
        server.job("\"status\":\"complete\",\"failed_count\":1,\"errors\":["
                + "{\"code\":\"late\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships/1\"}}]");
        server.when(
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

    @Test
    void followsEachPartBeforeTheNextIsSent() throws IOException {
        server.job("\"status\":\"complete\"");
        server.when(
                "POST /api/ships",
                400,
                "{\"errors\":[{\"id\":\"1\",\"code\":\"odd\",\"title\":\"No.\",\"source\":{\"pointer\":\"/data/ships\"}}]}",
                202,
                "{\"data\":{\"id\":\"J 1\"}}");

        Delivered delivered = deliver(new Ships(true, false), 8);

        assertThat(delivered.receipt().accepted()).isEqualTo(8);
        assertThat(server.asked).hasSizeGreaterThan(6).first().isEqualTo("POST /api/ships");
        for (int i = 1; i < server.asked.size(); i++) {
            assertThat(server.asked.get(i)).isEqualTo(i % 2 == 1 ? "POST /api/ships" : "GET /api/ships/J 1");
        }
    }
}
