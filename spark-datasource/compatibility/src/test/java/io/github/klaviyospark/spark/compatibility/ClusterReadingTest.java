package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.testing.HeldProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ClusterReadingTest {

    private static final int PROFILES = 5_000;

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void readsOnExecutorsInProcessesOfTheirOwn() throws IOException {
        // Each executor has a fixed part of the quota and reads several slices at once.
        try (EmulatorProcess klaviyo =
                        new EmulatorProcess("pk_1e95d0437fbc6a82", "--profiles", Integer.toString(PROFILES));
                SparkSession spark = Sessions.local(folder, "local-cluster[2,1,1024]")) {
            Dataset<Row> profiles = Sessions.reader(spark, klaviyo, folder)
                    .option("include", "push-tokens,conversations")
                    .option("slices", "auto")
                    .load("profiles");

            List<Row> rows = profiles.collectAsList();

            assertThat(rows).hasSize(PROFILES);
            assertThat(HeldProfile.differences(klaviyo.profiles(), rows)).isEmpty();
            assertThat(profiles.javaRDD().getNumPartitions()).isEqualTo(2);
            assertThat(klaviyo.requests()).isBetween(PROFILES / 100L, 2 * (Math.round(1.02 * PROFILES / 100) + 20));
        }
    }
}
