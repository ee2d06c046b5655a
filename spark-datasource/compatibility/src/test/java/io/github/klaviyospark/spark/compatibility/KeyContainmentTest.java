package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks for the key, and for a row's content, everywhere that a write leaves text behind. */
@Tag("matrix")
class KeyContainmentTest {

    private static final String KEY = "pk_3fa94cd01b7e8d6520ac";
    /** Given as {@code apiKey}, which Spark shows in plans and the connector warns of. */
    private static final String UNHIDDEN = "pk_b2c61f0d8e9a47350aa9";

    private static final String PLANTED = "pk_77de02914bb35c8ea6f1";
    private static final String CONTENT = "zanzibar.4711@shop.example.net";

    @TempDir
    private Path folder;

    private final Traces traces = new Traces(PLANTED);

    @Test
    @Timeout(300)
    void showsNeitherTheKeyNorAnyRowInAnyText() throws IOException {
        assertThat(Pattern.compile("(?i)secret|password|token|access[.]?key|url")
                        .matcher(KEY)
                        .find())
                .as("Spark hides this key by itself, so the test would prove nothing")
                .isFalse();

        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY);
                SparkSession spark = Sessions.local(folder, "local[2]")) {
            klaviyo.createDataSource("contained");
            traces.follow(spark);
            goodRuns(spark, klaviyo);
            failedRuns(spark, klaviyo);
        }
        traces.collect(folder);
        traces.keep("report", folder.resolve("report.json"));

        assertThat(traces.placesWith("KlaviyoBatchWrite"))
                .as("places that tell of the runs")
                .contains("log");
        assertThat(traces.placesWith(KEY)).isEmpty();
        assertThat(traces.placesWith(UNHIDDEN)).allMatch(place -> place.startsWith("plan"));
        assertThat(traces.placesWith("Option apiKey is shown by Spark")).contains("log");
        assertThat(traces.placesWith(CONTENT)).isEmpty();
    }

    private void goodRuns(SparkSession spark, EmulatorProcess klaviyo) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        Map<String, String> byReference = options(klaviyo, Map.of("apiKeySource", "file:" + keyFile));
        write(
                rows(spark),
                options(
                        klaviyo,
                        Map.of(
                                "apiKeySource",
                                "file:" + keyFile,
                                "reportPath",
                                folder.resolve("report.json").toUri().toString())));
        write(rows(spark), options(klaviyo, Map.of("apiToken", KEY)));
        try (EmulatorProcess other = new EmulatorProcess(UNHIDDEN)) {
            other.createDataSource("contained");
            write(rows(spark), options(other, Map.of("apiKey", UNHIDDEN)));
        }

        spark.table("people")
                .write()
                .format("klaviyo")
                .options(byReference)
                .mode("append")
                .save();
        Sessions.catalog(spark, byReference);
        spark.sql("INSERT INTO test.target SELECT * FROM people");
        traces.keep(
                "explain",
                spark.sql("EXPLAIN EXTENDED INSERT INTO test.target SELECT * FROM people")
                        .collectAsList()
                        .toString());
    }

    private void failedRuns(SparkSession spark, EmulatorProcess klaviyo) {
        traces.fails(
                "bad row",
                () -> write(
                        spark.sql("SELECT email, double('NaN') AS d FROM people"),
                        options(klaviyo, Map.of("apiToken", KEY))));
        traces.fails(
                "row that is too large",
                () -> write(
                        spark.sql("SELECT email, repeat(email, 20000) AS d FROM people"),
                        options(klaviyo, Map.of("apiToken", KEY))));
        traces.fails("401", () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY.replace('3', '4')))));
        traces.fails("unknown option", () -> write(rows(spark), options(klaviyo, Map.of("apiKeyy", KEY))));
        traces.fails("key for a reference", () -> write(rows(spark), options(klaviyo, Map.of("apiKeySource", KEY))));
        traces.fails(
                "key in the endpoint",
                () -> write(
                        rows(spark),
                        options(klaviyo, Map.of("apiToken", KEY, "endpoint", "http://" + KEY + "@127.0.0.1:1"))));
        traces.fails(
                "unreachable",
                () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY, "endpoint", "http://127.0.0.1:1"))));

        klaviyo.fault(
                "{\"match\":\"POST /api/data-source-record-bulk-create-jobs\",\"kind\":\"delay\",\"delay\":\"2s\"}");
        traces.fails(
                "timeout", () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY, "requestTimeout", "1s"))));
        klaviyo.clearFaults();
        klaviyo.fault(
                "{\"match\":\"POST /api/data-source-record-bulk-create-jobs\",\"kind\":\"status\",\"status\":400}");
        traces.fails("400", () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY))));
        klaviyo.clearFaults();
    }

    private static Dataset<Row> rows(SparkSession spark) {
        Dataset<Row> people =
                spark.range(700).selectExpr("id", "concat('zanzibar.', id + 4711, '@shop.example.net') AS email");
        people.createOrReplaceTempView("people");
        return people;
    }

    private static Map<String, String> options(EmulatorProcess klaviyo, Map<String, String> more) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("endpoint", klaviyo.endpoint());
        options.put("dataSource", "contained");
        options.put("quotaLimits", "1000/1s");
        options.putAll(more);
        return options;
    }

    private static void write(Dataset<Row> rows, Map<String, String> options) {
        rows.write().format("klaviyo").options(options).mode("append").save("data-source-records");
    }
}
