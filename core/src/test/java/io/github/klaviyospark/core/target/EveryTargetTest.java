package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.Delivered;
import io.github.klaviyospark.core.bulk.JobPatience;
import io.github.klaviyospark.core.bulk.Rejection;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target under every kind of fault, over real HTTP: what may be sent twice arrives at least once; what must not
 * arrives at most once, and whatever is in doubt is named. Pauses cost no time: a clock of the test tells it.
 */
@Timeout(60)
class EveryTargetTest {

    private static final int ROWS = 40;
    private static final int CHUNK = 5;

    private record Mishap(String name, Fault.Kind kind, int status, boolean isAmbiguous) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Mishap> MISHAPS = List.of(
            new Mishap("none", null, 0, false),
            new Mishap("429", Fault.Kind.STATUS, 429, false),
            new Mishap("408", Fault.Kind.STATUS, 408, true),
            new Mishap("503", Fault.Kind.STATUS, 503, true),
            new Mishap("a proxy's 502", Fault.Kind.HTML, 502, true),
            new Mishap("a reset before", Fault.Kind.RESET_BEFORE, 0, true),
            new Mishap("a reset after", Fault.Kind.RESET_AFTER, 0, true),
            new Mishap("half an answer", Fault.Kind.TRUNCATE, 0, true));

    static Stream<Arguments> all() {
        return Targets.all().stream().flatMap(target -> MISHAPS.stream().map(mishap -> Arguments.of(target, mishap)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("all")
    void losesNothingAndDoublesNothing(Target target, Mishap mishap) throws IOException {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(50).seed(7).start()) {
            List<byte[]> rows = new Samples(klaviyo).of(target, ROWS);
            String operation = target.operation().label();
            if (mishap.kind() != null) {
                // Every second request, so that no row is without luck five times.
                Fault.Builder fault =
                        Fault.builder(operation, mishap.kind()).after(1).times(1);
                if (mishap.status() > 0) {
                    fault.status(mishap.status());
                }
                klaviyo.fault(fault.build());
            }

            Result result = deliver(klaviyo, target, rows);

            Set<JsonNode> wanted = trees(rows);
            List<JsonNode> arrived = arrived(klaviyo, target, operation);
            assertThat(result.others()).isEmpty();
            Set<JsonNode> certain = new HashSet<>(wanted);
            certain.removeAll(result.inDoubt());
            assertThat(arrived).containsAll(certain);
            boolean mayComeTwice = target.operation().repeatable() && mishap.isAmbiguous();
            if (mayComeTwice) {
                assertThat(result.inDoubt()).isEmpty();
                assertThat(new HashSet<>(arrived)).isEqualTo(wanted);
            } else {
                assertThat(arrived).doesNotHaveDuplicates();
                assertThat(wanted).containsAll(arrived);
                boolean mustDoubt = mishap.isAmbiguous() && !target.operation().repeatable();
                assertThat(result.inDoubt().isEmpty()).isEqualTo(!mustDoubt);
            }
            assertThat(klaviyo.fired()).isEqualTo(mishap.kind() == null || result.requests() < 2 ? 0 : 1);
        }
    }

    private record Result(Set<JsonNode> inDoubt, List<Rejection> others, long requests) {}

    private static Result deliver(KlaviyoEmulator klaviyo, Target target, List<byte[]> rows) throws IOException {
        FakeClock clock = new FakeClock();
        Tally tally = new Tally();
        Set<JsonNode> inDoubt = new HashSet<>();
        List<Rejection> others = new ArrayList<>();
        int chunks = 0;
        try (KlaviyoClient client = KlaviyoClient.builder(
                        Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_every", "a test"))
                .time(Quotas.with(clock), clock)
                .build()) {
            BulkSender sender = new BulkSender(client, target, tally, new JobPatience(Duration.ofMinutes(30), clock));
            for (Chunk chunk : chunks(target, rows)) {
                chunks++;
                Delivered delivered = sender.deliver(chunk, new Breaker(1_000));
                for (Rejection rejection : delivered.rejections()) {
                    if (rejection.code().equals(Rejection.IN_DOUBT)) {
                        byte[] row =
                                target.rows(chunk.requestOf(rejection.place())).get(0);
                        inDoubt.add(normal(whole(row, target, chunk.resource().orElse(null))));
                    } else {
                        others.add(rejection);
                    }
                }
            }
        }
        return new Result(inDoubt, others, chunks);
    }

    private static List<Chunk> chunks(Target target, List<byte[]> rows) throws IOException {
        Chunker chunker = new Chunker(target, new ChunkLimits(CHUNK, 1_000_000, 1_000_000));
        List<Chunk> chunks = new ArrayList<>();
        for (byte[] row : rows) {
            Shaped shaped = target.shape(row);
            add(chunker.turnTo(shaped.envelope()), chunks);
            (shaped.group() == null ? chunker.beginRecord() : chunker.beginRecord(shaped.group()))
                    .write(shaped.record());
            add(chunker.endRecord(), chunks);
        }
        add(chunker.flush(), chunks);
        return chunks;
    }

    private static void add(Chunk chunk, List<Chunk> chunks) {
        if (chunk != null) {
            chunks.add(chunk);
        }
    }

    private static Set<JsonNode> trees(List<byte[]> rows) throws IOException {
        Set<JsonNode> trees = new HashSet<>();
        for (byte[] row : rows) {
            trees.add(normal(RowTarget.JSON.readTree(row)));
        }
        return trees;
    }

    /** The id in a path. */
    private static String resource(String path, Target target) {
        Matcher matcher = Pattern.compile(target.operation().path().replace("{id}", "([^/]+)"))
                .matcher(path);
        return matcher.matches() && matcher.groupCount() == 1 ? matcher.group(1) : null;
    }

    private static JsonNode whole(byte[] row, Target target, String resource) throws IOException {
        ObjectNode whole = (ObjectNode) RowTarget.JSON.readTree(row);
        target.resourceColumn().ifPresent(column -> whole.put(column, resource));
        return whole;
    }

    /** Texts with commas and arrays of texts are the same. */
    private static JsonNode normal(JsonNode row) {
        ObjectNode normal = RowTarget.JSON.createObjectNode();
        new TreeSet<>(row.properties().stream().map(java.util.Map.Entry::getKey).toList())
                .forEach(name -> normal.put(
                        name,
                        row.get(name).isArray()
                                ? row.get(name).get(0).asText()
                                : row.get(name).asText()));
        return normal;
    }

    private static List<JsonNode> arrived(KlaviyoEmulator klaviyo, Target target, String operation) throws IOException {
        List<JsonNode> arrived = new ArrayList<>();
        for (String line : klaviyo.writes(operation).toList()) {
            JsonNode write = RowTarget.JSON.readTree(line);
            if (!write.path("body").isObject()) {
                String id = resource(write.path("path").asText(), target);
                arrived.add(RowTarget.JSON.createObjectNode().put("id", id));
                continue;
            }
            for (byte[] row : target.rows(RowTarget.bytes(write.path("body")))) {
                arrived.add(
                        normal(whole(row, target, resource(write.path("path").asText(), target))));
            }
        }
        return arrived;
    }
}
