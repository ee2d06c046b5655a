package io.github.klaviyospark.spark.sink;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.random.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stream that is ended ten times, in every way that a process can do to itself, and begun again. */
@ExtendWith(SparkExtension.class)
@Timeout(600)
class KilledStreamTest {

    private static final int FILES = 10;
    private static final int ROWS = 10_000;
    private static final int CHUNK = 200;
    private static final int WRITERS = 2;

    @TempDir
    private Path folder;

    private final Set<String> underWay = new HashSet<>();
    private final List<String> killed = new ArrayList<>();

    private Random random;
    private KlaviyoEmulator klaviyo;
    private Inflow inflow;

    @BeforeEach
    void start(SparkSession spark, TestInfo test) {
        long seed = test.getTags().contains("quota") ? Seeds.fresh() : Seeds.fixed();
        System.out.println("random.seed=" + seed);
        random = new Random(seed);
        klaviyo = KlaviyoEmulator.builder().quotas(false).seed(seed).start();
        inflow = new Inflow(spark, folder, klaviyo)
                .with("writers", WRITERS)
                .with("chunkRecords", CHUNK)
                .with("maxStall", "1s");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    @Test
    void deliversEverythingAndSendsAgainOnlyWhatWasUnderWay() throws Exception {
        deliversEverything();
    }

    @Test
    @Tag("seeds")
    void deliversEverythingWhereverElseItIsEnded() throws Exception {
        deliversEverything();
    }

    private void deliversEverything() throws Exception {
        Map<Long, String> last = new HashMap<>();
        Set<String> all = new HashSet<>();
        for (int file = 0; file < FILES; file++) {
            // Most ids come once more with the next file, with another value.
            long from = file * 4_000L;
            List<String> rows = Inflow.rows(from, from + ROWS, "v" + file + "-");
            inflow.arrive(rows);
            for (int i = 0; i < ROWS; i++) {
                last.put(from + i, rows.get(i));
            }
            all.addAll(rows);
            int left = Math.max(1, (all.size() - inflow.ledger().size()) / CHUNK);
            switch (file % 3) {
                case 0 -> stopAfter(1 + random.nextInt(left));
                case 1 -> failAfter(random.nextInt(left));
                default -> loseCommit();
            }
        }
        inflow.run();

        System.out.println(killed);
        List<String> ledger = inflow.ledger();
        assertThat(all).hasSize(FILES * ROWS);
        assertThat(new HashSet<>(ledger)).isEqualTo(all);
        assertThat(inflow.held()).isEqualTo(last);
        List<String> again = againIn(ledger);
        System.out.println(again.size() + " records were sent again, of " + underWay.size() + " that were under way.");
        assertThat(underWay).containsAll(again);
        assertThat(again.size()).isLessThanOrEqualTo(FILES * WRITERS * CHUNK);
        assertThat(inflow.receipts().resolve("epochs")).satisfies(epochs -> {
            try (Stream<Path> kept = Files.list(epochs)) {
                assertThat(kept).hasSizeLessThanOrEqualTo(3);
            }
        });
    }

    private static List<String> againIn(List<String> ledger) {
        Set<String> seen = new HashSet<>();
        return ledger.stream().filter(row -> !seen.add(row)).toList();
    }

    private StreamingQuery startSlowly(int requests) throws Exception {
        int enough = inflow.ledger().size() + requests * CHUNK;
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.DELAY)
                .delay(Duration.ofMillis(5))
                .build());
        StreamingQuery query = inflow.start(Trigger.AvailableNow());
        while (query.isActive() && inflow.ledger().size() < enough) {
            Thread.onSpinWait();
        }
        return query;
    }

    /** Stops the query in the middle of an epoch. */
    private void stopAfter(int requests) throws Exception {
        StreamingQuery query = startSlowly(requests);
        int before = inflow.ledger().size();
        query.stop();
        klaviyo.clearFaults();
        // What a writer had sent when it was stopped, and has no receipt for.
        List<String> ledger = inflow.ledger();
        underWay.addAll(ledger.subList(Math.max(0, before - WRITERS * CHUNK), ledger.size()));
        killed.add("stopped at " + ledger.size());
    }

    /** Klaviyo refuses a request for good. */
    private void failAfter(int requests) throws Exception {
        int before = inflow.ledger().size();
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(403)
                .after(requests)
                .times(1)
                .build());
        try {
            inflow.run();
        } catch (StreamingQueryException e) {
            assertThat(e).hasStackTraceContaining("Klaviyo answered 403");
        }
        klaviyo.clearFaults();
        List<String> ledger = inflow.ledger();
        // The other writer is ended when the first one fails.
        underWay.addAll(ledger.subList(Math.max(before, ledger.size() - WRITERS * CHUNK), ledger.size()));
        killed.add("failed at " + ledger.size());
    }

    /** All is done, and Spark has not noted that of the last epoch. */
    private void loseCommit() throws Exception {
        inflow.run();
        try (Stream<Path> commits = Files.list(inflow.checkpoint().resolve("commits"))) {
            long last = commits.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElseThrow();
            inflow.forget("commits", last);
            killed.add("without commit " + last);
        }
    }
}
