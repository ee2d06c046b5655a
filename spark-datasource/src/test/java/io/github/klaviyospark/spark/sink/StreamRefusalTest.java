package io.github.klaviyospark.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream into Klaviyo cannot be asked to do. Nothing is sent when it is. */
@ExtendWith(SparkExtension.class)
@Timeout(60)
class StreamRefusalTest {

    private static final String IN_MICRO_BATCHES =
            " is for streams that are written in micro-batches. A batch write has no"
                    + " use for it: leave it out. A stream cannot be written with Trigger.Continuous: use Trigger.ProcessingTime or"
                    + " Trigger.AvailableNow.";

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;
    private Inflow inflow;

    @BeforeEach
    void start(SparkSession spark) throws Exception {
        klaviyo = KlaviyoEmulator.builder().quotas(false).start();
        inflow = new Inflow(spark, folder, klaviyo);
        inflow.arrive(Inflow.rows(0, 10, "v"));
    }

    @AfterEach
    void stop() {
        assertThat(klaviyo.requests()).isZero();
        klaviyo.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resume | 20260701T020000Z-3f9ac1 | A stream goes on by itself where its checkpoint says, and what was"
                        + " accepted of its last epoch is not sent again: leave resume out.",
                "dryRun | true | dryRun sends nothing, and the checkpoint of a stream would go on as if it had: the rows would"
                        + " never be sent. Count such rows with a batch write, and leave dryRun out here.",
                "onInvalid | deadLetter | onInvalid=deadLetter needs a place for dead letters: set runPath or deadLetterPath to"
                        + " a folder.",
                "idfeild | id | There is no option 'idfeild'. Did you mean idField?",
                "idField | nobody | idField 'nobody' is no column of the rows."
            })
    void refusesOptions(String option, String value, String message) {
        if (option.startsWith("id")) {
            inflow.without("idField");
        }
        assertThatThrownBy(() -> inflow.with(option, value).run()).hasStackTraceContaining(message);
    }

    @Test
    void refusesToReplaceEverything() throws Exception {
        var counts = inflow.stream().groupBy("value").count();
        assertThatThrownBy(() -> Inflow.await(inflow.with("idField", "value")
                        .writer(counts)
                        .outputMode("complete")
                        .trigger(Trigger.AvailableNow())
                        .start()))
                .hasStackTraceContaining(
                        "Klaviyo cannot overwrite: its bulk endpoint only takes records in, and a record replaces the one"
                                + " with the same id. Use mode(\"append\"), or INSERT INTO in SQL; for a stream"
                                + " outputMode(\"append\") or outputMode(\"update\").");
    }

    @Test
    void refusesContinuousTriggers(SparkSession spark) {
        var rows = spark.readStream().format("rate").load().selectExpr("value AS id");
        assertThatThrownBy(() -> Inflow.await(
                        inflow.writer(rows).trigger(Trigger.Continuous(1_000)).start()))
                .hasStackTraceContaining("Option checkpointLocation" + IN_MICRO_BATCHES);
    }

    /** Where rows need not be brought together, Spark itself has nothing against it. */
    @Test
    void refusesContinuousTriggersAlsoWithoutCheckpointLocation(SparkSession spark) {
        spark.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        folder.resolve("all").toString());
        try {
            var rows = spark.readStream().format("rate").load().selectExpr("value AS id");
            assertThatThrownBy(() -> Inflow.await(inflow.without("checkpointLocation")
                            .without("idField")
                            .with("writers", "input")
                            .writer(rows)
                            .trigger(Trigger.Continuous(1_000))
                            .start()))
                    .hasStackTraceContaining(
                            "A stream cannot be written to Klaviyo with Trigger.Continuous: it is written in"
                                    + " micro-batches. Use Trigger.ProcessingTime or Trigger.AvailableNow.");
        } finally {
            spark.conf().unset("spark.sql.streaming.checkpointLocation");
        }
    }

    @Test
    void refusesOptionsOfStreamsInABatchWrite(SparkSession spark) {
        assertThatThrownBy(() -> Writing.to(klaviyo, "shop.pets", spark.range(3).toDF("id"))
                        .option("checkpointLocation", folder.toString())
                        .save())
                .hasMessage("Option checkpointLocation" + IN_MICRO_BATCHES);
    }
}
