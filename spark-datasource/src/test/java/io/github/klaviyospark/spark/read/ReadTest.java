package io.github.klaviyospark.spark.read;

import static io.github.klaviyospark.spark.testing.Reading.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ReadTest {

    private static List<String> ids(Dataset<Row> rows) {
        return rows.select("id").as(Encoders.STRING()).collectAsList();
    }

    @Test
    void explainsItselfWithoutAKeyARequestOrAText(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            Dataset<Row> query = Reading.from(klaviyo, spark)
                    .option("apiKeySource", "env:KLAVIYO_NO_SUCH_KEY")
                    .load("profiles")
                    .where("email IN ('jo@shop.example.net', 'al@shop.example.net')"
                            + " AND created > TIMESTAMP'2026-01-01 00:00:00Z'")
                    .select("id");

            String plan = query.queryExecution().executedPlan().toString();

            String scan = plan.lines()
                    .filter(line -> line.contains("BatchScan"))
                    .findFirst()
                    .orElseThrow();
            assertThat(scan)
                    .contains("klaviyo profiles filter=any(email,[2 values]),greater-than(created,2026-01-01T00:00:00Z)"
                            + " fields[profile]=email,created page[size]=100 quota=10000/1s")
                    .doesNotContain("shop.example.net");
            assertThat(klaviyo.requests()).isZero();
        }
    }

    @Test
    void sendsTheFilterThatIsGivenBesidesThoseThatFollow(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(3_000).start()) {
            Dataset<Row> all = Reading.from(klaviyo, spark).load("profiles");
            List<String> expected =
                    ids(all.where("exists(subscriptions.email.marketing.suppression, one -> one.reason = 'HARD_BOUNCE')"
                            + " AND created < TIMESTAMP'2024-01-01 00:00:00Z'"));
            klaviyo.reset();

            List<String> found = ids(Reading.from(klaviyo, spark)
                    .option("filter", "equals(subscriptions.email.marketing.suppression.reason,'HARD_BOUNCE')")
                    .load("profiles")
                    .where("created < TIMESTAMP'2024-01-01 00:00:00Z'"));

            assertThat(found).containsExactlyInAnyOrderElementsOf(expected).isNotEmpty();
            assertThat(Reading.queries(klaviyo))
                    .isNotEmpty()
                    .allMatch(query -> query.startsWith("filter=less-than(created,2024-01-01T00:00:00Z),"
                            + "equals(subscriptions.email.marketing.suppression.reason,\"HARD_BOUNCE\")&"));
        }
    }

    /** A field that the user filters by is left alone by what follows from the query. */
    @Test
    void comparesNoFieldTwice(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(3_000).start()) {
            Dataset<Row> recent = Reading.from(klaviyo, spark)
                    .option("filter", "greater-than(created,2025-01-01T00:00:00Z)")
                    .load("profiles");

            long found =
                    recent.where("created > TIMESTAMP'2026-01-01 00:00:00Z'").count();

            assertThat(found).isPositive().isLessThan(recent.count());
            assertThat(Reading.queries(klaviyo)).allMatch(query -> !query.contains("2026-01-01"));
        }
    }

    @Test
    void readsTheColumnsOfAGivenSchema(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(150).start()) {
            Dataset<Row> rows = Reading.from(klaviyo, spark)
                    .option("slices", "1")
                    .schema("location STRUCT<city: STRING>, id STRING")
                    .load("profiles");

            assertThat(rows.columns()).containsExactly("location", "id");
            assertThat(rows.collectAsList()).hasSize(150);
            assertThat(Reading.queries(klaviyo).get(0)).isEqualTo("fields[profile]=location.city&page[size]=100");
        }
    }

    /** The documented quotas, against a server that keeps them: 75 a second, and 10 with predictive analytics. */
    @Test
    void keepsTheQuotaAndTheDearerOne(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder().profiles(8_500).start()) {
            Dataset<Row> profiles = spark.read()
                    .format("klaviyo")
                    .option("endpoint", klaviyo.endpoint())
                    .option("slices", "1")
                    .load("profiles");

            assertThat(profiles.select("email").collectAsList()).hasSize(8_500);
            assertThat(profiles.select("predictive_analytics.churn_probability")
                            .limit(1_200)
                            .collectAsList())
                    .hasSize(1_200);

            assertThat(klaviyo.stats(PROFILES).status()).isEqualTo(Map.of(200, 85L + 12));
        }
    }

    @Test
    void waitsWhenItIsTold(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(300).start()) {
            klaviyo.fault(Fault.builder(PROFILES, Fault.Kind.STATUS)
                    .status(429)
                    .retryAfter(1)
                    .times(2)
                    .build());
            klaviyo.fault(Fault.builder(PROFILES, Fault.Kind.DELAY)
                    .delay(Duration.ofMillis(50))
                    .build());

            assertThat(ids(Reading.from(klaviyo, spark).load("profiles")))
                    .hasSize(300)
                    .doesNotHaveDuplicates();
        }
    }

    /** What the emulator holds and Spark shows differ in form only; the row stays what the table says. */
    @Test
    void joinsAndGroupsLikeAnyTable(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(400).start()) {
            Reading.from(klaviyo, spark).option("slices", "1").load("profiles").createOrReplaceTempView("profiles");

            List<Row> byConsent = spark.sql("""
                            SELECT subscriptions.email.marketing.consent AS consent, count(*) AS n
                            FROM profiles GROUP BY 1 ORDER BY 1 NULLS FIRST
                            """).collectAsList();
            klaviyo.reset();
            long matches = spark.sql("SELECT 1 FROM profiles a JOIN profiles b USING (id)")
                    .count();

            assertThat(byConsent.stream().mapToLong(row -> row.getLong(1)).sum())
                    .isEqualTo(400);
            assertThat(byConsent.size()).isGreaterThan(1);
            assertThat(matches).isEqualTo(400);
            assertThat(klaviyo.requests()).as("both sides are read once").isEqualTo(4);
        }
    }
}
