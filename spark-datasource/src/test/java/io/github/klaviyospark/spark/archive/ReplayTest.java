package io.github.klaviyospark.spark.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are sent again: whatever form requests had, today's leaves. */
@ExtendWith(SparkExtension.class)
class ReplayTest {

    @TempDir
    private Path folder;

    private void replay(SparkSession spark, KlaviyoEmulator klaviyo, String resource) {
        Dataset<Row> rows = spark.read()
                .format("klaviyo")
                .option("archivePath", folder.toString())
                .load(resource);
        rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "10000/1s")
                .option("writers", "1")
                .mode("append")
                .save(resource);
    }

    @Test
    void sendsOldEventsInTheFormOfToday(SparkSession spark) throws IOException {
        Archive.mixed(folder);
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            replay(spark, klaviyo, "events");

            assertThat(klaviyo.writes("POST /api/event-bulk-create-jobs")
                            .mapToInt(write -> write.split("\"type\":\"event\"", -1).length - 1)
                            .sum())
                    .isEqualTo(3);
            assertThat(klaviyo.writes("POST /api/event-bulk-create-jobs"))
                    .isNotEmpty()
                    .allSatisfy(write -> assertThat(write)
                            .contains("\"type\":\"event-bulk-create-job\"")
                            .doesNotContain("$email", "$id"))
                    .anySatisfy(write -> assertThat(write)
                            .contains(
                                    "\"value\":7.50",
                                    "\"properties\":{\"stable\":\"west\"}",
                                    "\"external_id\":\"31\""));
        }
    }

    @Test
    void importsProfilesWithTheirLists(SparkSession spark) throws IOException {
        Archive.mixed(folder);
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            klaviyo.addResources("lists", List.of("{\"id\":\"Fa4mrs\",\"attributes\":{\"name\":\"Farmers\"}}"));

            replay(spark, klaviyo, "profiles");

            assertThat(klaviyo.stats("POST /api/profile-bulk-import-jobs").records())
                    .isEqualTo(3);
            // One request for those that go to a list, and one for the other.
            assertThat(klaviyo.writes("POST /api/profile-bulk-import-jobs"))
                    .hasSize(2)
                    .anySatisfy(write -> assertThat(write)
                            .contains("\"id\":\"Fa4mrs\"", "12345678901234567890.10", "Inês", "otto@farm.example.net"))
                    .anySatisfy(write -> assertThat(write).contains("\"properties\":{\"anonymous_id\":\"a-77\"}"));
        }
    }
}
