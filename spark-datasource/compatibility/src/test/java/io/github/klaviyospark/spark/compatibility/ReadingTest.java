package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.spark.testing.HeldProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of a whole account, held against what the account says it holds. */
@Tag("matrix")
class ReadingTest {

    private static final int PROFILES = 1_234;
    private static final int PAGES = 13;

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess("pk_6d02f8b1c7e94a35", "--profiles", Integer.toString(PROFILES));
        spark = Sessions.local(folder, "local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    @BeforeEach
    void forgetRequests() {
        klaviyo.reset();
    }

    private static Dataset<Row> everything() throws IOException {
        return Sessions.reader(spark, klaviyo, folder)
                .option("include", "push-tokens,conversations")
                .load("profiles");
    }

    @Test
    void haveEveryProfileOnceWithAllThatIsHeld() throws IOException {
        Dataset<Row> everything = everything();

        List<Row> rows = everything.collectAsList();

        assertThat(everything.columns())
                .containsExactly(
                        "id",
                        "email",
                        "phone_number",
                        "external_id",
                        "first_name",
                        "last_name",
                        "organization",
                        "locale",
                        "title",
                        "image",
                        "created",
                        "updated",
                        "last_event_date",
                        "location",
                        "properties",
                        "subscriptions",
                        "predictive_analytics",
                        "list_ids",
                        "segment_ids",
                        "push_token_ids",
                        "conversation_ids",
                        "push_tokens",
                        "conversations");
        assertThat(rows).hasSize(PROFILES);
        assertThat(HeldProfile.differences(klaviyo.profiles(), rows)).isEmpty();
        assertThat(klaviyo.requests()).isEqualTo(PAGES);
        assertThat(klaviyo.statuses()).containsExactly(200);
    }

    @Test
    void haveTheColumnsOfAGivenSchema() throws IOException {
        Dataset<Row> some = Sessions.reader(spark, klaviyo, folder)
                .schema("location STRUCT<city: STRING, latitude: DOUBLE>, id STRING, created TIMESTAMP")
                .load("profiles");

        List<Row> rows = some.collectAsList();

        assertThat(some.columns()).containsExactly("location", "id", "created");
        assertThat(rows).hasSize(PROFILES);
        assertThat(HeldProfile.differences(klaviyo.profiles(), rows)).isEmpty();
        assertThat(some.queryExecution().toString())
                .contains("fields[profile]=location.city,location.latitude,created ");
        assertThat(klaviyo.requests()).isEqualTo(PAGES);
    }

    @Test
    void keepAllTheirValuesInParquet() throws IOException {
        String copy = folder.resolve("copy").toString();

        everything().write().parquet(copy);

        Dataset<Row> kept = spark.read().parquet(copy);
        assertThat(kept.schema().catalogString())
                .isEqualTo(everything().schema().catalogString());
        assertThat(HeldProfile.differences(klaviyo.profiles(), kept.collectAsList()))
                .isEmpty();
        assertThat(klaviyo.requests()).isEqualTo(PAGES);
    }

    @Test
    void areExplainedWithoutAKeyAndWithoutARequest() {
        assertThat(System.getenv("KLAVIYO_API_KEY")).isNull();
        spark.read()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("include", "push-tokens")
                .load("profiles")
                .createOrReplaceTempView("locked");

        for (String mode : List.of("", "EXTENDED", "FORMATTED")) {
            String plan = spark.sql("EXPLAIN " + mode + " SELECT email, push_tokens.token FROM locked"
                            + " WHERE external_id = 'c-1' ORDER BY updated DESC LIMIT 7")
                    .first()
                    .getString(0);
            assertThat(plan)
                    .contains("klaviyo profiles filter=equals(external_id,…)"
                            + " fields[profile]=email,updated fields[push-token]=token include=push-tokens"
                            + " sort=-updated page[size]=7 limit=7 quota=75/1s,750/60s");
        }
        assertThat(klaviyo.requests()).isZero();

        assertThatThrownBy(() -> spark.table("locked").collectAsList()).hasStackTraceContaining("KLAVIYO_API_KEY");
        assertThat(klaviyo.requests()).isZero();
    }
}
