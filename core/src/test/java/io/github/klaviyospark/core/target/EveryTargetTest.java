package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
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
import java.util.Optional;
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
 * arrives at most once, and exactly the rows of requests that were struck are named. Requests that ask for jobs are struck
 * as well. Pauses cost no time: a clock of the test tells it.
 */
@Timeout(120)
class EveryTargetTest {

    private static final int ROWS = 40;
    private static final int CHUNK = 3;

    /** Often enough, and with this seed no request is without luck five times in succession. */
    private static final double RATE = 0.3;

    private static final long SEED = 7;

    private record Mishap(String name, Fault.Kind kind, int status, boolean isAmbiguous) {

        Fault on(String operation) {
            Fault.Builder fault = Fault.builder(operation, kind).rate(RATE);
            return (status > 0 ? fault.status(status) : fault).build();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Mishap> MISHAPS = List.of(
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

    private static KlaviyoEmulator emulator() {
        return KlaviyoEmulator.builder().quotas(false).profiles(50).seed(SEED).start();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("all")
    void losesNothingAndDoublesNothing(Target target, Mishap mishap) throws IOException {
        try (KlaviyoEmulator klaviyo = emulator()) {
            List<byte[]> rows = new Samples(klaviyo).of(target, ROWS);
            String operation = target.operation().label();
            Fault fault = mishap.on(operation);
            klaviyo.fault(fault);
            Optional<Fault> ofJobs = target.job().map(job -> mishap.on(job.get().label()));
            ofJobs.ifPresent(klaviyo::fault);

            Result result = deliver(klaviyo, target, rows, Optional.of(fault));

            assertThat(klaviyo.fired(fault)).isGreaterThanOrEqualTo(2);
            ofJobs.ifPresent(struck -> assertThat(klaviyo.fired(struck)).isPositive());
            Set<JsonNode> wanted = trees(rows);
            List<JsonNode> arrived = arrived(klaviyo, target, operation);
            assertThat(result.others()).isEmpty();
            boolean isRepeated = target.operation().repeatable() || !mishap.isAmbiguous();
            assertThat(result.inDoubt()).isEqualTo(isRepeated ? Set.of() : result.struck());
            Set<JsonNode> certain = new HashSet<>(wanted);
            certain.removeAll(result.inDoubt());
            assertThat(arrived).containsAll(certain);
            assertThat(wanted).containsAll(arrived);
            if (!target.operation().repeatable() || !mishap.isAmbiguous()) {
                assertThat(arrived).doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.klaviyospark.core.target.Targets#all")
    void deliversEachRowOnceWhereNothingHappens(Target target) throws IOException {
        try (KlaviyoEmulator klaviyo = emulator()) {
            List<byte[]> rows = new Samples(klaviyo).of(target, ROWS);

            Result result = deliver(klaviyo, target, rows, Optional.empty());

            assertThat(result.inDoubt()).isEmpty();
            assertThat(result.others()).isEmpty();
            assertThat(arrived(klaviyo, target, target.operation().label()))
                    .containsExactlyInAnyOrderElementsOf(trees(rows));
        }
    }

    /**
     * What became of rows.
     *
     * @param inDoubt those that are said to be in doubt
     * @param struck those of requests that the fault struck
     */
    private record Result(Set<JsonNode> inDoubt, Set<JsonNode> struck, List<Rejection> others) {}

    private static Result deliver(KlaviyoEmulator klaviyo, Target target, List<byte[]> rows, Optional<Fault> fault)
            throws IOException {
        FakeClock clock = new FakeClock();
        Result result = new Result(new HashSet<>(), new HashSet<>(), new ArrayList<>());
        try (KlaviyoClient client = KlaviyoClient.builder(
                        Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_every", "a test"))
                .time(Quotas.with(clock), clock)
                .build()) {
            JobPatience patience = new JobPatience(Duration.ofMinutes(30), clock);
            BulkSender sender = new BulkSender(client, target, new Tally(), patience);
            for (Chunk chunk : Chunks.of(target, rows, CHUNK)) {
                long before = fault.map(klaviyo::fired).orElse(0L);
                Delivered delivered = sender.deliver(chunk, new Breaker(1_000));
                if (fault.map(klaviyo::fired).orElse(0L) > before) {
                    for (int place = 0; place < chunk.records(); place++) {
                        result.struck().add(row(target, chunk, place));
                    }
                }
                for (Rejection rejection : delivered.rejections()) {
                    if (rejection.code().equals(Rejection.IN_DOUBT)) {
                        result.inDoubt().add(row(target, chunk, rejection.place()));
                    } else {
                        result.others().add(rejection);
                    }
                }
            }
        }
        return result;
    }

    private static JsonNode row(Target target, Chunk chunk, int place) throws IOException {
        byte[] row = target.rows(chunk.requestOf(place)).get(0);
        return normal(whole(row, target, chunk.resource().orElse(null)));
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
