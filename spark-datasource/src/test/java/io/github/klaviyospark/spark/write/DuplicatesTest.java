package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** Several rows with one id: which is sent, which is sent last, and what the others are counted as. */
@ExtendWith(SparkExtension.class)
class DuplicatesTest {

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

    /** 9,000 rows with 0 to 40 rows an id, versions in no order; the parts of the id are in a struct and outside. */
    private static Dataset<Row> versions(SparkSession spark) {
        return spark.range(0, 9_000, 1, 13)
                .selectExpr(
                        "named_struct('shop', abs(hash(id)) % 5) AS key",
                        "concat('pet ', int(pow(rand(11), 3) * 700)) AS pet",
                        "named_struct('at', timestamp_micros(abs(xxhash64(id)) % 4000000000000000)) AS changed",
                        "id AS value");
    }

    private static Map<String, Long> latest(Dataset<Row> rows) {
        Map<String, Long> latest = new TreeMap<>();
        rows.selectExpr("concat(key.shop, '/', pet) AS id", "struct(changed.at, value) AS version")
                .groupBy("id")
                .agg(org.apache.spark.sql.functions.expr("max(version).value"))
                .collectAsList()
                .forEach(row -> latest.put(row.getString(0), row.getLong(1)));
        return latest;
    }

    private Map<String, Long> held() throws IOException {
        Map<String, Long> held = new TreeMap<>();
        for (String line : klaviyo.records(source)) {
            JsonNode record = JSON.readTree(line);
            held.put(
                    record.at("/key/shop").asText() + "/" + record.path("pet").asText(),
                    record.path("value").asLong());
        }
        return held;
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private Map<String, String> options(String duplicates) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("idField", "key.shop, pet");
        options.put("orderField", "changed.at");
        options.put("duplicates", duplicates);
        options.put("chunkRecords", "37");
        options.put("reportPath", folder.resolve("report.json").toUri().toString());
        return options;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5"})
    void sendsTheLastOfEachIdAndCountsTheOthers(String inFlight, SparkSession spark) throws IOException {
        Dataset<Row> rows = versions(spark).cache();

        Writing.to(klaviyo, "shop.pets", rows)
                .options(options("last"))
                .option("writers", "2")
                .option("inFlight", inFlight)
                .save();

        Map<String, Long> expected = latest(rows);
        assertThat(expected).hasSizeBetween(1_000, 4_000);
        assertThat(held()).isEqualTo(expected);
        assertThat(klaviyo.records(source)).hasSize(expected.size());
        assertThat(report().path("accepted").asLong()).isEqualTo(expected.size());
        assertThat(report().path("superseded").asLong()).isEqualTo(9_000 - expected.size());
        assertThat(report().path("rows").asLong()).isEqualTo(9_000);
    }

    @Test
    void sendsAllOfThemInOrderSoThatTheLastOneWins(SparkSession spark) throws IOException {
        Dataset<Row> rows = versions(spark).cache();

        Writing.to(klaviyo, "shop.pets", rows)
                .options(options("keep"))
                .option("writers", "2")
                .save();

        assertThat(klaviyo.records(source)).hasSize(9_000);
        assertThat(held()).isEqualTo(latest(rows));
        assertThat(report().path("superseded").asLong()).isZero();
    }

    @Test
    void takesNullForTheEarliest(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql("SELECT * FROM VALUES (1, 5, 'b'), (1, NULL, 'a'), (1, 9, 'c') AS t(id, at, v)");

        Writing.to(klaviyo, "shop.pets", rows)
                .option("idField", "id")
                .option("orderField", "at")
                .option("duplicates", "last")
                .save();

        assertThat(klaviyo.records(source)).containsExactly("{\"id\":1,\"at\":9,\"v\":\"c\"}");
    }

    /** The last row of an id counts even when it cannot be sent: what it replaces is out of date. */
    @Test
    void letsAnInvalidRowTakeThePlaceOfEarlierOnesAndBeReplaced(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql(
                "SELECT id, at, double(v) AS v FROM VALUES (1, 1, '1'), (1, 2, 'NaN'), (2, 1, 'NaN'), (2, 2, '2'),"
                        + " (3, 1, '3'), (4, 1, 'NaN') AS t(id, at, v)");

        Writing.to(klaviyo, "shop.pets", rows)
                .option("idField", "id")
                .option("orderField", "at")
                .option("duplicates", "last")
                .option("onInvalid", "deadLetter")
                .option("deadLetterPath", folder.resolve("dead").toUri().toString())
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .save();

        assertThat(klaviyo.records(source))
                .containsExactlyInAnyOrder("{\"id\":2,\"at\":2,\"v\":2.0}", "{\"id\":3,\"at\":1,\"v\":3.0}");
        List<String> dead = spark.read()
                .json(folder.resolve("dead").toUri().toString())
                .select("row")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList();
        assertThat(dead)
                .containsExactlyInAnyOrder("{\"id\":1,\"at\":2,\"v\":\"NaN\"}", "{\"id\":4,\"at\":1,\"v\":\"NaN\"}");
        assertThat(report().path("superseded").asInt()).isEqualTo(2);
        assertThat(report().path("dead").asInt()).isEqualTo(2);
        assertThat(report().path("rows").asInt()).isEqualTo(6);
    }

    /** Bytes that are not UTF-8 look alike as text, and are other ids all the same. */
    @Test
    void tellsIdsApartThatLookAlikeAsText(SparkSession spark) throws IOException {
        Dataset<Row> rows =
                spark.sql("SELECT CAST(id AS STRING) AS id FROM VALUES (X'61EFBFBD'), (X'61FE'), (X'61FF') AS t(id)");

        Writing.to(klaviyo, "shop.pets", rows)
                .option("idField", "id")
                .option("duplicates", "last")
                .option("onInvalid", "deadLetter")
                .option("deadLetterPath", folder.resolve("dead").toString())
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .save();

        assertThat(klaviyo.records(source)).hasSize(1);
        assertThat(report().path("superseded").asInt()).isZero();
        assertThat(report().path("dead").asInt()).isEqualTo(2);
    }
}
