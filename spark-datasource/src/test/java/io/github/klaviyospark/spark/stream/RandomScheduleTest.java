package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Profiles and events that come, change, show up late or are stamped ahead of their time, between runs that end anywhere: in the end
 * the sink has every version that can be read, and none twice.
 */
@ExtendWith(SparkExtension.class)
class RandomScheduleTest {

    private static final int RUNS = 14;

    private final SetClock clock = new SetClock("2024-03-01T12:00:00Z");

    @TempDir
    Path checkpoint;

    private Shop shop;
    private Random random;
    private Follower follower;
    private int made;

    @AfterEach
    void close() {
        clock.close();
        shop.close();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"profiles, 1", "profiles, 2", "profiles, 3", "events, 4", "events, 5"})
    void deliversEverythingOnce(String collection, long seed, SparkSession spark) throws Exception {
        shop = new Shop(collection);
        random = new Random(seed);
        follower = new Follower(spark, shop, checkpoint).with("lookback", "1h");
        for (int run = 0; run < RUNS; run++) {
            clock.pass(Duration.ofSeconds(random.nextInt(1_200)));
            change();
            loseACommit();
            follower.with("maxRowsPerBatch", random.nextBoolean() ? 0 : 1 + random.nextInt(20))
                    .with("maxRequestsPerBatch", random.nextInt(4) == 0 ? 2 : 0);
            runAndPerhapsDie();
        }

        clock.pass(Duration.ofHours(6));
        // Late rows come with a new one.
        shop.put("last", clock.now().minus(Duration.ofMinutes(2)));
        follower.before(batch -> {});
        follower.after(batch -> {});
        follower.run();

        assertThat(follower.kept()).doesNotHaveDuplicates();
        assertThat(shop.versions()).containsAll(follower.kept());
        assertThat(follower.kept()).containsAll(shop.current());
        assertThat(shop.current()).hasSizeGreaterThan(50);
    }

    private void change() {
        for (int i = random.nextInt(25); i > 0; i--) {
            Instant now = clock.now().plusMillis(random.nextInt(1_000));
            switch (random.nextInt(10)) {
                // Events do not change.
                case 0, 1, 2 ->
                    shop.put("p" + (shop.collection().equals("events") ? ++made : random.nextInt(1 + made)), now);
                // Late, but not later than what is looked back to.
                case 3, 4 -> shop.put("p" + ++made, now.minusSeconds(random.nextInt(40 * 60)));
                case 5 -> shop.put("p" + ++made, now.plusSeconds(random.nextInt(3_600)));
                default -> shop.put("p" + ++made, now.minusSeconds(random.nextInt(5)));
            }
        }
    }

    private void runAndPerhapsDie() throws Exception {
        boolean dies = random.nextBoolean();
        boolean first = random.nextBoolean();
        int[] left = {random.nextInt(3)};
        Runnable death = () -> {
            if (dies && left[0]-- == 0) {
                throw new IllegalStateException("killed");
            }
        };
        follower.before(batch -> {
            if (first) {
                death.run();
            }
        });
        follower.after(batch -> {
            if (!first) {
                death.run();
            }
        });
        try {
            follower.run();
        } catch (StreamingQueryException e) {
            assertThat(e).hasMessageContaining("killed");
        }
    }

    /** As if the machine had gone down before it could write it. */
    private void loseACommit() throws IOException {
        Path commits = checkpoint.resolve("commits");
        if (random.nextInt(3) > 0 || !Files.exists(commits)) {
            return;
        }
        try (Stream<Path> files = Files.list(commits)) {
            List<Path> all = files.toList();
            long last = all.stream()
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(-1);
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (name.equals("" + last) || name.equals("." + last + ".crc")) {
                    Files.delete(file);
                }
            }
        }
    }
}
