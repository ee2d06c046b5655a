package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that cannot be sent, and rows that Klaviyo refuses. */
@ExtendWith(SparkExtension.class)
class DeadLetterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;
    private String source;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).start();
        source = klaviyo.createDataSource("shop.pets");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private DataFrameWriter<Row> writing(Dataset<Row> rows) {
        return Writing.to(klaviyo, "shop.pets", rows)
                .option("idField", "id")
                .option("writers", "1")
                .option("onInvalid", "deadLetter")
                .option("deadLetterPath", dead())
                .option("runPath", folder.resolve("runs").toString())
                .option("reportPath", folder.resolve("report.json").toUri().toString());
    }

    private String dead() {
        return folder.resolve("dead").toString();
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private Dataset<Row> letters(SparkSession spark) {
        return spark.read().json(dead());
    }

    private static List<String> column(Dataset<Row> letters, String name) {
        return letters.select(name).as(Encoders.STRING()).collectAsList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setsAsideABadRowInEachOfFortyChunks(boolean pointers, SparkSession spark) throws IOException {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(pointers)
                .build());
        Dataset<Row> rows = spark.range(0, 20_000, 1, 16)
                .selectExpr("id", "IF(id % 500 = (id div 500) * 137 % 500, 'POISON', 'fine') AS v");

        writing(rows).save();

        assertThat(letters(spark).count()).isEqualTo(40);
        assertThat(klaviyo.records(source))
                .hasSize(19_960)
                .doesNotHaveDuplicates()
                .noneMatch(r -> r.contains("POISON"));
        assertThat(report().path("accepted").asInt()).isEqualTo(19_960);
        assertThat(report().path("dead").asInt()).isEqualTo(40);
        assertThat(report().path("rows").asInt()).isEqualTo(20_000);
        long extra = klaviyo.stats(BULK).count() - 40;
        System.out.printf("40 bad rows, pointers %s: %d more requests%n", pointers, extra);
        assertThat(extra).isLessThanOrEqualTo(pointers ? 40 : (long) (40 * 2 * (Math.log(500) / Math.log(2))));
        assertThat(report().path("requests").asLong())
                .isEqualTo(klaviyo.stats(BULK).count());
        assertThat(report().path("bytes").asLong())
                .isEqualTo(klaviyo.stats(BULK).bytes());

        Row letter =
                letters(spark).where("row LIKE '%\"id\":137,%' OR chunk = 1").first();
        assertThat(letter.<String>getAs("code")).isEqualTo("invalid");
        assertThat(letter.<String>getAs("title")).isEqualTo("Invalid input.");
        assertThat(letter.<Long>getAs("writer")).isZero();
        assertThat(letter.<Long>getAs("chunk")).isEqualTo(1);
        assertThat(letter.<String>getAs("row")).isEqualTo("{\"id\":637,\"v\":\"POISON\"}");
        assertThat(letter.<String>getAs("pointer"))
                .isEqualTo(pointers ? "/data/attributes/data-source-records/data/137/attributes/record" : "/data");
    }

    private static Dataset<Row> invalid(SparkSession spark) {
        return spark.range(0, 1_300, 1, 5)
                .selectExpr(
                        "IF(id % 400 = 11, NULL, id) AS id",
                        "CASE WHEN id = 77 THEN double('NaN') WHEN id = 78 THEN double('-Infinity') ELSE 0.5D END AS x",
                        "IF(id = 1299, repeat('y', 600000), 'y') AS y",
                        "IF(id = 500, CAST(X'C328' AS STRING), 'z') AS z",
                        "IF(id = 501, date_add(DATE'9999-12-31', 400), DATE'2026-07-01') AS d",
                        "named_struct('t', IF(id = 502, timestamp_micros(300000000000000000), TIMESTAMP'2026-07-01 00:00:00Z'))"
                                + " AS s");
    }

    @Test
    void saysWhyRowsCannotBeSent(SparkSession spark) throws IOException {
        writing(invalid(spark)).save();

        Map<String, Long> reasons = new HashMap<>();
        letters(spark)
                .groupBy("code", "reason")
                .count()
                .collectAsList()
                .forEach(row -> reasons.put(row.getString(0) + ": " + row.getString(1), row.getLong(2)));
        assertThat(reasons)
                .containsOnly(
                        Map.entry("null_id: column id is null, and it is a part of the id", 4L),
                        Map.entry("invalid_value: column x is NaN or infinite, and JSON has no such number", 2L),
                        Map.entry("invalid_value: column z is a string whose bytes are not UTF-8", 1L),
                        Map.entry(
                                "invalid_value: column d is a date outside the years 1 to 9999, which ISO 8601 cannot"
                                        + " write in four digits",
                                1L),
                        Map.entry(
                                "invalid_value: column s.t is a date outside the years 1 to 9999, which ISO 8601 cannot"
                                        + " write in four digits",
                                1L),
                        Map.entry(
                                "oversize: it is larger than 512000 bytes of JSON, the most that one record may have",
                                1L));
        assertThat(klaviyo.records(source)).hasSize(1_290);
        assertThat(report().path("dead").asInt()).isEqualTo(10);
        assertThat(column(letters(spark), "title")).containsOnly("The row cannot be sent.");
    }

    @Test
    void givesRowsBackToBeCorrectedAndSentAgain(SparkSession spark) {
        Dataset<Row> rows = invalid(spark);
        writing(rows).save();

        Dataset<Row> corrected = letters(spark)
                .select(from_json(col("row"), rows.schema()).as("r"))
                .select("r.*")
                .selectExpr(
                        "coalesce(id, 5000) AS id",
                        "IF(isnan(x) OR x < 0, 0D, x) AS x",
                        "left(y, 10) AS y",
                        "z",
                        "least(d, DATE'9999-12-31') AS d",
                        "named_struct('t', least(s.t, TIMESTAMP'9999-01-01 00:00:00')) AS s");
        assertThat(corrected.where("x = 0").count()).isEqualTo(2);
        writing(corrected)
                .option("onInvalid", "fail")
                .option("deadLetterPath", (String) null)
                .save();

        assertThat(klaviyo.records(source)).hasSize(1_300);
    }

    /** The same rows in a job that breaks off and one that continues it: each letter is there once. */
    @Test
    void keepsOneLetterForARowHoweverOftenItsChunkIsTried(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.range(0, 1_000, 1, 4)
                .selectExpr("IF(id % 10 = 3, NULL, id) AS id", "IF(id % 100 = 58, 'POISON', 'fine') AS v");
        Fault poison = Fault.builder(BULK, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build();
        klaviyo.fault(poison);
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(403)
                .after(7)
                .times(1)
                .build());
        assertThatThrownBy(() -> writing(rows).option("chunkRecords", "100").save())
                .hasStackTraceContaining("403");
        long before = letters(spark).count();
        String run;
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            run = runs.findFirst().orElseThrow().getFileName().toString();
        }

        writing(rows).option("resume", run).save();

        assertThat(before).isBetween(50L, 109L);
        assertThat(letters(spark).count()).isEqualTo(110);
        assertThat(letters(spark)
                        .select("row", "chunk")
                        .distinct()
                        .where("row LIKE '%POISON%'")
                        .count())
                .isEqualTo(10);
        assertThat(report().path("dead").asInt()).isEqualTo(110);
        assertThat(report().path("skipped").asInt() + report().path("accepted").asInt())
                .isEqualTo(890);
        assertThat(klaviyo.records(source)).hasSize(890).doesNotHaveDuplicates();
        try (Stream<Path> files = Files.list(Path.of(dead()))) {
            assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.startsWith(run));
        }
    }

    /** A row that turns invalid between two jobs of a run belongs to a chunk that has a receipt. */
    @Test
    void noticesAnInvalidRowThatIsNewInAChunkWithAReceipt(SparkSession spark) throws IOException {
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(3).build());
        Dataset<Row> rows = spark.range(0, 500, 1, 1).selectExpr("id", "0D AS x");
        assertThatThrownBy(() -> writing(rows).option("chunkRecords", "100").save())
                .hasStackTraceContaining("403");
        klaviyo.clearFaults();
        String run;
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            run = runs.findFirst().orElseThrow().getFileName().toString();
        }

        Dataset<Row> more = rows.union(spark.sql("SELECT 150L AS id, double('NaN') AS x"));
        writing(more).option("resume", run).save();

        assertThat(letters(spark).count()).isEqualTo(1);
        assertThat(report().path("rows").asInt()).isEqualTo(501);
        assertThat(report().path("dead").asInt()).isEqualTo(1);
    }

    @Test
    void stopsWhenThereAreTooMany(SparkSession spark) {
        assertThatThrownBy(() -> writing(spark.range(0, 100).selectExpr("id", "double('NaN') AS x"))
                        .option("maxDeadLetters", "20")
                        .save())
                .hasStackTraceContaining("More than 20 rows of one writer cannot be sent (maxDeadLetters). Correct them"
                        + " first, or raise maxDeadLetters. The last reason: column x is NaN or infinite, and JSON has no"
                        + " such number.");
    }

    @Test
    void stopsWithinFiveRequestsWhenEverythingIsRefused(SparkSession spark) {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON).build());

        assertThatThrownBy(() -> writing(spark.range(0, 100_000).toDF()).save())
                .hasStackTraceContaining("so the cause does not lie in single rows. Klaviyo answered 400");

        assertThat(klaviyo.requests()).isLessThanOrEqualTo(5);
    }

    /** The data source is there when the job begins, and not when the rows arrive. */
    @Test
    void stopsWithinFiveRequestsWhenTheDataSourceIsWrong(SparkSession spark) {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS).status(404).build());

        assertThatThrownBy(() -> writing(spark.range(0, 100_000).toDF()).save())
                .hasStackTraceContaining("Klaviyo answered 404");
        assertThatThrownBy(() -> writing(spark.range(0, 100_000).toDF())
                        .option("dataSource", "01JKV3YV229CP2NVMXHM5SD9N5")
                        .save())
                .hasMessageStartingWith("There is no data source '01JKV3YV229CP2NVMXHM5SD9N5'");

        assertThat(klaviyo.requests()).isLessThanOrEqualTo(5);
    }

    @Test
    void failsAtTheFirstOneUnlessAskedOtherwise(SparkSession spark) {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build());

        assertThatThrownBy(() -> Writing.to(
                                klaviyo,
                                "shop.pets",
                                spark.range(0, 1_000).selectExpr("id", "IF(id = 700, 'POISON', 'fine') AS v"))
                        .option("idField", "id")
                        .option("writers", "1")
                        .save())
                .hasStackTraceContaining(
                        "(invalid: Invalid input. at /data/attributes/data-source-records/data/200/attributes/record)")
                .hasStackTraceContaining("This writer had 500 rows accepted by Klaviyo before.");
        assertThat(klaviyo.stats(BULK).count()).isEqualTo(2);
    }
}
