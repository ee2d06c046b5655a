package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.HeldProfile;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole reads: everything that the account holds, once, as it is. */
@ExtendWith(SparkExtension.class)
class ProfilesTest {

    private static final int MANY = 50_000;

    @Test
    void areReadOnceWithAsFewRequestsAsPagesAllow(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(MANY).start()) {
            Dataset<Row> profiles = Reading.from(klaviyo, spark)
                    .option("include", "push-tokens,conversations")
                    .load("profiles");

            List<Row> rows = profiles.collectAsList();

            assertThat(rows).hasSize(MANY);
            assertThat(klaviyo.requests()).isLessThanOrEqualTo(Math.round(1.02 * MANY / 100) + 20);
            assertThat(HeldProfile.differences(klaviyo.profiles(), rows)).isEmpty();
        }
    }
}
