package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static io.github.klaviyospark.spark.testing.Writing.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.run.AttemptFacts;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that send one record a request. */
@ExtendWith(SparkExtension.class)
class SingleTest {

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

    /** At the quota that the endpoint has, which the emulator keeps as well. */
    private DataFrameWriter<Row> writing(Dataset<Row> rows) {
        return rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("dataSource", "shop.pets")
                .option("ingest", "single")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .mode("append");
    }

    private DataFrameWriter<Row> run(Dataset<Row> rows) {
        return writing(rows)
                .option("idField", "id")
                .option("writers", "1")
                .option("runPath", folder.resolve("runs").toString());
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private String onlyRun() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            return runs.map(path -> path.getFileName().toString()).findFirst().orElseThrow();
        }
    }

    private Map<Long, Integer> arrivals() throws IOException {
        Map<Long, Integer> arrivals = new HashMap<>();
        for (String line : klaviyo.records(source)) {
            arrivals.merge(JSON.readTree(line).path("id").asLong(), 1, Integer::sum);
        }
        return arrivals;
    }

    @Test
    void sendsEachRowByItselfAtTheQuotaOfItsEndpoint(SparkSession spark) throws IOException {
        writing(spark.range(0, 130, 1, 5).selectExpr("id", "id * 7 AS value"))
                .option("idField", "id")
                .option("duplicates", "last")
                .save();

        assertThat(klaviyo.records(source))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 130)
                        .mapToObj(id -> "{\"id\":" + id + ",\"value\":" + id * 7 + "}")
                        .toList());
        assertThat(klaviyo.stats(SINGLE).status()).isEqualTo(Map.of(204, 130L));
        assertThat(klaviyo.stats(BULK).count()).isZero();
        JsonNode report = report();
        assertThat(report.path("status").asText()).isEqualTo("accepted");
        assertThat(report.path("accepted").asInt()).isEqualTo(130);
        assertThat(report.path("chunks").asInt()).isEqualTo(130);
        assertThat(report.path("requests").asInt()).isEqualTo(130);
        assertThat(report.path("writers").asInt()).isEqualTo(2);
        assertThat(report.path("fill").asDouble()).isEqualTo(1);
        assertThat(report.path("bytes").asLong())
                .isEqualTo(klaviyo.stats(SINGLE).bytes());
        assertThat(report.path("quota").asText()).isEqualTo("75/1s,750/60s");
        assertThat(report.path("quotaMillis").asLong()).isEqualTo(1_000);
        assertThat(report.path("first"))
                .hasSize(20)
                .allSatisfy(chunk -> assertThat(chunk.path("rows").asInt()).isOne());
    }

    /** Rows of one id may not overtake each other unless only the last is sent. */
    @Test
    void keepsTheOrderOfRowsWithTheSameId(SparkSession spark) throws IOException {
        writing(spark.range(0, 60, 1, 6).selectExpr("id % 3 AS id", "59 - id AS version"))
                .option("idField", "id")
                .option("orderField", "version")
                .save();

        Map<Long, Long> latest = new HashMap<>();
        for (String line : klaviyo.records(source)) {
            JsonNode record = JSON.readTree(line);
            long version = record.path("version").asLong();
            assertThat(version)
                    .isGreaterThan(latest.getOrDefault(record.path("id").asLong(), -1L));
            latest.put(record.path("id").asLong(), version);
        }
        assertThat(klaviyo.records(source)).hasSize(60);
    }

    @Test
    void plansARequestForEachRow(SparkSession spark) throws IOException {
        writing(spark.range(1_700).selectExpr("id", "CASE WHEN id % 100 = 7 THEN double('NaN') ELSE 0.5D END AS x"))
                .option("dryRun", "true")
                .save();

        assertThat(klaviyo.requests()).isZero();
        JsonNode report = report();
        assertThat(report.path("accepted").asInt()).isEqualTo(1_683);
        assertThat(report.path("dead").asInt()).isEqualTo(17);
        assertThat(report.path("chunks").asInt()).isEqualTo(1_683);
        assertThat(report.path("quotaMillis").asLong())
                .isEqualTo(120_000)
                .isEqualTo(Operation.CREATE_DATA_SOURCE_RECORD
                        .limits()
                        .timeFor(1_683)
                        .toMillis());
    }

    @ParameterizedTest
    @CsvSource({"true, 400", "false, 400", "false, 413"})
    void setsAsideRowsThatCannotBeSentOrAreRefused(boolean pointers, int status, SparkSession spark)
            throws IOException {
        klaviyo.fault(Fault.builder(SINGLE, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(pointers)
                .status(status)
                .build());
        Dataset<Row> rows = spark.range(0, 50, 1, 4)
                .selectExpr(
                        "IF(id = 3, NULL, id) AS id",
                        "IF(id = 4, double('NaN'), 1D) AS x",
                        "CASE WHEN id = 5 THEN repeat('y', 512000) WHEN id % 20 = 6 THEN 'POISON' ELSE 'fine' END AS v");

        run(rows)
                .option("duplicates", "last")
                .option("onInvalid", "deadLetter")
                .option("deadLetterPath", folder.resolve("dead").toString())
                .save();

        Map<String, Long> letters = new HashMap<>();
        spark.read()
                .json(folder.resolve("dead").toString())
                .groupBy("code")
                .count()
                .collectAsList()
                .forEach(row -> letters.put(row.getString(0), row.getLong(1)));
        assertThat(letters)
                .containsEntry("null_id", 1L)
                .containsEntry("invalid_value", 1L)
                .containsEntry("oversize", 1L);
        assertThat(letters.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(6);
        assertThat(arrivals()).hasSize(44);
        assertThat(klaviyo.records(source)).hasSize(44).noneMatch(record -> record.contains("POISON"));
        assertThat(report().path("dead").asInt()).isEqualTo(6);
        assertThat(report().path("accepted").asInt()).isEqualTo(44);
        assertThat(klaviyo.stats(SINGLE).count()).isEqualTo(47);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 37})
    void continuesWhereAJobBrokeOff(int accepted, SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.range(0, 60, 1, 7).selectExpr("id", "id * 3 AS value");
        klaviyo.fault(Fault.builder(SINGLE, Fault.Kind.STATUS)
                .status(403)
                .after(accepted)
                .build());
        assertThatThrownBy(() -> run(rows).save()).hasStackTraceContaining("Klaviyo answered 403");
        klaviyo.clearFaults();
        assertThat(klaviyo.records(source)).hasSize(accepted);

        // Its endpoint belongs to the run, and needs not be said again.
        run(rows).option("ingest", (String) null).option("resume", onlyRun()).save();

        assertThat(arrivals()).hasSize(60).allSatisfy((id, times) -> assertThat(times)
                .isOne());
        assertThat(report().path("skipped").asInt()).isEqualTo(accepted);
        assertThat(report().path("accepted").asInt()).isEqualTo(60 - accepted);
        assertThat(report().path("requests").asInt()).isEqualTo(60 - accepted);
        assertThat(klaviyo.stats(BULK).count()).isZero();
        try (Stream<Path> receipts =
                Files.list(folder.resolve("runs").resolve(onlyRun()).resolve("receipts/00000"))) {
            assertThat(receipts).hasSize(60);
        }
    }

    @Test
    void doesNotContinueInBulk(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.range(0, 9).toDF();
        klaviyo.fault(Fault.builder(SINGLE, Fault.Kind.STATUS).status(403).build());
        assertThatThrownBy(() -> run(rows).save()).hasStackTraceContaining("403");
        long requests = klaviyo.requests();

        assertThatThrownBy(() -> run(rows)
                        .option("ingest", "bulk")
                        .option("resume", onlyRun())
                        .save())
                .hasMessage("Run '" + onlyRun() + "' was begun with ingest=single and cannot go on with 'bulk'. Leave"
                        + " ingest out, or start a new run.");
        assertThat(klaviyo.requests()).isEqualTo(requests);
    }

    @Test
    void refusesBeforeAnyRequestWhatItCannotDo(SparkSession spark) {
        Dataset<Row> rows = spark.range(3).toDF();

        assertThatThrownBy(() -> writing(rows).option("chunkRecords", "2").save())
                .hasMessageStartingWith("ingest=single sends one record a request, and chunkRecords=2 asks for more.");
        assertThatThrownBy(() -> rows.write()
                        .format("klaviyo")
                        .option("endpoint", klaviyo.endpoint())
                        .option("operation", "delete")
                        .option("idField", "id")
                        .option("ingest", "single")
                        .mode("append")
                        .save("object-types/Pet/object-records"))
                .hasMessageStartingWith("ingest=single sends records of a data source one by one");
        assertThat(klaviyo.requests()).isZero();
    }

    /** Only where rows are far too many for it, and then with what they would take in bulk. */
    @Test
    void warnsOfALargeWrite() {
        WriteConf conf =
                WriteConf.of(Map.of("dataSource", "shop.pets", "ingest", "single", "runPath", "/runs"), Map.of());
        WriteConf bulk = WriteConf.of(Map.of("dataSource", "shop.pets"), Map.of());

        assertThat(Trickle.warning(conf, reportOf(3_000))).isEmpty();
        assertThat(Trickle.warning(bulk, reportOf(12_000))).isEmpty();
        assertThat(Trickle.warning(conf, reportOf(12_000)))
                .hasValue("With ingest=single 12,000 rows take as many requests, 15 min at 75/1s,750/60s, and a receipt"
                        + " each. Small rows take 24 requests in bulk, 1 min at 3/1s,15/60s: leave ingest out for writes"
                        + " of this size.");
    }

    private static DeliveryReport reportOf(long chunks) {
        DeliveryReport.Rows rows = new DeliveryReport.Rows(chunks, 0, 0, 0, Map.of());
        DeliveryReport.Cost cost = new DeliveryReport.Cost(1, chunks, chunks, 0, 0, 0, 1, "", 0, 0);
        return new DeliveryReport(null, rows, cost, AttemptFacts.NONE, null, List.of());
    }

    @Test
    void fitsAStreamsSmallBatchesMoreOftenThanBulkRequestsAMinute(SparkSession spark) throws IOException {
        for (int batch = 0; batch < 20; batch++) {
            writing(spark.range(batch * 3L, batch * 3L + 3).toDF())
                    .option("idField", "id")
                    .option("duplicates", "last")
                    .save();
            assertThat(report().path("quotaWaitMillis").asLong()).isLessThan(1_500);
        }

        assertThat(arrivals()).hasSize(60);
        assertThat(klaviyo.stats(SINGLE).status()).isEqualTo(Map.of(204, 60L));
    }
}
