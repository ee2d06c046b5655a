package io.github.klaviyospark.core.slice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SlicerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CollectionDescriptor PROFILES =
            Collections.find("profiles").orElseThrow();

    /** So much that however quick an answer is, several chains are needed. */
    private static final QuotaLimits PLENTY = QuotaLimits.parse("10000/1s");

    private KlaviyoEmulator klaviyo;

    @AfterEach
    void stop() {
        if (klaviyo != null) {
            klaviyo.close();
        }
    }

    private void start(int profiles) {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(profiles).start();
    }

    private Slicing slicing(QuotaLimits limits, Constraint wanted, Optional<Integer> most) throws IOException {
        return slicing(PROFILES, limits, wanted, most);
    }

    private Slicing slicing(
            CollectionDescriptor collection, QuotaLimits limits, Constraint wanted, Optional<Integer> most)
            throws IOException {
        try (KlaviyoClient client = KlaviyoClient.builder(
                        Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_slices", "test"))
                .build()) {
            return new Slicer(client, collection, limits, Clock.system(), new Tally())
                    .slicing(wanted, Filter.NONE, most);
        }
    }

    private Slicing slicing() throws IOException {
        return slicing(PLENTY, Constraint.ALL, Optional.empty());
    }

    /** Every profile's time, in microseconds, as answers show it. */
    private List<Long> times() {
        return klaviyo.profiles().map(line -> time(line, "created")).toList();
    }

    private static long time(String line, String field) {
        try {
            String time = JSON.readTree(line).at("/attributes/" + field).asText();
            return OffsetDateTime.parse(time.replace(' ', 'T')).toEpochSecond() * 1_000_000;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long largest(List<Slice> slices, List<Long> times) {
        return slices.stream()
                .mapToLong(slice -> times.stream().filter(slice::holds).count())
                .max()
                .orElseThrow();
    }

    @Test
    void cutsEvenlyWithFewRequests() throws IOException {
        start(30_000);

        Slicing slicing = slicing();

        assertThat(klaviyo.requests()).isEqualTo(6);
        assertThat(slicing.slices()).hasSizeBetween(8, 12);
        assertThat(slicing.chains()).isGreaterThan(1);
        assertThat(largest(slicing.slices(), times())).isLessThan(30_000 / 4);
    }

    /** Half of the account came in one hour of five years, by an import. */
    @Test
    void seesAnImportThatFewWouldLookFor() throws IOException {
        start(0);
        Instant years = Instant.parse("2020-01-01T00:00:00Z");
        Instant hour = Instant.parse("2023-03-03T03:00:00Z");
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> lines.add(line(i * 7919 % 2_000, years.plusSeconds(i * 70_000L))));
        IntStream.range(0, 2_000).forEach(i -> lines.add(line(i * 7907 % 2_000, hour.plusSeconds(i % 3_600))));
        klaviyo.addProfiles(lines);

        Slicing slicing = slicing(PLENTY, Constraint.ALL, Optional.of(8));

        assertThat(largest(slicing.slices(), times())).isLessThan(4_000 / 4);
    }

    private static String line(int name, Instant created) {
        return """
                {"attributes":{"email":"%05d.%d@slices.example.net","created":"%s"}}""".formatted(name, created.getEpochSecond(), created);
    }

    /** Nothing but time orders events, so what is between two looks has to be guessed. */
    @Test
    void cutsWhatHasNoOtherOrderByLookingHereAndThere() throws IOException {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(100)
                .events(30_000)
                .start();
        List<Long> times;
        try (Stream<String> events = klaviyo.resources("events")) {
            times = events.map(line -> time(line, "datetime")).toList();
        }

        Slicing slicing = slicing(Collections.find("events").orElseThrow(), PLENTY, Constraint.ALL, Optional.of(8));

        assertThat(klaviyo.requests()).isLessThanOrEqualTo(10);
        assertThat(slicing.slices()).hasSize(8);
        assertThat(largest(slicing.slices(), times)).isLessThan(30_000 / 3);
    }

    @Test
    void looksTwiceAtASmallAccount() throws IOException {
        start(90);

        assertThat(slicing()).isEqualTo(Slicing.WHOLE);
        assertThat(klaviyo.requests()).isEqualTo(2);
    }

    @Test
    void leavesAnAccountOfThreePagesWhole() throws IOException {
        start(300);

        assertThat(slicing()).isEqualTo(Slicing.WHOLE);
        assertThat(klaviyo.requests()).isEqualTo(4);
    }

    @Test
    void leavesWholeWhatOneChainReadsAsFastAsTheQuotaAllows() throws IOException {
        start(5_000);

        assertThat(slicing(QuotaLimits.parse("1/1s,15/60s"), Constraint.ALL, Optional.empty()))
                .isEqualTo(Slicing.WHOLE);
        assertThat(klaviyo.requests()).isEqualTo(1);
    }

    @Test
    void cutsOnlyWhatIsWanted() throws IOException {
        start(30_000);
        long from = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond() * 1_000_000;

        Slicing slicing = slicing(PLENTY, Constraint.between("created", from, Long.MAX_VALUE), Optional.of(4));

        assertThat(slicing.slices()).hasSize(4);
        assertThat(slicing.slices().get(0).to()).isGreaterThan(from);
        List<Long> wanted = times().stream().filter(time -> time >= from).toList();
        assertThat(largest(slicing.slices(), wanted)).isLessThan(wanted.size() / 2);
    }

    /** No slice would find it: neither bound holds for what is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"created", "-created", "email"})
    void leavesWholeWhatHasAResourceWithoutATime(String timeless) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        List<String> asked = new CopyOnWriteArrayList<>();
        server.createContext("/", exchange -> {
            String query = URLDecoder.decode(exchange.getRequestURI().getQuery(), StandardCharsets.UTF_8);
            asked.add(query);
            boolean isTimeless = (query + "&").contains("sort=" + timeless + "&");
            String page = page(endpoint, asked.size(), isTimeless ? "null" : "\"2026-01-01T00:00:00Z\"");
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.api+json");
            exchange.sendResponseHeaders(200, page.length());
            exchange.getResponseBody().write(page.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(endpoint), ApiKey.of("pk_null", "test"))
                .build()) {
            Slicing slicing = new Slicer(client, PROFILES, PLENTY, Clock.system(), new Tally())
                    .slicing(Constraint.ALL, Filter.NONE, Optional.of(8));

            assertThat(slicing).isEqualTo(Slicing.WHOLE);
            assertThat(asked).anyMatch(query -> query.contains("sort=" + timeless));
        } finally {
            server.stop(0);
        }
    }

    private static String page(String endpoint, int number, String created) {
        return """
                {"data":[{"type":"profile","id":"p%d","attributes":{"created":%s}}],
                 "links":{"next":"%s/api/profiles?page%%5Bcursor%%5D=c%d"}}""".formatted(number, created, endpoint, number);
    }

    @Test
    void needsAsManyChainsAsHaveARequestUnderWay() {
        QuotaLimits profiles = QuotaLimits.parse("75/1s,750/60s");
        assertThat(Slicer.chains(profiles, Duration.ofMillis(20))).isEqualTo(1);
        assertThat(Slicer.chains(profiles, Duration.ofMillis(150))).isEqualTo(4);
        assertThat(Slicer.chains(profiles, Duration.ofSeconds(5))).isEqualTo(16);
        assertThat(Slicer.chains(QuotaLimits.parse("75/1s,750/30s"), Duration.ofMillis(150)))
                .isEqualTo(8);
        assertThat(Slicer.chains(QuotaLimits.parse("350/1s,3500/60s"), Duration.ofMillis(100)))
                .isEqualTo(12);
    }
}
