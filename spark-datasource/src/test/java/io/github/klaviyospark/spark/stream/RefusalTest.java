package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options that go with no read, or not with this one; nothing is sent before they are refused. */
@ExtendWith(SparkExtension.class)
class RefusalTest {

    @TempDir
    Path checkpoint;

    static Stream<Arguments> ofReads() {
        return Stream.of(
                Arguments.of(
                        "since",
                        "yesterday",
                        "Option since cannot take the value 'yesterday'. Allowed: a time such as"
                                + " 2026-07-01T00:00:00Z in whole seconds, or a date in UTC."),
                Arguments.of(
                        "since",
                        "2024-03-01T00:00:00.5Z",
                        "Option since cannot take the value '2024-03-01T00:00:00.5Z'. Allowed: a time such as"
                                + " 2026-07-01T00:00:00Z in whole seconds, or a date in UTC."),
                Arguments.of(
                        "since",
                        "2024-03-01T00:00:00",
                        "Option since cannot take the value '2024-03-01T00:00:00'. Allowed: a time such as"
                                + " 2026-07-01T00:00:00Z in whole seconds, or a date in UTC."),
                Arguments.of(
                        "maxRowsPerBatch",
                        "10",
                        "Option maxRowsPerBatch is for streams, and this read is none. Remove it, or use readStream."),
                Arguments.of(
                        "maxRequestsPerBatch",
                        "10",
                        "Option maxRequestsPerBatch is for streams, and this read is none. Remove it, or use readStream."),
                Arguments.of(
                        "lookback",
                        "7d",
                        "Option lookback is for streams, and this read is none. Remove it, or use readStream."));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofReads")
    void isSaidOfReads(String option, String value, String message, SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            assertThatThrownBy(() -> Reading.from(klaviyo, spark)
                            .option(option, value)
                            .load("profiles")
                            .collectAsList())
                    .hasMessage(message);
            assertThat(klaviyo.requests()).isZero();
        }
    }

    static Stream<Arguments> ofStreams() {
        return Stream.of(
                Arguments.of(
                        "until",
                        "2024-03-01",
                        "Option until is for reads that end, and a stream goes on. Remove it; Trigger.AvailableNow ends a"
                                + " stream when it has caught up."),
                Arguments.of(
                        "maxRequestsPerBatch",
                        "1",
                        "Option maxRequestsPerBatch cannot take the value '1'. Allowed: 2 to 1000000000000, or 0 for no"
                                + " bound."),
                Arguments.of(
                        "maxRowsPerBatch",
                        "-1",
                        "Option maxRowsPerBatch cannot take the value '-1'. Allowed: 0 to 1000000000000, 0 for no bound."),
                Arguments.of("lookback", "31d", "Option lookback cannot take the value '31d'. Allowed: 0s to 30d."),
                Arguments.of(
                        "filter",
                        "greater-than(updated,2024-03-01T00:00:00Z)",
                        "The filter compares updated, which since, until and streams do themselves. Take it out of the"
                                + " filter, and give since and until in its place."));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofStreams")
    void isSaidOfStreams(String option, String value, String message, SparkSession spark) throws Exception {
        try (Shop shop = new Shop()) {
            assertThatThrownBy(() -> new Follower(spark, shop, checkpoint)
                            .with(option, value)
                            .run())
                    .hasStackTraceContaining(message);
            assertThat(shop.requests()).isZero();
        }
    }

    @Test
    void isSaidOfARangeThatEndsBeforeItBegins(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            assertThatThrownBy(() -> Reading.from(klaviyo, spark)
                            .option("since", "2024-03-02")
                            .option("until", "2024-03-01")
                            .load("profiles"))
                    .hasMessage(
                            "Option since is 2024-03-02T00:00:00Z, and until is 2024-03-01T00:00:00Z, which is earlier."
                                    + " Exchange them.");
        }
    }

    @Test
    void isSaidOfWhatCannotBeFollowed(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            assertThatThrownBy(() -> Reading.from(klaviyo, spark)
                            .option("since", "2024-03-02")
                            .load("tags"))
                    .hasMessage(
                            "tags have no time of change that Klaviyo can be asked for, so there is no since, until or"
                                    + " stream of them. Read them whole.");
            assertThatThrownBy(() -> stream(klaviyo, spark, "tags"))
                    .hasStackTraceContaining("tags have no time of change that Klaviyo can be asked for");
            assertThatThrownBy(() ->
                            stream(klaviyo, spark, "object-types/01KJ5HFANFPC2W4XG9D4GP24J1/object-ingestion-logs"))
                    .hasStackTraceContaining(
                            "cannot be had in the order of timestamp, so there is no stream of them. Use"
                                    + " spark.read with since and until.");
            assertThat(klaviyo.requests()).isZero();
        }
    }

    private void stream(KlaviyoEmulator klaviyo, SparkSession spark, String path) throws Exception {
        spark.readStream()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .load(path)
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.resolve(path).toString())
                .start()
                .awaitTermination();
    }

    /** A key that cannot be had ends the query and is looked for when the first request is due. */
    @Test
    void isSaidWithoutAKey(SparkSession spark) throws Exception {
        try (Shop shop = new Shop()) {
            Follower follower = new Follower(spark, shop, checkpoint).with("apiKeySource", "env:KLAVIYO_NO_SUCH_KEY");

            assertThatThrownBy(() -> follower.start(Trigger.AvailableNow()).awaitTermination())
                    .hasStackTraceContaining("KLAVIYO_NO_SUCH_KEY");
            assertThat(shop.requests()).isZero();
        }
    }
}
