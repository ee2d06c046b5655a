package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's SQL tab gets to show, read from the event log that the history server reads. */
@Tag("matrix")
class MetricsTest {

    private static final String KEY = "pk_00ff11ee22dd33cc";

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void tellWhatKlaviyoAcceptedOfAWrite() throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        boolean isSpark4;
        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY);
                SparkSession spark = Sessions.local(folder, "local[2]")) {
            isSpark4 = spark.version().startsWith("4.");
            klaviyo.createDataSource("metrics");
            spark.range(1_200)
                    .write()
                    .format("klaviyo")
                    .option("endpoint", klaviyo.endpoint())
                    .option("apiKeySource", "file:" + keyFile)
                    .option("dataSource", "metrics")
                    .option("quotaLimits", "1000/1s")
                    .option("writers", 1)
                    .mode("append")
                    .save();
        }
        String events = events();

        // Spark 3.5 asks a task for its figures before its last chunk is sent; later versions ask after that.
        assertThat(updates(events, "rows accepted by Klaviyo")).contains(isSpark4 ? 1_200L : 1_000L);
        assertThat(updates(events, "requests sent to Klaviyo")).contains(isSpark4 ? 3L : 2L);
        assertThat(events)
                .contains(
                        "\"name\":\"bytes accepted by Klaviyo\"",
                        "\"name\":\"requests answered 429\"",
                        "\"name\":\"time waited for quota\"");
        assertThat(events.contains("\"name\":\"rows accepted by Klaviyo (whole job)\""))
                .isEqualTo(isSpark4);
        if (isSpark4) {
            assertThat(driverUpdates(events)).contains(1_200L, 3L);
        }
    }

    @Test
    @Timeout(120)
    void tellWhatBecameOfTheRowsOfARun() throws IOException {
        Path runs = folder.resolve("runs");
        boolean isSpark4;
        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY);
                SparkSession spark = Sessions.local(folder, "local[2]")) {
            isSpark4 = spark.version().startsWith("4.");
            klaviyo.createDataSource("metrics");
            klaviyo.bulkFault("\"kind\":\"poison\",\"contains\":\"POISON\",\"pointers\":true");
            // The first request of the second attempt is the third chunk; the two before have receipts.
            klaviyo.bulkFault("\"kind\":\"status\",\"status\":403,\"after\":3,\"times\":1");
            Dataset<Row> rows = spark.range(1_300)
                    .selectExpr(
                            "IF(id < 1200, id, id - 1200) AS id",
                            "id AS n",
                            "IF(id IN (707, 1101), 'POISON', 'fine') AS text",
                            "IF(id = 906, double('NaN'), 0) AS x");
            DataFrameWriter<Row> write = Sessions.writer(rows, klaviyo, folder)
                    .option("dataSource", "metrics")
                    .option("idField", "id")
                    .option("orderField", "n")
                    .option("duplicates", "last")
                    .option("writers", 1)
                    .option("onInvalid", "deadLetter")
                    .option("runPath", runs.toUri().toString());
            assertThatThrownBy(write::save).hasStackTraceContaining("403");
            String run = RunFolder.only(runs).id();
            write.option("resume", run).save();
        }
        String events = events();

        assertThat(updates(events, "rows superseded by a later one of the same id"))
                .contains(100L);
        assertThat(updates(events, "rows skipped by receipt")).contains(999L);
        assertThat(updates(events, "dead letters")).contains(isSpark4 ? 3L : 2L);
        assertThat(events).contains("\"name\":\"requests sent again after a failure\"");
        assertThat(events.contains("\"name\":\"dead letters (whole job)\"")).isEqualTo(isSpark4);
        if (isSpark4) {
            assertThat(namedDriverUpdates(events, "dead letters (whole job)")).containsExactly(3L);
            assertThat(namedDriverUpdates(events, "rows accepted by Klaviyo (whole job)"))
                    .containsExactly(198L);
        }
    }

    @Test
    @Timeout(120)
    void tellWhatAReadTook() throws IOException {
        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY, "--profiles", "349");
                SparkSession spark = Sessions.local(folder, "local[2]")) {
            klaviyo.addProfiles(List.of("{\"attributes\":{\"location\":{\"latitude\":\"north\"}}}"));
            klaviyo.fault("{\"match\":\"GET /api/profiles\",\"kind\":\"status\",\"status\":429,\"retryAfter\":0,"
                    + "\"after\":1,\"times\":1}");
            klaviyo.fault(
                    "{\"match\":\"GET /api/profiles\",\"kind\":\"status\",\"status\":503,\"after\":2,\"times\":1}");
            Sessions.reader(spark, klaviyo, folder)
                    .option("quotaLimits", "2/1s")
                    .load("profiles")
                    .select("id", "location.latitude")
                    .collectAsList();
            assertThat(klaviyo.requests()).isEqualTo(6);
        }
        String events = events();

        assertThat(updates(events, "rows read from Klaviyo")).containsExactly(350L);
        assertThat(updates(events, "requests sent to Klaviyo")).containsExactly(6L);
        assertThat(updates(events, "requests answered 429")).containsExactly(1L);
        assertThat(updates(events, "requests sent again after a failure")).containsExactly(1L);
        assertThat(updates(events, "values that could not be read and are null"))
                .containsExactly(1L);
        // Six requests do not fit into one window of two.
        assertThat(updates(events, "time waited for quota")).singleElement().satisfies(wait -> assertThat(wait)
                .isPositive());
    }

    private String events() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("events"))) {
            return files.filter(Files::isRegularFile).map(MetricsTest::read).collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> updates(String events, String metric) {
        return numbers(events, "\"Name\":\"" + metric + "\",\"Update\":\"(\\d+)\"");
    }

    /** Values that were set on the driver: pairs of an accumulator's id and a number. */
    private static List<Long> driverUpdates(String events) {
        List<Long> values = new ArrayList<>();
        Matcher event = Pattern.compile("SparkListenerDriverAccumUpdates.*?\"accumUpdates\":\\[(\\[.*?])]")
                .matcher(events);
        while (event.find()) {
            values.addAll(numbers(event.group(1), "\\[\\d+,(\\d+)]"));
        }
        return values;
    }

    /** Those of one metric, whose accumulator has its name in the plan. */
    private static List<Long> namedDriverUpdates(String events, String metric) {
        List<Long> accumulators =
                numbers(events, "\"name\":\"" + Pattern.quote(metric) + "\",\"accumulatorId\":(\\d+)");
        List<Long> values = new ArrayList<>();
        Matcher event = Pattern.compile("SparkListenerDriverAccumUpdates.*?\"accumUpdates\":\\[(\\[.*?])]")
                .matcher(events);
        while (event.find()) {
            for (long accumulator : accumulators.stream().distinct().toList()) {
                values.addAll(numbers(event.group(1), "\\[" + accumulator + ",(\\d+)]"));
            }
        }
        return values;
    }

    private static List<Long> numbers(String text, String pattern) {
        List<Long> numbers = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            numbers.add(Long.parseLong(matcher.group(1)));
        }
        return numbers;
    }
}
