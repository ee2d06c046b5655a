package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.message;
import static io.github.klaviyospark.spark.write.ResourceWrites.ITEMS;
import static io.github.klaviyospark.spark.write.ResourceWrites.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that must not be sent twice, whatever becomes of requests, jobs, tasks and runs. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class SentOnceTest {

    private static final String CODES = "POST /api/coupon-code-bulk-create-jobs";
    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final ResourceWrites writes;

    private final Path folder;

    SentOnceTest(@TempDir Path folder) {
        this.folder = folder;
        writes = new ResourceWrites(folder);
    }

    @ParameterizedTest
    @CsvSource({"RESET_AFTER, 0", "RESET_BEFORE, 0", "TRUNCATE, 0", "STATUS, 503", "HTML, 502"})
    void catalogsAreNeverSentTwiceAndTheReportNamesWhatIsInDoubt(Fault.Kind kind, int status, SparkSession spark)
            throws IOException {
        Fault.Builder fault = Fault.builder(ITEMS, kind).after(3).times(2);
        writes.klaviyo.fault((status > 0 ? fault.status(status) : fault).build());

        writes.settingAside(items(spark, 1_000)).save("catalog-items");

        assertThat(writes.created()).doesNotHaveDuplicates();
        JsonNode report = writes.report();
        assertThat(report.path("accepted").asLong()).isEqualTo(800);
        assertThat(report.path("dead").asLong()).isEqualTo(200);
        assertThat(report.at("/deadByReason/0/reason").asText())
                .isEqualTo("in_doubt, Nobody knows whether Klaviyo took it.");
        List<Row> letters = writes.letters(spark);
        assertThat(letters).hasSize(200).extracting(row -> row.getString(0)).containsOnly("in_doubt");
        assertThat(letters)
                .extracting(row -> row.getString(4))
                .allMatch(row -> row.startsWith("{\"external_id\":\"sku-"));
    }

    /** At the default of maxDeadLetters. */
    @Test
    void aFullRequestInDoubtCountsOnce(SparkSession spark) throws IOException {
        writes.klaviyo.fault(
                Fault.builder(CODES, Fault.Kind.RESET_AFTER).times(2).build());

        writes.settingAside(spark.range(0, 2_500, 1, 1)
                        .selectExpr("'10OFF' AS coupon_id", "concat('TEA', id) AS unique_code"))
                .option("writers", "1")
                .option("inFlight", "1")
                .save("coupon-codes");

        assertThat(writes.report().path("accepted").asLong()).isEqualTo(500);
        assertThat(writes.report().path("dead").asLong()).isEqualTo(2_000);
        assertThat(writes.report().at("/deadByReason/0/rows").asLong()).isEqualTo(2_000);
        List<Row> letters = writes.letters(spark);
        assertThat(letters).extracting(row -> row.getString(0)).containsOnly("in_doubt");
        Set<String> struck = writes.bodies(CODES)
                .limit(2)
                .flatMap(body -> body.at("/data/attributes/coupon-codes/data").valueStream())
                .map(code -> code.at("/attributes/unique_code").asText())
                .collect(Collectors.toSet());
        assertThat(struck).hasSize(2_000);
        assertThat(letters)
                .extracting(row ->
                        JSON.readTree(row.getString(4)).path("unique_code").asText())
                .containsExactlyInAnyOrderElementsOf(struck);
    }

    @Test
    void aRunThatIsContinuedWaitsForTheJobsThatItMade(SparkSession spark) throws IOException {
        KlaviyoEmulator emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .jobLag(Duration.ofSeconds(3))
                .start();
        try (ResourceWrites slow = new ResourceWrites(emulator, folder)) {
            String runs = slow.runs();
            Throwable failure = catchThrowable(() -> slow.write(items(spark, 300))
                    .option("runPath", runs)
                    .option("idField", "external_id")
                    .option("duplicates", "last")
                    .option("writers", "1")
                    .option("maxJobWait", "1s")
                    .save("catalog-items"));
            assertThat(message(failure)).contains("The job has not ended within 1 s (maxJobWait).");
            long before = slow.klaviyo.stats(ITEMS).count();
            assertThat(before).isPositive();

            slow.write(items(spark, 300))
                    .option("runPath", runs)
                    .option("resume", slow.report().path("run").asText())
                    .save("catalog-items");

            assertThat(slow.created()).hasSize(300).doesNotHaveDuplicates();
            assertThat(slow.klaviyo.stats(ITEMS).count()).isEqualTo(3);
            assertThat(slow.report().path("accepted").asLong()
                            + slow.report().path("skipped").asLong())
                    .isEqualTo(300);
        }
    }

    @Test
    void findingBadRowsSendsNoneTwice(SparkSession spark) throws IOException {
        writes.klaviyo.fault(Fault.builder(CODES, Fault.Kind.POISON)
                .contains("BAD")
                .pointers(false)
                .build());

        writes.settingAside(spark.range(0, 8, 1, 1)
                        .selectExpr("'10OFF' AS coupon_id", "concat(IF(id % 6 = 0, 'BAD', 'OK'), id) AS unique_code"))
                .option("idField", "unique_code")
                .option("duplicates", "last")
                .option("writers", "1")
                .save("coupon-codes");

        List<String> made = writes.bodies(CODES)
                .flatMap(body -> body.at("/data/attributes/coupon-codes/data").valueStream())
                .map(code -> code.at("/attributes/unique_code").asText())
                .toList();
        assertThat(made).containsExactlyInAnyOrder("OK1", "OK2", "OK3", "OK4", "OK5", "OK7");
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(6);
        assertThat(writes.report().path("dead").asLong()).isEqualTo(2);
    }

    @Test
    void aRunDoesNotGoOnWithOtherRowsWhereNothingMayBeSentTwice(SparkSession spark) throws IOException {
        String runs = writes.runs();
        writes.klaviyo.fault(Fault.builder(ITEMS, Fault.Kind.STATUS)
                .status(403)
                .after(1)
                .times(1)
                .build());
        Dataset<Row> items = items(spark, 300);
        assertThat(catchThrowable(() -> writes.write(items)
                        .option("runPath", runs)
                        .option("idField", "external_id")
                        .option("writers", "1")
                        .save("catalog-items")))
                .isNotNull();
        String run = writes.report().path("run").asText();

        Throwable refused = catchThrowable(() -> writes.write(items.where("external_id != 'sku-200'"))
                .option("runPath", runs)
                .option("resume", run)
                .save("catalog-items"));
        assertThat(message(refused)).contains("held other rows when the run began");
        writes.write(items).option("runPath", runs).option("resume", run).save("catalog-items");

        assertThat(writes.created()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void streamsAreRefusedWhereNothingMayBeSentTwice(SparkSession spark) {
        Throwable failure = catchThrowable(() -> spark.readStream()
                .format("rate")
                .load()
                .selectExpr("'10OFF' AS coupon_id", "CAST(value AS STRING) AS unique_code")
                .writeStream()
                .format("klaviyo")
                .option("endpoint", writes.klaviyo.endpoint())
                .option(
                        "checkpointLocation",
                        folder.resolve("checkpoint").toUri().toString())
                .start("coupon-codes")
                .awaitTermination());

        assertThat(failure.getMessage()).contains("Rows for coupon-codes must not be sent twice");
        assertThat(writes.klaviyo.requests()).isZero();
    }

    @Test
    void speculationIsRefusedWhereNothingMayBeSentTwice(SparkSession spark) {
        spark.sparkContext().conf().set("spark.speculation", "true");
        try {
            assertThat(message(
                            catchThrowable(() -> writes.write(items(spark, 5)).save("catalog-items"))))
                    .isEqualTo("spark.speculation is on: copies of a task would send the same rows again, and rows for"
                            + " catalog-items must not be sent twice. Switch it off for this job.");
        } finally {
            spark.sparkContext().conf().remove("spark.speculation");
        }
        assertThat(writes.klaviyo.requests()).isZero();
    }
}
