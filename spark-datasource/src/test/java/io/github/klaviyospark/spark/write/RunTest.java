package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
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

/** Jobs that end early, and the jobs that continue them. */
@ExtendWith(SparkExtension.class)
class RunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 1_000;
    private static final int CHUNK = 100;

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

    private static Dataset<Row> rows(SparkSession spark, String value) {
        return spark.range(0, ROWS, 1, 7).selectExpr("id", value + " AS value");
    }

    private DataFrameWriter<Row> writing(Dataset<Row> rows) {
        return Writing.to(klaviyo, "shop.pets", rows).option("runPath", runs().toString());
    }

    private DataFrameWriter<Row> run(Dataset<Row> rows) {
        return writing(rows).option("idField", "id").option("writers", "1").option("chunkRecords", CHUNK);
    }

    private Path runs() {
        return folder.resolve("runs");
    }

    private List<String> ids() throws IOException {
        try (Stream<Path> found = Files.list(runs())) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private JsonNode report(String id) throws IOException {
        return JSON.readTree(runs().resolve(id).resolve("report.json").toFile());
    }

    /** Fails for good at a bulk request, after some that were let through. */
    private void refuseAfter(int requests) {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(403)
                .after(requests)
                .build());
    }

    private String failedRun(Dataset<Row> rows, int afterRequests) throws IOException {
        List<String> before = Files.exists(runs()) ? ids() : List.of();
        refuseAfter(afterRequests);
        assertThatThrownBy(() -> run(rows).save()).hasStackTraceContaining("Klaviyo answered 403");
        klaviyo.clearFaults();
        return ids().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
    }

    private Map<Long, Integer> arrivals() throws IOException {
        Map<Long, Integer> arrivals = new HashMap<>();
        for (String line : klaviyo.records(source)) {
            arrivals.merge(JSON.readTree(line).path("id").asLong(), 1, Integer::sum);
        }
        return arrivals;
    }

    /** What Klaviyo holds in the end: the last value that arrived for each id. */
    private Map<Long, String> held() throws IOException {
        Map<Long, String> held = new HashMap<>();
        for (String line : klaviyo.records(source)) {
            JsonNode record = JSON.readTree(line);
            held.put(record.path("id").asLong(), record.path("value").asText());
        }
        return held;
    }

    /** Wherever the job breaks off: what has a receipt is not sent again, and all the rest is sent. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9})
    void continuesWhereAJobBrokeOff(int accepted, SparkSession spark) throws IOException {
        Dataset<Row> rows = rows(spark, "id * 3");
        String id = failedRun(rows, accepted);
        assertThat(klaviyo.records(source)).hasSize(accepted * CHUNK);

        run(rows).option("resume", id).save();

        assertThat(arrivals()).hasSize(ROWS).allSatisfy((row, times) -> assertThat(times)
                .isOne());
        JsonNode report = report(id);
        assertThat(report.path("status").asText()).isEqualTo("accepted");
        assertThat(report.path("resumed").asBoolean()).isTrue();
        assertThat(report.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(report.path("skipped").asInt()).isEqualTo(accepted * CHUNK);
        assertThat(report.path("accepted").asInt()).isEqualTo(ROWS - accepted * CHUNK);
        assertThat(report.path("requests").asInt()).isEqualTo(ROWS / CHUNK - accepted);
    }

    /** A receipt may be missing although its chunk was accepted; it is then sent twice, and nothing is lost. */
    @Test
    void sendsFromAChunkOnWhoseReceiptWasNotWritten(SparkSession spark) throws IOException {
        Dataset<Row> rows = rows(spark, "id * 3");
        String id = failedRun(rows, 6);
        Path receipts = runs().resolve(id).resolve("receipts/00000");
        try (Stream<Path> files = Files.list(receipts)) {
            Path third = files.sorted().skip(2).findFirst().orElseThrow();
            assertThat(third.getFileName().toString()).startsWith("0000000002-");
            // What is left of a name that a file system did not write whole.
            Files.move(third, receipts.resolve(third.getFileName().toString().substring(0, 30)));
        }

        run(rows).option("resume", id).save();

        assertThat(arrivals()).hasSize(ROWS).allSatisfy((row, times) -> assertThat(times)
                .isEqualTo(row >= 2 * CHUNK && row < 6 * CHUNK ? 2 : 1));
    }

    @Test
    void sendsFromAChunkOnInWhichRowsHaveChanged(SparkSession spark) throws IOException {
        String id = failedRun(rows(spark, "id * 3"), 6);

        run(rows(spark, "IF(id = 250, -1, id * 3)")).option("resume", id).save();

        assertThat(arrivals()).hasSize(ROWS).allSatisfy((row, times) -> assertThat(times)
                .isEqualTo(row >= 2 * CHUNK && row < 6 * CHUNK ? 2 : 1));
        assertThat(klaviyo.records(source)).contains("{\"id\":250,\"value\":-1}");
        assertThat(report(id).path("skipped").asInt()).isEqualTo(2 * CHUNK);
    }

    @Test
    void sendsEverythingAgainInTheNextRun(SparkSession spark) throws IOException {
        run(rows(spark, "'A'")).save();
        run(rows(spark, "'B'")).save();
        run(rows(spark, "'A'")).save();

        assertThat(ids()).hasSize(3);
        assertThat(arrivals()).hasSize(ROWS).allSatisfy((row, times) -> assertThat(times)
                .isEqualTo(3));
        List<String> records = klaviyo.records(source);
        assertThat(records.subList(2 * ROWS, 3 * ROWS)).allMatch(record -> record.endsWith("\"A\"}"));
    }

    @Test
    void goesBackToAValueWithinOneRun(SparkSession spark) throws IOException {
        String id = failedRun(rows(spark, "'A'"), 5);
        refuseAfter(7);
        assertThatThrownBy(() -> run(rows(spark, "'B'")).option("resume", id).save())
                .hasStackTraceContaining("403");
        klaviyo.clearFaults();

        run(rows(spark, "'A'")).option("resume", id).save();

        assertThat(held()).hasSize(ROWS).containsValue("A").doesNotContainValue("B");
    }

    /** The rows of the second job lie in other chunks, so that places and contents of the first come back at the end. */
    @Test
    void goesBackToRowsThatHadMovedBetweenChunks(SparkSession spark) throws IOException {
        String id = failedRun(rows(spark, "'A'"), 6);
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(3).build());
        assertThatThrownBy(() -> run(rows(spark, "'B'").where("id >= 350"))
                        .option("resume", id)
                        .save())
                .hasStackTraceContaining("403");
        klaviyo.clearFaults();

        run(rows(spark, "'A'")).option("resume", id).save();

        assertThat(held()).hasSize(ROWS).containsValue("A").doesNotContainValue("B");
    }

    /** What the end of the message says is done word for word, and works whatever the options were. */
    @Test
    void resumesWithTheOptionsThatTheRunWasBegunWith(SparkSession spark) throws IOException {
        refuseAfter(2);
        assertThatThrownBy(
                        () -> run(rows(spark, "id")).option("writers", "auto").save())
                .hasStackTraceContaining("403");
        klaviyo.clearFaults();

        run(rows(spark, "id"))
                .option("writers", "auto")
                .option("resume", ids().get(0))
                .save();

        assertThat(arrivals()).hasSize(ROWS).allSatisfy((row, times) -> assertThat(times)
                .isOne());
    }

    /** A row that fails the job can be set aside by the job that continues it. */
    @Test
    void setsAsideInTheNextJobWhatFailedTheFirst(SparkSession spark) throws IOException {
        Dataset<Row> rows = rows(spark, "IF(id = 555, double('NaN'), 1D)");
        assertThatThrownBy(() -> run(rows).save()).hasStackTraceContaining("set them aside with onInvalid=deadLetter");

        run(rows)
                .option("resume", ids().get(0))
                .option("onInvalid", "deadLetter")
                .option("deadLetterPath", folder.resolve("dead").toString())
                .save();

        assertThat(arrivals()).hasSize(ROWS - 1).allSatisfy((row, times) -> assertThat(times)
                .isOne());
        assertThat(report(ids().get(0)).path("dead").asInt()).isEqualTo(1);
    }

    @Test
    void saysThatItFailedWhenRowsCannotBeComputed(SparkSession spark) throws Exception {
        assertThatThrownBy(() ->
                        run(rows(spark, "IF(id = 5, raise_error('boom'), 'x')")).save())
                .hasStackTraceContaining("boom");

        // Spark tells of the end of a query on a thread of its own.
        spark.sparkContext().listenerBus().waitUntilEmpty();
        assertThat(report(ids().get(0)).path("status").asText()).isEqualTo("failed");
    }

    @Test
    void refusesToResumeARunThatIsFinished(SparkSession spark) throws IOException {
        run(rows(spark, "id")).save();
        String id = ids().get(0);
        long requests = klaviyo.requests();

        assertThatThrownBy(() -> run(rows(spark, "id")).option("resume", id).save())
                .hasMessage(
                        "Run '" + id + "' is finished: all its rows are settled. Leave resume out to send them again"
                                + " in a new run.");
        assertThat(klaviyo.requests()).isEqualTo(requests);
    }

    @Test
    void refusesToResumeARunThatDoesNotExist(SparkSession spark) {
        assertThatThrownBy(
                        () -> run(rows(spark, "id")).option("resume", "nightly").save())
                .hasMessage("There is no run 'nightly' in runPath '" + runs()
                        + "' to be resumed. The ids are the names of its folders.");
        assertThatThrownBy(() -> run(rows(spark, "id")).option("resume", "../x").save())
                .hasMessageStartingWith("'../x' is no id of a run.");
        assertThat(klaviyo.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chunkRecords | 50 | with chunkRecords=100 and cannot go on with '50'. Leave chunkRecords out, or",
                "writers | 2 | with writers=1 and cannot go on with '2'. Leave writers out, or",
                "orderField | value | without orderField and cannot go on with 'value'. Leave orderField out, or",
                "nulls | omit | with nulls=send and cannot go on with 'omit'. Leave nulls out, or"
            })
    void refusesToResumeWithOtherChunks(String option, String value, String told, SparkSession spark)
            throws IOException {
        String id = failedRun(rows(spark, "id"), 2);
        long requests = klaviyo.requests();

        assertThatThrownBy(() -> run(rows(spark, "id"))
                        .option("resume", id)
                        .option(option, value)
                        .save())
                .hasMessage("Run '" + id + "' was begun " + told + " start a new run.");
        assertThat(klaviyo.requests()).isEqualTo(requests);
    }

    @Test
    void takesTheOptionsOfTheRun(SparkSession spark) throws IOException {
        Dataset<Row> rows = rows(spark, "id");
        String id = failedRun(rows, 2);

        writing(rows).option("resume", id).save();

        assertThat(report(id).path("skipped").asInt()).isEqualTo(2 * CHUNK);
        assertThat(klaviyo.exchanges().stream().filter(exchange -> exchange.records() > CHUNK))
                .isEmpty();
    }

    @Test
    void refusesToResumeOverOtherColumnsOrIntoAnotherDataSource(SparkSession spark) throws IOException {
        String id = failedRun(rows(spark, "id"), 2);
        String other = klaviyo.createDataSource("shop.cats");

        assertThatThrownBy(() ->
                        run(rows(spark, "string(id)")).option("resume", id).save())
                .hasMessage(
                        "Run '" + id + "' was begun with the columns struct<id:bigint,value:bigint> and cannot go on"
                                + " with struct<id:bigint,value:string>. Resume it over the same rows, or start a new run.");
        assertThatThrownBy(() -> run(rows(spark, "id"))
                        .option("resume", id)
                        .option("dataSource", "shop.cats")
                        .save())
                .hasMessage("Run '" + id + "' was begun with the data source " + source + " and cannot go on with "
                        + other + ". Resume it over the same rows, or start a new run.");
    }

    @Test
    void saysHowToGoOnWhenAJobFails(SparkSession spark) {
        refuseAfter(3);

        assertThatThrownBy(() -> run(rows(spark, "id")).save())
                .hasStackTraceContaining("This writer had 300 rows accepted by Klaviyo before. To go on without sending"
                        + " accepted rows again, repeat the job over the same rows with runPath=" + runs()
                        + " and resume=");
    }

    @Test
    void refusesAPlaceThatCannotBeWritten(SparkSession spark) throws IOException {
        Files.writeString(folder.resolve("runs"), "a file, not a folder");

        assertThatThrownBy(() -> run(rows(spark, "id")).save())
                .hasMessageStartingWith("runPath '" + runs() + "' cannot be written: ");
        assertThat(klaviyo.stats(BULK).count()).isZero();
    }

    /** With several requests under way, others may be accepted after the one that fails the job. */
    @Test
    void continuesWhenSeveralRequestsWereUnderWay(SparkSession spark) throws IOException {
        Dataset<Row> rows = rows(spark, "id * 3");
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS)
                .status(403)
                .after(3)
                .times(1)
                .build());
        assertThatThrownBy(() -> run(rows)
                        .option("duplicates", "last")
                        .option("inFlight", "4")
                        .save())
                .hasStackTraceContaining("Klaviyo answered 403");
        int accepted = klaviyo.records(source).size();

        run(rows)
                .option("duplicates", "last")
                .option("inFlight", "4")
                .option("resume", ids().get(0))
                .save();

        assertThat(accepted).isBetween(3 * CHUNK, 8 * CHUNK);
        assertThat(arrivals()).hasSize(ROWS).allSatisfy((row, times) -> assertThat(times)
                .isOne());
        assertThat(report(ids().get(0)).path("skipped").asInt()).isEqualTo(accepted);
    }

    /** The figures of a job that fails: what its failed attempt cost is in the folder of the run. */
    @Test
    void countsWhatFailedAttemptsCost(SparkSession spark) throws IOException {
        String id = failedRun(rows(spark, "id"), 4);

        JsonNode report = report(id);
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("requests").asLong())
                .isEqualTo(klaviyo.stats(BULK).count())
                .isEqualTo(5);
        assertThat(report.path("bytes").asLong()).isEqualTo(klaviyo.stats(BULK).bytes());
        assertThat(report.at("/failedAttempts/accepted").asLong())
                .isEqualTo(klaviyo.stats(BULK).records())
                .isEqualTo(400);
    }
}
