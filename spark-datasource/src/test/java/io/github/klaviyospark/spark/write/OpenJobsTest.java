package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.message;
import static io.github.klaviyospark.spark.write.ResourceWrites.ITEMS;
import static io.github.klaviyospark.spark.write.ResourceWrites.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How many jobs an account may have open at a time: no write asks for more, and it waits where others have them. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class OpenJobsTest {

    @AutoClose
    private final ResourceWrites writes;

    OpenJobsTest(@TempDir Path folder) {
        writes = new ResourceWrites(
                KlaviyoEmulator.builder()
                        .quotas(false)
                        .jobLag(Duration.ofMillis(300))
                        .openJobs(ITEMS, 1)
                        .start(),
                folder);
    }

    @Test
    void writersThatCouldHaveMoreOpenAreRefused(SparkSession spark) {
        assertThat(message(catchThrowable(() -> writes.write(items(spark, 10))
                        .option("writers", "60")
                        .option("inFlight", "9")
                        .save("catalog-items"))))
                .isEqualTo(
                        "With 60 writers and inFlight=9 up to 540 jobs would be open at a time, and an account may have"
                                + " 500. Lower one of both.");
        assertThat(message(catchThrowable(() -> writes.write(
                                spark.range(5).selectExpr("'10OFF' AS coupon_id", "concat('TEA', id) AS unique_code"))
                        .option("writers", "9")
                        .save("coupon-codes"))))
                .isEqualTo(
                        "With 9 writers and inFlight=12 up to 108 jobs would be open at a time, and an account may have"
                                + " 100. Lower one of both.");
        assertThat(writes.klaviyo.requests()).isZero();
    }

    @Test
    void soAreAsManyPartitionsOfTheInput(SparkSession spark) {
        assertThat(message(catchThrowable(() -> writes.write(items(spark, 100).repartition(50))
                        .option("writers", "input")
                        .save("catalog-items"))))
                .isEqualTo(
                        "With 50 writers and inFlight=12 more jobs could be open at a time than the 500 that an account"
                                + " may have. Lower one of both.");
        assertThat(writes.klaviyo.stats(ITEMS).count()).isZero();
    }

    @Test
    void aWriteGoesOnWhenTheAccountHasNoJobToSpare(SparkSession spark) throws IOException {
        writes.settingAside(items(spark, 400)).option("writers", "2").save("catalog-items");

        assertThat(writes.klaviyo.stats(ITEMS).status()).containsKey(429);
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(400);
        assertThat(writes.report().path("dead").asLong()).isZero();
        assertThat(writes.created()).hasSize(400).doesNotHaveDuplicates();
    }
}
