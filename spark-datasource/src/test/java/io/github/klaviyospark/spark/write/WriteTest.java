package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.emulator.RequestStats;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class WriteTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;
    private String source;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.start();
        source = klaviyo.createDataSource("shop.pets");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "5"})
    void sendsEveryRowOnceInFullChunksHoweverRaggedTheInput(String writers, SparkSession spark) throws IOException {
        Dataset<Row> rows = ragged(spark);
        long count = 10_000;
        assertThat(partitionSizes(rows)).hasSize(64).contains(0L).anyMatch(size -> size > 300);

        Path report = folder.resolve("report.json");
        Writing.to(klaviyo, "shop.pets", rows)
                .option("idField", "id")
                .option("writers", writers)
                .option("reportPath", report.toUri().toString())
                .save("data-source-records");

        List<Long> ids = new ArrayList<>();
        for (String record : klaviyo.records(source)) {
            ids.add(JSON.readTree(record).path("id").asLong());
        }
        assertThat(ids).hasSize((int) count).doesNotHaveDuplicates();
        RequestStats stats = klaviyo.stats(BULK);
        assertThat(stats.status()).containsOnlyKeys(204);
        assertThat(stats.count()).isLessThanOrEqualTo((count + 499) / 500 + Integer.parseInt(writers));

        JsonNode figures = JSON.readTree(report.toFile());
        assertThat(figures.path("status").asText()).isEqualTo("accepted");
        assertThat(figures.path("accepted").asLong()).isEqualTo(stats.records()).isEqualTo(count);
        assertThat(figures.path("requests").asLong()).isEqualTo(stats.count());
        assertThat(figures.path("bytes").asLong()).isEqualTo(stats.bytes());
        assertThat(figures.path("throttled").asLong()).isZero();
        assertThat(figures.path("writers").asInt()).isEqualTo(Integer.parseInt(writers));
        assertThat(figures.path("fill").asDouble()).isCloseTo(count / 500.0 / stats.count(), within(0.001));
    }

    /** 10,000 rows in 64 partitions, one in five of them empty and the others of very different sizes. */
    private static Dataset<Row> ragged(SparkSession spark) {
        return spark.range(0, 64, 1, 64)
                .selectExpr(
                        "id AS part",
                        "CASE WHEN id % 5 = 0 THEN 0 WHEN id = 63 THEN 3933 ELSE CAST(pow(id, 1.37) AS INT) END AS size")
                .filter("size > 0")
                .selectExpr("part", "explode(sequence(1, size)) AS n")
                .selectExpr("part * 100000 + n AS id", "repeat('ü', n % 90) AS name");
    }

    private static List<Long> partitionSizes(Dataset<Row> rows) {
        return rows.javaRDD()
                .mapPartitions(partition -> {
                    long size = 0;
                    while (partition.hasNext()) {
                        partition.next();
                        size++;
                    }
                    return List.of(size).iterator();
                })
                .collect();
    }

    @Test
    void keepsThePartitionsOfTheInputWhenAsked(SparkSession spark) {
        Writing.to(klaviyo, "shop.pets", spark.range(0, 400, 1, 4).toDF())
                .option("writers", "input")
                .save();

        assertThat(klaviyo.stats(BULK).count()).isEqualTo(4);
        assertThat(klaviyo.records(source)).hasSize(400);
    }

    @Test
    void sendsARowsRecordsInOrderOfTheirId(SparkSession spark) {
        Writing.to(klaviyo, source, spark.range(0, 1_200, 1, 7).selectExpr("id * 7919 % 1201 AS id"))
                .option("idField", "ID")
                .option("writers", "1")
                .save();

        assertThat(klaviyo.records(source).stream().map(record -> Integer.parseInt(record.replaceAll("\\D", ""))))
                .isSorted();
    }

    @Test
    void bringsRowsTogetherByTheMembersOfTheirStructs(SparkSession spark) {
        Writing.to(
                        klaviyo,
                        "shop.pets",
                        spark.range(0, 900, 1, 30)
                                .selectExpr("named_struct('id', id) AS object_record", "array(id) AS relationships"))
                .save();

        assertThat(klaviyo.stats(BULK).count()).isEqualTo(2);
        assertThat(klaviyo.records(source)).hasSize(900).doesNotHaveDuplicates();
    }

    @Test
    void replacesAnOldReportBeforeItAsksForAnything(SparkSession spark) throws IOException {
        Path report = Files.writeString(folder.resolve("old.json"), "{\"status\":\"accepted\"}");

        assertThatThrownBy(() -> Writing.to(
                                klaviyo, "no such source", spark.range(3).toDF())
                        .option("reportPath", report.toUri().toString())
                        .save())
                .hasMessageStartingWith("There is no data source 'no such source'");

        assertThat(JSON.readTree(report.toFile()).path("status").asText()).isEqualTo("failed");
    }

    @Test
    void takesAnOptionThatIsNullForOneThatIsNotGiven(SparkSession spark) {
        Writing.to(klaviyo, "shop.pets", spark.range(3).toDF())
                .option("writers", (String) null)
                .save();

        assertThat(klaviyo.records(source)).hasSize(3);
    }

    @Test
    void sendsNothingForNoRows(SparkSession spark) {
        Writing.to(klaviyo, "shop.pets", spark.range(0).toDF()).save();

        assertThat(klaviyo.stats(BULK).count()).isZero();
    }

    @Test
    void createsADataSourceWhenAsked(SparkSession spark) {
        Writing.to(klaviyo, "shop.orders", spark.range(3).toDF())
                .option("createDataSource", "true")
                .save();

        assertThat(klaviyo.stats("POST /api/data-sources").count()).isEqualTo(1);
        assertThat(klaviyo.stats(BULK).records()).isEqualTo(3);
    }

    @Test
    void asksForTheRevisionThatIsSet(SparkSession spark) {
        Writing.to(klaviyo, "shop.pets", spark.range(3).toDF())
                .option("revision", "data-source-records=2025-07-15")
                .option("writers", "1")
                .save();

        List<String> revisions = klaviyo.exchanges().stream()
                .map((Exchange exchange) -> exchange.headers().get("revision").get(0))
                .toList();
        assertThat(revisions).containsExactly("2026-07-15", "2025-07-15");
    }

    @Test
    void keepsWithinTheLimitsThatAreSet(SparkSession spark) {
        Writing.to(klaviyo, "shop.pets", spark.range(1_000).selectExpr("id", "repeat('x', 100) AS x"))
                .option("chunkRecords", "70")
                .option("chunkBytes", "10000")
                .save();

        assertThat(klaviyo.exchanges())
                .filteredOn(exchange -> exchange.records() > 0)
                .allSatisfy(exchange -> {
                    assertThat(exchange.records()).isLessThanOrEqualTo(70);
                    assertThat(exchange.bodyBytes()).isLessThanOrEqualTo(10_000);
                });
        assertThat(klaviyo.records(source)).hasSize(1_000);
    }

    @Test
    void waitsForTheQuotaAndDrawsNo429(SparkSession spark) throws IOException {
        try (KlaviyoEmulator strict = KlaviyoEmulator.builder().timeScale(20).start()) {
            strict.createDataSource("shop.pets");
            Path report = folder.resolve("quota.json");

            Writing.to(strict, "shop.pets", spark.range(10_000).toDF())
                    // Three would be allowed; a machine that is busy for 50 ms would bring six of them together.
                    .option("quotaLimits", "1/50ms,15/3s")
                    .option("writers", "1")
                    .option("reportPath", report.toUri().toString())
                    .save();

            assertThat(strict.stats(BULK).status()).containsOnlyKeys(204);
            assertThat(JSON.readTree(report.toFile()).path("quotaWaitMillis").asLong())
                    .isPositive();
            List<Long> sent = strict.exchanges().stream()
                    .filter(exchange -> exchange.records() > 0)
                    .map(Exchange::nanos)
                    .toList();
            assertThat(sent).hasSize(20);
            assertThat(Duration.ofNanos(sent.get(15) - sent.get(0))).isGreaterThan(Duration.ofMillis(2_900));
        }
    }

    @Test
    void survivesFaultsAndSaysHowOftenItRepeated(SparkSession spark) throws IOException {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.RESET_BEFORE).times(1).build());
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(503).times(1).build());
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(429)
                .retryAfter(1)
                .times(1)
                .build());
        Path report = folder.resolve("faults.json");

        Writing.to(klaviyo, "shop.pets", spark.range(700).toDF())
                .option("reportPath", report.toUri().toString())
                .save();

        JsonNode figures = JSON.readTree(report.toFile());
        assertThat(klaviyo.records(source)).hasSize(700).doesNotHaveDuplicates();
        assertThat(figures.path("requests").asInt()).isEqualTo(5);
        assertThat(figures.path("repeated").asInt()).isEqualTo(2);
        assertThat(figures.path("throttled").asInt()).isEqualTo(1);
        assertThat(figures.path("quotaWaitMillis").asLong()).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void plansWithoutAnyRequestAndCountsWhatCannotBeSent(SparkSession spark) throws IOException {
        Path report = folder.resolve("plan.json");

        Writing.to(
                        klaviyo,
                        "not there yet",
                        spark.range(1_700)
                                .selectExpr("id", "CASE WHEN id % 100 = 7 THEN double('NaN') ELSE 0.5D END AS x"))
                .option("dryRun", "true")
                .option("quotaLimits", "3/1s,15/60s")
                .option("reportPath", report.toUri().toString())
                .save();

        JsonNode figures = JSON.readTree(report.toFile());
        assertThat(klaviyo.requests()).isZero();
        assertThat(figures.path("status").asText()).isEqualTo("planned");
        assertThat(figures.path("rows").asInt()).isEqualTo(1_700);
        assertThat(figures.path("accepted").asInt()).isEqualTo(1_683);
        assertThat(figures.path("dead").asInt()).isEqualTo(17);
        assertThat(figures.at("/deadByReason/0/reason").asText())
                .isEqualTo("column x is NaN or infinite, and JSON has no such number");
        assertThat(figures.at("/deadByReason/0/rows").asInt()).isEqualTo(17);
        assertThat(figures.path("chunks").asInt()).isEqualTo(4);
        assertThat(figures.path("requests").asInt()).isZero();
        assertThat(figures.path("quotaMillis").asInt()).isEqualTo(1_000);
    }

    @Test
    void reportsWhatFinishedTasksHadAcceptedWhenTheJobFails(SparkSession spark) throws IOException {
        Path report = folder.resolve("failed.json");

        assertThatThrownBy(() -> Writing.to(
                                klaviyo,
                                "shop.pets",
                                spark.range(0, 900, 1, 1)
                                        .selectExpr("id", "IF(id = 800, float('Infinity'), 1F) AS weight"))
                        .option("writers", "input")
                        .option("reportPath", report.toUri().toString())
                        .save())
                .hasStackTraceContaining(
                        "Row 801 of this writer cannot be written: column weight is NaN or infinite, and JSON has"
                                + " no such number. Correct or leave out such rows, or set them aside with"
                                + " onInvalid=deadLetter. This writer had 500 rows accepted by Klaviyo before. Running"
                                + " again sends all rows again; with runPath set, a run can be continued.");

        assertThat(JSON.readTree(report.toFile()).path("status").asText()).isEqualTo("failed");
    }
}
