package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.run.Run;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How far a write is, while it runs. */
@ExtendWith(SparkExtension.class)
class ProgressTest {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final QuotaLimits QUOTA = QuotaLimits.parse("3/1s,15/60s");

    @TempDir
    private Path folder;

    private static Run.Progress progress(long chunks, long accepted, long dead, long superseded) {
        return new Run.Progress(chunks, accepted, dead, superseded, chunks);
    }

    @Test
    void tellsTheTimeLeftThatTheQuotaLeaves() {
        ProgressWatch.State state = ProgressWatch.State.of(
                progress(15, 7_400, 30, 70),
                Run.Progress.NONE,
                OptionalLong.of(1_000_000),
                QUOTA,
                Duration.ofSeconds(6));

        assertThat(state)
                .hasToString("7,500 of 1,000,000 rows (1 %), 15 requests, 100 % of the quota, 2 h 12 min left");
    }

    @Test
    void doesNotPromiseMoreThanThePaceSoFar() {
        ProgressWatch.State state = ProgressWatch.State.of(
                progress(4, 2_000, 0, 0), Run.Progress.NONE, OptionalLong.of(4_000), QUOTA, Duration.ofMinutes(2));

        assertThat(state).hasToString("2,000 of 4,000 rows (50 %), 4 requests, 13 % of the quota, 2 min left");
    }

    @Test
    void countsWhatEarlierJobsOfTheRunDidAsDone() {
        ProgressWatch.State state = ProgressWatch.State.of(
                progress(30, 15_000, 0, 0),
                progress(20, 10_000, 0, 0),
                OptionalLong.of(20_000),
                QUOTA,
                Duration.ofMinutes(1));

        assertThat(state.rows()).isEqualTo(15_000);
        assertThat(state.requests()).isEqualTo(10);
        assertThat(state.left()).contains(Duration.ofMinutes(1));
    }

    @Test
    void knowsNoTimeLeftWithoutATotal() {
        ProgressWatch.State state = ProgressWatch.State.of(
                progress(2, 1_000, 0, 0), Run.Progress.NONE, OptionalLong.empty(), QUOTA, Duration.ofSeconds(1));

        assertThat(state).hasToString("1,000 rows, 2 requests, 100 % of the quota");
    }

    @Test
    @Timeout(300)
    void keepsTheReportUpToDateWhileItRuns(SparkSession spark) throws Exception {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder().quotas(false).start()) {
            klaviyo.createDataSource("shop.pets");
            klaviyo.fault(Fault.builder(BULK, Fault.Kind.DELAY)
                    .delay(Duration.ofMillis(1_200))
                    .build());
            // Until somebody has seen that it gets on; figures of running tasks come now and then.
            klaviyo.fault(
                    Fault.builder(BULK, Fault.Kind.STATUS).status(503).after(4).build());
            Path report = folder.resolve("report.json");

            List<JsonNode> seen = new ArrayList<>();
            Thread watcher = new Thread(() -> watch(report, seen, klaviyo::clearFaults));
            watcher.setDaemon(true);
            watcher.start();
            Writing.to(klaviyo, "shop.pets", spark.range(0, 600, 1, 3).toDF())
                    .option("idField", "id")
                    .option("writers", "1")
                    .option("chunkRecords", "100")
                    .option("runPath", folder.resolve("runs").toString())
                    .option("reportPath", report.toString())
                    .save();
            watcher.interrupt();
            watcher.join();

            assertThat(seen).isNotEmpty().allSatisfy(document -> {
                assertThat(document.at("/progress/total").asLong()).isEqualTo(600);
                assertThat(document.at("/progress/rows").asLong()).isBetween(0L, 600L);
            });
            assertThat(seen).anyMatch(ProgressTest::getsOn);
            assertThat(new ObjectMapper()
                            .readTree(report.toFile())
                            .path("status")
                            .asText())
                    .isEqualTo("accepted");
        }
    }

    private static boolean getsOn(JsonNode document) {
        return document.at("/progress/rows").asLong() >= 100
                && document.at("/progress/millisLeft").isNumber();
    }

    private static void watch(Path report, List<JsonNode> seen, Runnable whenItGetsOn) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                JsonNode document = new ObjectMapper().readTree(Files.readAllBytes(report));
                if (document.path("status").asText().equals("running")) {
                    seen.add(document);
                }
                if (getsOn(document)) {
                    whenItGetsOn.run();
                }
            } catch (IOException e) {
                // It is just being written.
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
