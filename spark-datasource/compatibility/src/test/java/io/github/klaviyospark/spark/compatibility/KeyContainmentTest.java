package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Looks for the key, and for a row's content, everywhere that a run leaves text behind. */
class KeyContainmentTest {

    private static final String KEY = "pk_3fa94cd01b7e8d6520ac";
    /** Given as {@code apiKey}, which Spark shows in plans and the connector warns of. */
    private static final String UNHIDDEN = "pk_b2c61f0d8e9a47350aa9";

    private static final String PLANTED = "pk_77de02914bb35c8ea6f1";
    private static final String CONTENT = "zanzibar.4711@shop.example.net";

    @TempDir
    private Path folder;

    private final Map<String, String> places = new ConcurrentSkipListMap<>();

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
            spark.listenerManager().register(new PlanListener());
            plant(spark);
            goodRuns(spark, klaviyo);
            failedRuns(spark, klaviyo);
        }
        collect("log", Path.of(System.getProperty("build.folder"), "spark.log"));
        try (Stream<Path> events = Files.walk(folder.resolve("events"))) {
            events.filter(Files::isRegularFile).forEach(file -> collect("event log " + file.getFileName(), file));
        }
        collect("report", folder.resolve("report.json"));

        // Only places are named: what failed assertions print must not hold the key either.
        assertThat(placesWith(PLANTED))
                .as("a key that was planted is found")
                .contains("log", "exception planted", "explain planted")
                .anyMatch(place -> place.startsWith("event log"));
        assertThat(placesWith("KlaviyoBatchWrite"))
                .as("places that tell of the runs")
                .contains("log");
        assertThat(places.keySet())
                .filteredOn(place -> place.startsWith("plan"))
                .hasSizeGreaterThan(3);
        assertThat(placesWith(KEY)).isEmpty();
        assertThat(placesWith(UNHIDDEN)).allMatch(place -> place.startsWith("plan"));
        assertThat(placesWith("Option apiKey is shown by Spark")).contains("log");
        assertThat(placesWith(CONTENT)).isEmpty();
    }

    private List<String> placesWith(String text) {
        return places.entrySet().stream()
                .filter(place -> place.getValue().contains(text))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void plant(SparkSession spark) {
        LoggerFactory.getLogger("io.github.klaviyospark.planted").info("A key: {}", PLANTED);
        Dataset<Row> rows = spark.range(3).selectExpr("concat('" + PLANTED + "', id) AS s");
        rows.collectAsList();
        places.put("explain planted", rows.queryExecution().toString());
        fail("planted", () -> {
            throw new IllegalStateException("nested", new IOException("with " + PLANTED));
        });
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
        places.put(
                "explain",
                spark.sql("EXPLAIN EXTENDED INSERT INTO test.target SELECT * FROM people")
                        .collectAsList()
                        .toString());
    }

    private void failedRuns(SparkSession spark, EmulatorProcess klaviyo) {
        fail(
                "bad row",
                () -> write(
                        spark.sql("SELECT email, double('NaN') AS d FROM people"),
                        options(klaviyo, Map.of("apiToken", KEY))));
        fail(
                "row that is too large",
                () -> write(
                        spark.sql("SELECT email, repeat(email, 20000) AS d FROM people"),
                        options(klaviyo, Map.of("apiToken", KEY))));
        fail("401", () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY.replace('3', '4')))));
        fail("unknown option", () -> write(rows(spark), options(klaviyo, Map.of("apiKeyy", KEY))));
        fail("key for a reference", () -> write(rows(spark), options(klaviyo, Map.of("apiKeySource", KEY))));
        fail(
                "key in the endpoint",
                () -> write(
                        rows(spark),
                        options(klaviyo, Map.of("apiToken", KEY, "endpoint", "http://" + KEY + "@127.0.0.1:1"))));
        fail(
                "unreachable",
                () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY, "endpoint", "http://127.0.0.1:1"))));

        klaviyo.fault(
                "{\"match\":\"POST /api/data-source-record-bulk-create-jobs\",\"kind\":\"delay\",\"delay\":\"2s\"}");
        fail("timeout", () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY, "requestTimeout", "1s"))));
        klaviyo.clearFaults();
        klaviyo.fault(
                "{\"match\":\"POST /api/data-source-record-bulk-create-jobs\",\"kind\":\"status\",\"status\":400}");
        fail("400", () -> write(rows(spark), options(klaviyo, Map.of("apiToken", KEY))));
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

    private void fail(String what, org.assertj.core.api.ThrowableAssert.ThrowingCallable run) {
        Throwable failure = catchThrowable(run);
        assertThat(failure).as(what).isNotNull();
        places.put("exception " + what, stackTrace(failure));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void collect(String place, Path file) {
        try {
            places.put(place, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the plans of what was run, in the form that user interfaces show. */
    private final class PlanListener implements QueryExecutionListener {

        @Override
        public void onSuccess(String function, QueryExecution query, long nanos) {
            keep(query);
        }

        @Override
        public void onFailure(String function, QueryExecution query, Exception failure) {
            keep(query);
        }

        private void keep(QueryExecution query) {
            String text = text(query);
            if (!text.contains(PLANTED)) {
                places.put("plan " + places.size(), text);
            }
        }

        // A plan that could not be made cannot be shown either, and says so by what it throws.
        private String text(QueryExecution query) {
            try {
                return query.toString();
            } catch (RuntimeException e) {
                return stackTrace(e);
            }
        }
    }
}
