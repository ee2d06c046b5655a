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
        try (EmulatorProcess klaviyo =
                        new EmulatorProcess("pk_1e95d0437fbc6a82", "--profiles", Integer.toString(PROFILES));
                SparkSession spark = Sessions.local(folder, "local-cluster[2,1,1024]")) {
            Dataset<Row> profiles = Sessions.reader(spark, klaviyo, folder)
                    .option("include", "push-tokens,conversations")
                    .load("profiles");

            List<Row> rows = profiles.collectAsList();

            assertThat(rows).hasSize(PROFILES);
            assertThat(HeldProfile.differences(klaviyo.profiles(), rows)).isEmpty();
            assertThat(klaviyo.requests()).isEqualTo(PROFILES / 100);
        }
    }
}
