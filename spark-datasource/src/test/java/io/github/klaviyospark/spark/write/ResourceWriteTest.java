package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.write.ResourceWrites.IMPORT;
import static io.github.klaviyospark.spark.write.ResourceWrites.people;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.spark.sink.LogLines;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows into resources other than records, and what they are there. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class ResourceWriteTest {

    @AutoClose
    private final ResourceWrites writes;

    ResourceWriteTest(@TempDir Path folder) {
        writes = new ResourceWrites(folder);
    }

    @Test
    void theLaterRowOfAnIdWinsWhateverItsRequestIs(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql("SELECT 'ada@shop.example.net' AS email, '" + writes.list(1)
                + "' AS list_id, 'silver' AS title, 1 AS n UNION ALL SELECT 'ada@shop.example.net', '" + writes.list(0)
                + "', 'gold', 2");
        for (String duplicates : List.of("keep", "last")) {
            writes.klaviyo.reset();
            writes.write(rows)
                    .option("idField", "email")
                    .option("orderField", "n")
                    .option("otherColumns", "properties")
                    .option("duplicates", duplicates)
                    .save("profiles");

            assertThat(Reading.from(writes.klaviyo, spark)
                            .load("profiles")
                            .where("email = 'ada@shop.example.net'")
                            .head()
                            .<String>getAs("title"))
                    .isEqualTo("gold");
        }
    }

    @Test
    void eventsStandBelowTheirProfilesAThousandARequest(SparkSession spark) throws IOException {
        Dataset<Row> events = spark.range(0, 2_500, 1, 7)
                .selectExpr(
                        "concat('p', id % 50, '@shop.example.net') AS email",
                        "'Visited' AS metric",
                        "timestamp'2026-10-01 10:00:00' AS time",
                        "concat('visit-', id) AS unique_id",
                        "named_struct('page', id) AS properties");

        writes.write(events.union(events.limit(100))).option("writers", "1").save("events");

        List<JsonNode> bodies =
                writes.bodies("POST /api/event-bulk-create-jobs").toList();
        assertThat(bodies).hasSize(3);
        long groups = bodies.stream()
                .mapToLong(body ->
                        body.at("/data/attributes/events-bulk-create/data").size())
                .sum();
        assertThat(groups).isBetween(50L, 52L);
        List<String> sent = bodies.stream()
                .flatMap(body ->
                        body.at("/data/attributes/events-bulk-create/data").valueStream())
                .flatMap(group -> group.at("/attributes/events/data").valueStream())
                .map(event -> event.at("/attributes/unique_id").asText())
                .toList();
        assertThat(sent).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(writes.report().path("superseded").asLong()).isEqualTo(100);
    }

    @Test
    void whatKlaviyosDocumentsDisagreeOnIsSentWithAWarning(SparkSession spark) throws IOException {
        String properties = IntStream.range(0, 301)
                .mapToObj(i -> "'p" + i + "', id")
                .collect(Collectors.joining(", ", "named_struct(", ")"));
        Dataset<Row> events = spark.range(1, 9, 1, 1)
                .selectExpr(
                        "concat('p', id, '@shop.example.net') AS email",
                        "'Visited' AS metric",
                        "timestamp'1999-12-31 10:00:00' AS time",
                        "concat('visit-', id) AS unique_id",
                        properties + " AS properties");

        try (LogLines log = new LogLines()) {
            writes.write(events).option("writers", "1").save("events");

            assertThat(log.of("WARN", "Events before 2000 are sent")).hasSize(1);
            assertThat(log.of("WARN", "Events with more than 300 properties are sent"))
                    .hasSize(1);
        }
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(8);
    }

    @Test
    void consentShowsInProfiles(SparkSession spark) throws IOException {
        Dataset<Row> rows = people(spark, 30)
                .selectExpr(
                        "email",
                        "array('email') AS channels",
                        "true AS historical_import",
                        "timestamp'2026-01-05 10:00:00' AS consented_at",
                        "IF(n % 2 = 0, NULL, '" + writes.list(0) + "') AS list_id");

        writes.write(rows).option("writers", "1").save("subscriptions");

        assertThat(writes.bodies("POST /api/profile-subscription-bulk-create-jobs"))
                .hasSize(2);
        assertThat(Reading.from(writes.klaviyo, spark)
                        .load("profiles")
                        .where("email LIKE 'p%@shop.example.net'")
                        .where("subscriptions.email.marketing.consent = 'SUBSCRIBED'")
                        .count())
                .isEqualTo(30);
    }

    @Test
    void profilesAreDeletedOnceThatIsConfirmed(SparkSession spark) throws IOException {
        writes.write(people(spark, 5).drop("n")).save("profiles");

        writes.write(people(spark, 3).select("email")).option("dryRun", "true").save("data-privacy-deletions");
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(3);
        assertThat(writes.report().path("status").asText()).isEqualTo("planned");
        writes.write(people(spark, 3).select("email"))
                .option("confirm", "delete-profiles")
                .save("data-privacy-deletions");

        assertThat(Reading.from(writes.klaviyo, spark)
                        .load("profiles")
                        .where("email LIKE 'p%@shop.example.net'")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void namesOfColumnsAreComparedAsSparkDoes(SparkSession spark) {
        writes.write(people(spark, 3).selectExpr("email AS EMAIL", "first_name AS First_Name"))
                .save("profiles");

        assertThat(writes.bodies(IMPORT)
                        .flatMap(body ->
                                body.at("/data/attributes/profiles/data").valueStream())
                        .map(profile -> profile.at("/attributes/first_name").asText()))
                .containsExactlyInAnyOrder("P0", "P1", "P2");
    }
}
