package io.github.klaviyospark.spark.read;

import static io.github.klaviyospark.spark.testing.Reading.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A read that is cut gives what one that is not cut gives. */
@ExtendWith(SparkExtension.class)
@Timeout(180)
class SlicesTest {

    private static final Instant BURST = Instant.parse("2024-04-04T04:04:04Z");

    private static List<String> ids(Dataset<Row> rows) {
        return rows.select("id").as(Encoders.STRING()).collectAsList();
    }

    private static String line(String id, Instant created, Instant updated) {
        return """
                {"id":"%s","attributes":{"email":"%s@slices.example.net","created":"%s","updated":"%s"}}""".formatted(id, id.toLowerCase(java.util.Locale.ROOT), created, updated);
    }

    /** Thousands of one second, others a few microseconds on either side of whole seconds. */
    private static List<String> ties() {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 20_000).forEach(i -> lines.add(line("TIE%06d".formatted(i), BURST, BURST)));
        IntStream.range(0, 5_000).forEach(i -> {
            Instant near = BURST.plusSeconds(i / 10).plusNanos((i % 10) * 111_111_000L);
            lines.add(line("NEAR%06d".formatted(i), near, near));
        });
        return lines;
    }

    /** Adds profiles and changes those that are there, some with every twenty requests, until it is told to stop. */
    private static Thread busy(KlaviyoEmulator klaviyo, AtomicBoolean done) {
        Thread thread = new Thread(() -> {
            for (int round = 0; !done.get(); round++) {
                List<String> lines = new ArrayList<>();
                Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
                for (int i = 0; i < 20; i++) {
                    lines.add(line("NEW%08d".formatted(round * 20 + i), now, now));
                    lines.add(line("TIE%06d".formatted((round * 20 + i) % 20_000), BURST, now));
                }
                klaviyo.addProfiles(lines);
                long next = klaviyo.requests() + 20;
                while (!done.get() && klaviyo.requests() < next) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void givesEveryProfileOnceWhileOthersComeAndChange(SparkSession spark) throws InterruptedException {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(175_000).start()) {
            klaviyo.addProfiles(ties());
            Map<String, Integer> times = new HashMap<>();
            klaviyo.profiles().forEach(profile -> times.put(id(profile), 0));
            assertThat(times).hasSize(200_000);
            AtomicBoolean done = new AtomicBoolean();
            Thread busy = busy(klaviyo, done);

            List<String> found = ids(Reading.from(klaviyo, spark).load("profiles"));

            done.set(true);
            busy.join();
            found.forEach(id -> times.merge(id, 1, Integer::sum));
            long added = times.size() - 200_000L;
            times.keySet().removeIf(id -> id.startsWith("NEW"));
            assertThat(times).hasSize(200_000);
            assertThat(times.values()).allMatch(count -> count == 1);
            assertThat(found).doesNotHaveDuplicates();
            assertThat(added).isPositive();
            long most = Math.round(1.02 * Math.ceil(found.size() / 100.0)) + 20;
            System.out.printf(
                    "%d profiles, %d of them added meanwhile, in %d requests, %d allowed.%n",
                    found.size(), added, klaviyo.requests(), most);
            assertThat(klaviyo.requests()).isLessThanOrEqualTo(most);
        }
    }

    private static String id(String profile) {
        int start = profile.indexOf("\"id\":\"") + 6;
        return profile.substring(start, profile.indexOf('"', start));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void isTheSameHoweverManySlices(int slices, SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(3_000).start()) {
            klaviyo.addProfiles(ties().subList(19_000, 21_500));
            List<String> expected = klaviyo.profiles().map(SlicesTest::id).toList();
            Dataset<Row> profiles =
                    Reading.from(klaviyo, spark).option("slices", slices).load("profiles");

            assertThat(ids(profiles)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(profiles.where("created >= '2024-04-04T04:04:04Z' AND created < '2024-04-04T04:06:00Z'")
                            .count())
                    .isEqualTo(profiles.filter("date_trunc('minute', created) IN (TIMESTAMP'2024-04-04T04:04:00Z',"
                                    + " TIMESTAMP'2024-04-04T04:05:00Z')")
                            .count());
        }
    }

    /** Events are cut by their own time, and have nothing else by which to look where. */
    @Test
    void givesEveryEventOnce(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder()
                        .quotas(false)
                        .profiles(100)
                        .events(12_000)
                        .start();
                Stream<String> events = klaviyo.resources("events")) {
            assertThat(ids(Reading.from(klaviyo, spark).load("events")))
                    .containsExactlyInAnyOrderElementsOf(
                            events.map(SlicesTest::id).toList());
            assertThat(klaviyo.requests()).isLessThanOrEqualTo(Math.round(1.02 * 60) + 20);
        }
    }

    /** The column that tells whose slice a row is in is read, and not shown. */
    @Test
    void showsNoColumnThatIsNotWanted(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(3_000).start()) {
            Dataset<Row> profiles = Reading.from(klaviyo, spark)
                    .option("slices", "3")
                    .load("profiles")
                    .select("last_name", "id");

            List<Row> rows = profiles.collectAsList();

            assertThat(rows).hasSize(3_000).allMatch(row -> row.size() == 2);
            assertThat(profiles.where("last_name IS NOT NULL").distinct().count())
                    .isEqualTo(rows.stream().filter(row -> !row.isNullAt(0)).count());
            assertThat(Reading.queries(klaviyo))
                    .anyMatch(query -> query.contains("fields[profile]=last_name,created&"));
        }
    }

    @Test
    void looksNowhereWhenOnlySomeRowsAreWanted(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(3_000).start()) {
            Dataset<Row> profiles = Reading.from(klaviyo, spark).load("profiles");

            assertThat(profiles.limit(150).count()).isEqualTo(150);
            assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(2);
            assertThat(profiles.orderBy("created").limit(3).collectAsList()).hasSize(3);
            assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(3);
        }
    }

    @Test
    void explainsWithoutLooking(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            Dataset<Row> profiles = Reading.from(klaviyo, spark)
                    .option("apiKeySource", "env:KLAVIYO_NO_SUCH_KEY")
                    .load("profiles");

            assertThat(profiles.queryExecution().toString()).contains("slices=auto by created");
            profiles.groupBy("id").count().explain("formatted");
            assertThat(klaviyo.requests()).isZero();
        }
    }
}
