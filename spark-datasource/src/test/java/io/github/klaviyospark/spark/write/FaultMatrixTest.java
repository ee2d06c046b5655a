package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static io.github.klaviyospark.spark.testing.Writing.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of fault that a request can meet, twenty times and more: the ledger equals the input. */
@ExtendWith(SparkExtension.class)
@Timeout(180)
class FaultMatrixTest {

    private static final int TIMES = 24;

    private static final Set<Object> ONE_OF_EACH_CAUSE =
            Set.of(Fault.Kind.STATUS, Fault.Kind.RESET_AFTER, Fault.Kind.TRUNCATE);

    @TempDir
    private Path folder;

    /**
     * How rows are sent.
     *
     * @param chunk rows in a request; one goes to the endpoint for single records
     * @param rate how many requests fail, of as many as there are
     */
    private record Shape(int rows, int chunk, double rate) {

        boolean isSingle() {
            return chunk == 1;
        }

        String operation() {
            return isSingle() ? SINGLE : BULK;
        }
    }

    static Stream<Arguments> faults() {
        // Rare enough that no request meets five in succession.
        Shape bulk = new Shape(20_000, 50, 0.15);
        Shape single = new Shape(800, 1, 0.05);
        return Stream.concat(
                kinds().map(kind -> arguments(bulk, kind)),
                kinds().filter(kind -> ONE_OF_EACH_CAUSE.contains(kind.get()[0]))
                        .map(kind -> arguments(single, kind)));
    }

    private static Arguments arguments(Shape shape, Arguments kind) {
        Object[] fault = kind.get();
        return Arguments.of(shape, fault[0], fault[1], fault[2]);
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(Fault.Kind.STATUS, 408, false),
                Arguments.of(Fault.Kind.STATUS, 429, false),
                Arguments.of(Fault.Kind.STATUS, 500, false),
                Arguments.of(Fault.Kind.STATUS, 503, false),
                Arguments.of(Fault.Kind.HTML, 502, false),
                Arguments.of(Fault.Kind.HTML, 524, false),
                Arguments.of(Fault.Kind.RESET_BEFORE, 0, false),
                Arguments.of(Fault.Kind.RESET_AFTER, 0, true),
                Arguments.of(Fault.Kind.TRUNCATE, 0, true),
                Arguments.of(Fault.Kind.CUT, 0, false),
                Arguments.of(Fault.Kind.DELAY, 0, false));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("faults")
    void deliversEveryRow(Shape shape, Fault.Kind kind, int status, boolean isAmbiguous, SparkSession spark)
            throws IOException {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).seed(4).start()) {
            String source = klaviyo.createDataSource("shop.pets");
            Fault.Builder fault =
                    Fault.builder(shape.operation(), kind).rate(shape.rate()).times(TIMES);
            if (status > 0) {
                fault.status(status);
            }
            if (kind == Fault.Kind.DELAY) {
                fault.delay(Duration.ofMillis(150));
            }
            klaviyo.fault(fault.build());

            Writing.to(
                            klaviyo,
                            "shop.pets",
                            spark.range(0, shape.rows(), 1, 20)
                                    .selectExpr("id", "id * 7919 AS value", "uuid() AS ballast"))
                    .option("idField", "id")
                    .option("duplicates", "last")
                    .option("ingest", shape.isSingle() ? "single" : "bulk")
                    .option("chunkRecords", shape.chunk())
                    .option("writers", "2")
                    .option("inFlight", "8")
                    .option("runPath", folder.resolve("runs").toUri().toString())
                    .option("reportPath", folder.resolve("report.json").toUri().toString())
                    .save();

            assertThat(klaviyo.fired()).isGreaterThanOrEqualTo(20);
            List<String> arrived = klaviyo.records(source);
            Set<Long> ids = new HashSet<>();
            for (String line : arrived) {
                JsonNode record = new ObjectMapper().readTree(line);
                long id = record.path("id").asLong();
                assertThat(record.path("value").asLong()).isEqualTo(id * 7919);
                ids.add(id);
            }
            assertThat(ids).hasSize(shape.rows());
            long mostTwice = isAmbiguous ? klaviyo.fired() * shape.chunk() : 0;
            assertThat((long) arrived.size() - shape.rows()).isBetween(isAmbiguous ? 1L : 0L, mostTwice);

            JsonNode report =
                    new ObjectMapper().readTree(folder.resolve("report.json").toFile());
            assertThat(report.path("accepted").asLong()).isEqualTo(shape.rows());
            assertThat(report.path("requests").asLong())
                    .isEqualTo(klaviyo.stats(shape.operation()).count());
            assertThat(report.path(status == 429 ? "throttled" : "repeated").asLong())
                    .isEqualTo(kind == Fault.Kind.DELAY || kind == Fault.Kind.CUT ? 0 : klaviyo.fired());
        }
    }
}
