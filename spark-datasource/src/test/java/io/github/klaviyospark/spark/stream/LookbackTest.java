package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that show up after their time. */
@ExtendWith(SparkExtension.class)
class LookbackTest {

    private final Shop shop = new Shop();
    private final SetClock clock = new SetClock("2024-03-01T12:00:00Z");

    @TempDir
    Path checkpoint;

    private Follower follower;

    @BeforeEach
    void begin(SparkSession spark) {
        follower = new Follower(spark, shop, checkpoint).with("lookback", "1h");
        shop.put("a", "2024-03-01T10:50:00Z");
        shop.put("b", "2024-03-01T11:00:00Z");
    }

    @AfterEach
    void close() {
        clock.close();
        shop.close();
    }

    private Path delivered() {
        return checkpoint.resolve("sources").resolve("0").resolve("delivered");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(delivered())) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void deliversThemOnceWithTheNextBatch() throws Exception {
        follower.run();
        shop.put("late", "2024-03-01T10:55:00Z");
        shop.put("c", "2024-03-01T11:10:00Z");
        follower.run();
        shop.put("d", "2024-03-01T11:20:00Z");
        follower.run();

        assertThat(follower.batches().stream().map(Set::copyOf))
                .containsExactly(
                        Set.of("a@1709290200", "b@1709290800"),
                        Set.of("late@1709290500", "c@1709291400"),
                        Set.of("d@1709292000"));
    }

    @Test
    void leavesThoseThatAreTooLate() throws Exception {
        follower.run();
        shop.put("late", "2024-03-01T10:00:00Z");
        shop.put("c", "2024-03-01T11:10:00Z");
        follower.run();

        assertThat(follower.batches().get(1)).containsExactly("c@1709291400");
    }

    /** What was delivered before the first file was written is not known, and not delivered again. */
    @Test
    void looksBackNoFartherThanItKnows(SparkSession spark) throws Exception {
        Follower forgetful = new Follower(spark, shop, checkpoint);
        forgetful.run();
        shop.put("late", "2024-03-01T10:55:00Z");
        shop.put("c", "2024-03-01T11:10:00Z");
        follower.run();
        assertThat(follower.kept()).containsExactly("c@1709291400");

        shop.put("late2", "2024-03-01T11:05:00Z");
        shop.put("d", "2024-03-01T11:20:00Z");
        follower.run();
        assertThat(follower.batches().get(1)).containsExactlyInAnyOrder("late2@1709291100", "d@1709292000");
    }

    @Test
    void deliversABatchAgainAsItWas() throws Exception {
        follower.run();
        shop.put("late", "2024-03-01T10:55:00Z");
        shop.put("c", "2024-03-01T11:10:00Z");
        boolean[] isAlive = {true};
        follower.after(batch -> {
            if (isAlive[0]) {
                isAlive[0] = false;
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> follower.run()).hasMessageContaining("killed");

        // Both belong to the batch by their time, and were not there when the sink got it.
        shop.put("later", "2024-03-01T10:56:00Z");
        shop.put("inside", "2024-03-01T11:05:00Z");
        shop.put("d", "2024-03-01T11:20:00Z");
        follower.run();

        assertThat(follower.seen().get(2))
                .containsExactlyInAnyOrderElementsOf(follower.seen().get(1));
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    /** An attempt that did not come to its end may have delivered nothing to anybody. */
    @Test
    void throwsAwayWhatAnUnfinishedAttemptPutDown() throws Exception {
        follower.run();
        Files.delete(checkpoint.resolve("commits").resolve("0"));
        Files.delete(checkpoint.resolve("commits").resolve(".0.crc"));
        for (Path file : files()) {
            Files.delete(file);
        }
        shop.put("inside", "2024-03-01T10:52:00Z");

        follower.run();

        assertThat(follower.seen().get(1))
                .containsExactlyInAnyOrder("a@1709290200", "b@1709290800", "inside@1709290320");
        assertThat(files()).hasSize(1);
    }

    /** A sink that goes over a batch twice must not find a row the second time that was not there the first time. */
    @Test
    void givesTheSameRowsToASinkThatReadsTwice(SparkSession spark) throws Exception {
        List<Long> counts = new ArrayList<>();
        follower.reader()
                .load("profiles")
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch((rows, batch) -> {
                    counts.add(rows.count());
                    shop.put("inside" + batch, "2024-03-01T10:52:00Z");
                    counts.add(rows.count());
                })
                .start()
                .awaitTermination();

        assertThat(counts).containsExactly(2L, 2L);
    }

    @Test
    void forgetsWhatNobodyLooksBackTo() throws Exception {
        follower.run();
        for (int i = 0; i < 5; i++) {
            clock.pass(Duration.ofMinutes(40));
            shop.put("a", clock.now().minusSeconds(120));
            follower.run();
        }

        try (Stream<Path> batches = Files.list(delivered())) {
            assertThat(batches).hasSizeBetween(2, 3);
        }
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void putsDownNothingWhenNobodyLooksBack(SparkSession spark) throws Exception {
        new Follower(spark, shop, checkpoint).run();

        assertThat(delivered()).doesNotExist();
    }
}
