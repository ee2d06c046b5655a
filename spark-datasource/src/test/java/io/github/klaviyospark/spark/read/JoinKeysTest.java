package io.github.klaviyospark.spark.read;

import static io.github.klaviyospark.spark.testing.Reading.PROFILES;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Joins that read what they need, and queries for values, by their exact numbers of requests. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class JoinKeysTest {

    private static final int PAGES = 50;

    @TempDir
    private Path folder;

    private int tables;
    private KlaviyoEmulator klaviyo;
    private List<String> ids;
    private List<String> emails;

    @BeforeAll
    void start(SparkSession spark) {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(100 * PAGES).start();
        Dataset<Row> all = profiles(spark);
        ids = all.select("id").as(Encoders.STRING()).collectAsList();
        emails =
                all.select("email").na().drop().distinct().as(Encoders.STRING()).collectAsList();
    }

    @AfterAll
    void stop() {
        klaviyo.close();
    }

    @BeforeEach
    void forget() {
        klaviyo.reset();
    }

    private Dataset<Row> profiles(SparkSession spark, String... options) {
        return Reading.from(klaviyo, spark)
                .option("slices", "1")
                .option("maxJoinKeys", options.length == 0 ? "10000" : options[0])
                .load("profiles");
    }

    /**
     * A table of orders, of which some are of a day. It is a file, so that Spark knows that it is small, and has a filter,
     * without which Spark looks at no keys.
     */
    private Dataset<Row> orders(SparkSession spark, String key, List<String> values, int ofTheDay) {
        List<String> lines = IntStream.range(0, values.size())
                .mapToObj(i -> "{\"" + key + "\":\"" + values.get(i) + "\",\"day\":" + (i < ofTheDay ? 1 : 2) + "}")
                .toList();
        Path table = folder.resolve("orders" + tables++);
        spark.read().json(spark.createDataset(lines, Encoders.STRING())).write().parquet(table.toString());
        return spark.read().parquet(table.toString());
    }

    @Test
    void aJoinWithThreeHundredIdsTakesThreeRequests(SparkSession spark) {
        Dataset<Row> day = orders(spark, "id", ids.subList(0, 1_000), 300).where("day = 1");

        Dataset<Row> joined = profiles(spark).join(day, "id").select("id", "email");

        assertThat(joined.queryExecution().executedPlan().toString())
                .contains("RuntimeFilters: [dynamicpruningexpression(id");
        assertThat(klaviyo.requests()).isZero();
        assertThat(joined.collectAsList()).hasSize(300);
        assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(3);
        assertThat(Reading.queries(klaviyo)).allMatch(query -> query.startsWith("filter=any(id,["));
    }

    /** The server compares addresses without regard to case, a join does not. */
    @Test
    void aJoinByAddressGivesWhatItGivesWithoutKeys(SparkSession spark) {
        List<String> shouted = emails.subList(0, 150).stream()
                .map(email -> email.length() % 2 == 0 ? email : email.toUpperCase(java.util.Locale.ROOT))
                .distinct()
                .toList();
        Dataset<Row> day = orders(spark, "email", shouted, 150).where("day = 1");

        List<Row> narrowed = profiles(spark).join(day, "email").select("id").collectAsList();
        long requests = klaviyo.stats(PROFILES).count();
        List<Row> whole = profiles(spark, "0").join(day, "email").select("id").collectAsList();

        assertThat(narrowed).containsExactlyInAnyOrderElementsOf(whole).isNotEmpty();
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void moreKeysThanAreAllowedAreNotUsed(SparkSession spark) {
        Dataset<Row> day = orders(spark, "id", ids.subList(0, 1_000), 300).where("day = 1");

        assertThat(profiles(spark, "299").join(day, "id").count()).isEqualTo(300);

        assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(PAGES);
    }

    @Test
    void noneAreUsedWhenThatIsSwitchedOff(SparkSession spark) {
        Dataset<Row> day = orders(spark, "id", ids.subList(0, 1_000), 300).where("day = 1");

        Dataset<Row> joined = profiles(spark, "0").join(day, "id");

        assertThat(joined.queryExecution().executedPlan().toString()).contains("RuntimeFilters: []");
        assertThat(joined.count()).isEqualTo(300);
        assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(PAGES);
    }

    @Test
    void keysThatNobodyHasTakeTheirRequestsAndGiveNothing(SparkSession spark) {
        Dataset<Row> day = orders(spark, "id", List.of("nobody", "noone"), 1).where("day = 1");

        assertThat(profiles(spark).join(day, "id").count()).isZero();
        assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(1);
    }

    /** A small side without rows needs no request at all. */
    @Test
    void noKeysTakeNoRequest(SparkSession spark) {
        Dataset<Row> day = orders(spark, "id", ids.subList(0, 10), 0).where("day = 1");

        assertThat(profiles(spark).join(day, "id").count()).isZero();
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void aThousandAddressesTakeTenRequests(SparkSession spark) {
        List<String> thousand = emails.subList(0, 1_000);

        Dataset<Row> found = profiles(spark).where(col("email").isin(thousand.toArray()));

        assertThat(found.queryExecution().executedPlan().toString())
                .contains("filter=any(email,[100 values]) and 9 like it");
        assertThat(found.count()).isGreaterThanOrEqualTo(1_000);
        assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(10);
    }

    /** Nobody looks again at what the user filters by, so it must not matter how many requests other values take. */
    @Test
    void aGivenFilterFindsTheSameBesideAShortAndALongList(SparkSession spark) {
        Dataset<Row> shouting = Reading.from(klaviyo, spark)
                .option("filter", "any(email,[\"" + emails.get(0).toUpperCase(java.util.Locale.ROOT) + "\"])")
                .load("profiles");
        List<String> found = shouting.select("id").as(Encoders.STRING()).collectAsList();
        assertThat(found).isNotEmpty();
        List<String> many = new java.util.ArrayList<>(ids.subList(0, 150));
        many.addAll(found);

        assertThat(shouting.where(col("id").isin(found.toArray()))
                        .select("email", "id")
                        .count())
                .isEqualTo(found.size());
        assertThat(shouting.where(col("id").isin(many.toArray()))
                        .select("email", "id")
                        .collectAsList())
                .hasSize(found.size());
    }

    @Test
    void theFirstOfAnOrderTakeOneRequest(SparkSession spark) {
        Dataset<Row> newest =
                profiles(spark).orderBy(col("updated").desc()).limit(50).select("id");

        assertThat(newest.queryExecution().executedPlan().toString()).contains("sort=-updated page[size]=50 limit=50");
        assertThat(newest.collectAsList()).hasSize(50);
        assertThat(klaviyo.stats(PROFILES).count()).isEqualTo(1);
    }
}
