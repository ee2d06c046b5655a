package io.github.klaviyospark.spark.sink;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams into Klaviyo. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class StreamWriteTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;
    private Inflow inflow;

    @BeforeEach
    void start(SparkSession spark) {
        klaviyo = KlaviyoEmulator.builder().quotas(false).start();
        inflow = new Inflow(spark, folder, klaviyo);
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private List<Integer> requests() {
        return klaviyo.exchanges().stream()
                .filter(exchange -> exchange.target().startsWith("/api/data-source-record-bulk"))
                .map(Exchange::records)
                .toList();
    }

    private long lookups() {
        return klaviyo.exchanges().stream()
                .filter(exchange -> exchange.target().startsWith("/api/data-sources"))
                .count();
    }

    private Path receipts() throws IOException {
        return onlyIn(inflow.checkpoint().resolve("klaviyo"));
    }

    private static Path onlyIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> all = found.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sendsEveryRowOfSeveralEpochsInFullChunks() throws Exception {
        List<String> all = new ArrayList<>();
        for (long epoch = 0; epoch < 4; epoch++) {
            List<String> rows = Inflow.rows(epoch * 1_200, epoch * 1_200 + 1_200, "v");
            inflow.arrive(rows);
            all.addAll(rows);
        }

        List<String> lines;
        try (LogLines log = new LogLines()) {
            inflow.run();
            lines = log.of("INFO", "Epoch ");
        }

        assertThat(inflow.ledger()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(requests()).containsExactly(500, 500, 200, 500, 500, 200, 500, 500, 200, 500, 500, 200);
        assertThat(lookups()).isOne();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(3))
                .startsWith("INFO Epoch 3: 1,200 rows = 1,200 accepted + 0 superseded + 0 skipped by receipt + 0 dead;"
                        + " 3 requests, ");
    }

    @Test
    void letsTheLastOneWinAcrossEpochs() throws Exception {
        inflow.arrive(Inflow.rows(0, 600, "old"));
        inflow.arrive(Inflow.rows(300, 900, "new"));
        inflow.arrive(Inflow.rows(0, 100, "newest"));

        inflow.with("writers", 2).with("chunkRecords", 50).run();

        assertThat(inflow.held()).hasSize(900).allSatisfy((id, row) -> assertThat(row)
                .isEqualTo(Inflow.row(id, (id < 100 ? "newest" : id < 300 ? "old" : "new") + id)));
    }

    @Test
    void spendsNoRequestOnEmptyEpochs() throws Exception {
        inflow.arrive(Inflow.rows(0, 10, "v"));
        inflow.run();
        long before = klaviyo.stats(BULK).count();
        long lookups = lookups();
        for (int i = 0; i < 5; i++) {
            inflow.arrive(List.of());
        }

        StreamingQuery query = inflow.run();

        assertThat(query.recentProgress()).hasSize(5);
        assertThat(klaviyo.stats(BULK).count()).isEqualTo(before);
        // The data source is looked up once for each start of a query, however many epochs it has.
        assertThat(lookups()).isEqualTo(lookups + 1);
    }

    @Test
    void sendsNothingAgainWhenSparkDoesNotKnowThatTheLastEpochIsDone() throws Exception {
        inflow.with("writers", 2).with("chunkRecords", 50);
        inflow.arrive(Inflow.rows(0, 500, "a"));
        inflow.arrive(Inflow.rows(0, 500, "b"));
        inflow.run();
        assertThat(inflow.ledger()).hasSize(1_000);
        inflow.forget("commits", 1);

        StreamingQuery query = inflow.run();

        assertThat(inflow.ledger()).hasSize(1_000);
        assertThat(query.lastProgress().sink().metrics())
                .containsEntry("skipped", "500")
                .containsEntry("rows", "0")
                .containsEntry("requests", "0");
    }

    /** Somebody turns the stream back: what was sent then and is older must not stand for what is sent now. */
    @Test
    void sendsAgainWhatComesAfterAnEpochThatItIsTurnedBackTo() throws Exception {
        inflow.arrive(Inflow.rows(0, 10, "a"));
        inflow.arrive(Inflow.rows(0, 10, "b"));
        inflow.arrive(Inflow.rows(0, 10, "c"));
        inflow.run();
        for (long epoch = 1; epoch < 3; epoch++) {
            inflow.forget("commits", epoch);
            inflow.forget("offsets", epoch);
        }

        inflow.run();

        // Spark makes one epoch of the two that it has forgotten.
        assertThat(inflow.ledger()).hasSize(50);
        assertThat(names(receipts().resolve("epochs"))).containsExactly("0", "1");
        assertThat(inflow.held()).allSatisfy((id, row) -> assertThat(row).isEqualTo(Inflow.row(id, "c" + id)));
        inflow.arrive(Inflow.rows(0, 10, "c"));
        inflow.run();
        assertThat(inflow.ledger()).hasSize(60);
    }

    /** The epoch comes again as it was, and newer rows were sent after it. */
    @Test
    void sendsAgainAnEpochThatItIsTurnedBackTo() throws Exception {
        inflow.arrive(Inflow.rows(0, 10, "a"));
        inflow.arrive(Inflow.rows(0, 10, "b"));
        inflow.run();
        inflow.forget("commits", 0);
        inflow.forget("commits", 1);
        inflow.forget("offsets", 1);

        inflow.run();

        assertThat(inflow.ledger()).hasSize(40);
        assertThat(inflow.held()).allSatisfy((id, row) -> assertThat(row).isEqualTo(Inflow.row(id, "b" + id)));
    }

    @Test
    void goesOnInTheMiddleOfAnEpochThatFailed() throws Exception {
        inflow.with("chunkRecords", 100);
        inflow.arrive(Inflow.rows(0, 1_000, "v"));
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(4).build());
        assertThatThrownBy(() -> inflow.run())
                .hasStackTraceContaining("Klaviyo answered 403")
                .hasStackTraceContaining(
                        "This writer had 400 rows accepted by Klaviyo before. Start the query again with the"
                                + " same checkpoint: the epoch comes again, and what was accepted of it is not sent again.");
        klaviyo.clearFaults();
        assertThat(inflow.ledger()).hasSize(400);

        inflow.run();

        assertThat(inflow.ledger()).containsExactlyElementsOf(Inflow.rows(0, 1_000, "v"));
    }

    @Test
    void sendsAnEpochAgainWhoseChunksWouldBeOthers() throws Exception {
        inflow.with("chunkRecords", 100);
        inflow.arrive(Inflow.rows(0, 1_000, "v"));
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(4).build());
        assertThatThrownBy(() -> inflow.run()).hasStackTraceContaining("Klaviyo answered 403");
        klaviyo.clearFaults();

        inflow.with("chunkRecords", 200).run();

        assertThat(inflow.ledger()).hasSize(1_400);
        assertThat(inflow.held()).hasSize(1_000);
    }

    @Test
    void sendsAnEpochThatComesAgainWhereItWasNotSentBefore() throws Exception {
        String other = klaviyo.createDataSource("shop.cats");
        inflow.arrive(Inflow.rows(0, 5, "v"));
        inflow.run();
        inflow.forget("commits", 0);

        inflow.with("dataSource", "shop.cats").run();

        assertThat(klaviyo.records(other)).hasSize(5);
    }

    @Test
    void keepsTheReceiptsOfTheLastEpochsOnly() throws Exception {
        for (int i = 0; i < 12; i++) {
            inflow.arrive(Inflow.rows(i, i + 5, "v"));
        }

        inflow.run();

        assertThat(names(receipts())).containsExactly("epochs", "report.json", "stream.json");
        assertThat(names(receipts().resolve("epochs"))).containsExactly("10", "11", "9");
    }

    @Test
    void keepsReceiptsInRunPathWhereThatIsGiven() throws Exception {
        Path runs = folder.resolve("runs");
        inflow.with("runPath", runs);
        inflow.arrive(Inflow.rows(0, 5, "v"));

        StreamingQuery query = inflow.run();

        assertThat(names(runs)).containsExactly(query.id().toString());
        assertThat(names(runs.resolve(query.id().toString()).resolve("epochs"))).containsExactly("0");
        assertThat(inflow.checkpoint().resolve("klaviyo")).doesNotExist();
    }

    /** A query with a name has its checkpoint in the folder that the session names. */
    @Test
    void findsTheCheckpointOfAQueryWithAName(SparkSession spark) throws Exception {
        spark.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        folder.resolve("all").toString());
        try {
            inflow.without("checkpointLocation").with("queryName", "pets");
            inflow.arrive(Inflow.rows(0, 5, "v"));
            inflow.run();

            assertThat(names(folder.resolve("all/pets"))).contains("commits", "klaviyo", "offsets");
        } finally {
            spark.conf().unset("spark.sql.streaming.checkpointLocation");
        }
    }

    @Test
    void sendsWithoutReceiptsWhereNoPlaceIsKnown(SparkSession spark) throws Exception {
        spark.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        folder.resolve("all").toString());
        try (LogLines log = new LogLines()) {
            inflow.without("checkpointLocation");
            inflow.arrive(Inflow.rows(0, 5, "v"));
            inflow.arrive(Inflow.rows(5, 9, "v"));
            inflow.run();

            assertThat(inflow.ledger()).hasSize(9);
            assertThat(log.of("WARN", "")).hasSize(1);
            assertThat(log.of(
                            "WARN", "It is not known where the checkpoint of this stream is, so no receipts are kept"))
                    .hasSize(1);
            assertThat(names(onlyIn(folder.resolve("all")))).doesNotContain("klaviyo");
        } finally {
            spark.conf().unset("spark.sql.streaming.checkpointLocation");
        }
    }

    /** Counts by value grow from epoch to epoch, and each new count replaces the one before. */
    @Test
    void takesUpdates() throws Exception {
        inflow.schema("value STRING").with("idField", "value");
        inflow.arrive(List.of("{\"value\":\"cat\"}", "{\"value\":\"dog\"}", "{\"value\":\"cat\"}"));
        inflow.arrive(List.of("{\"value\":\"cat\"}", "{\"value\":\"cow\"}"));
        Dataset<Row> counts = inflow.stream().groupBy("value").count();

        Inflow.await(inflow.writer(counts)
                .outputMode("update")
                .trigger(Trigger.AvailableNow())
                .start());

        assertThat(inflow.ledger())
                .containsExactly(
                        "{\"value\":\"cat\",\"count\":2}",
                        "{\"value\":\"dog\",\"count\":1}",
                        "{\"value\":\"cat\",\"count\":3}",
                        "{\"value\":\"cow\",\"count\":1}");
    }

    @Test
    void tellsSparkWhatItSent() throws Exception {
        inflow.with("chunkRecords", 100).with("duplicates", "last");
        inflow.arrive(Inflow.rows(0, 250, "v"));
        List<String> twice = new ArrayList<>(Inflow.rows(0, 150, "w"));
        twice.addAll(Inflow.rows(0, 50, "x"));
        inflow.arrive(twice);

        StreamingQuery query = inflow.run();

        StreamingQueryProgress[] progress = query.recentProgress();
        assertThat(progress).hasSize(2);
        assertThat(progress[0].sink().numOutputRows()).isEqualTo(250);
        assertThat(progress[1].sink().numOutputRows()).isEqualTo(200);
        assertThat(progress[0].sink().metrics()).containsEntry("rows", "250").containsEntry("requests", "3");
        assertThat(progress[1].sink().metrics())
                .containsEntry("rows", "400")
                .containsEntry("superseded", "50")
                .containsEntry("requests", "5")
                .containsEntry("dead", "0")
                .containsEntry("throttledRequests", "0")
                .containsKey("secondsWaited");
    }

    @Test
    void reportsTheQueryAndItsLastEpoch() throws Exception {
        Path report = folder.resolve("report.json");
        inflow.with("chunkRecords", 100).with("reportPath", report);
        inflow.arrive(Inflow.rows(0, 250, "v"));
        inflow.arrive(Inflow.rows(0, 120, "w"));

        StreamingQuery query = inflow.run();

        JsonNode all = JSON.readTree(report.toFile());
        assertThat(all.path("status").asText()).isEqualTo("accepted");
        assertThat(all.path("run").asText()).isEqualTo(query.id().toString());
        assertThat(all.path("epochs").asInt()).isEqualTo(2);
        assertThat(all.path("rows").asInt()).isEqualTo(370);
        assertThat(all.path("accepted").asInt()).isEqualTo(370);
        assertThat(all.path("requests").asInt()).isEqualTo(5);
        assertThat(all.path("dataSourceId").asText()).isEqualTo(inflow.source());
        JsonNode last = all.path("last");
        assertThat(last.path("epoch").asInt()).isEqualTo(1);
        assertThat(last.path("rows").asInt()).isEqualTo(120);
        assertThat(last.path("requests").asInt()).isEqualTo(2);
        assertThat(JSON.readTree(receipts().resolve("report.json").toFile())).isEqualTo(all);
    }

    @Test
    void reportsTheEpochThatFailed() throws Exception {
        Path report = folder.resolve("report.json");
        inflow.with("chunkRecords", 100).with("reportPath", report);
        inflow.arrive(Inflow.rows(0, 250, "v"));
        inflow.arrive(Inflow.rows(0, 250, "w"));
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(4).build());

        assertThatThrownBy(() -> inflow.run()).hasStackTraceContaining("Klaviyo answered 403");

        JsonNode all = JSON.readTree(report.toFile());
        assertThat(all.path("status").asText()).isEqualTo("failed");
        assertThat(all.path("epochs").asInt()).isOne();
        assertThat(all.path("accepted").asInt()).isEqualTo(250);
        assertThat(all.at("/last/epoch").asInt()).isOne();
        assertThat(all.at("/last/failedAttempts/accepted").asInt()).isEqualTo(100);
    }

    @Test
    void setsBadRowsAsideOnceHoweverOftenTheirEpochComes(SparkSession spark) throws Exception {
        Path dead = folder.resolve("dead");
        inflow.schema("id BIGINT, value DOUBLE")
                .with("onInvalid", "deadLetter")
                .with("deadLetterPath", dead)
                .with("chunkRecords", 2);
        inflow.arrive(List.of("{\"id\":1,\"value\":1}", "{\"id\":2,\"value\":\"NaN\"}", "{\"value\":3}"));
        inflow.arrive(List.of("{\"id\":4,\"value\":\"NaN\"}", "{\"id\":5,\"value\":5}", "{\"id\":6,\"value\":6}"));
        inflow.run();
        assertThat(inflow.ledger()).hasSize(3);
        inflow.forget("commits", 1);

        StreamingQuery query = inflow.run();

        assertThat(inflow.ledger()).hasSize(3);
        Map<String, String> metrics = query.lastProgress().sink().metrics();
        assertThat(metrics).containsEntry("dead", "1").containsEntry("skipped", "2");
        List<Row> letters = spark.read()
                .json(dead.toString())
                .select("run", "code")
                .sort("run", "code")
                .collectAsList();
        assertThat(letters)
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly(
                        query.id() + "-0 invalid_value", query.id() + "-0 null_id", query.id() + "-1 invalid_value");
    }

    @Test
    void looksAKeyUpInEachEpochAndTheDataSourceWhenItIsAnotherKey() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "pk_first");
        inflow.with("apiKeySource", "file:" + key);
        inflow.arrive(Inflow.rows(0, 5, "v"));
        StreamingQuery query = inflow.start(Trigger.ProcessingTime(0));
        query.processAllAvailable();
        inflow.arrive(Inflow.rows(5, 10, "v"));
        query.processAllAvailable();
        assertThat(lookups()).isOne();

        Files.writeString(key, "pk_second");
        inflow.arrive(Inflow.rows(10, 15, "v"));
        query.processAllAvailable();
        query.stop();

        assertThat(inflow.ledger()).hasSize(15);
        assertThat(lookups()).isEqualTo(2);
    }

    @Test
    void makesTheDataSourceOnce() throws Exception {
        inflow.with("dataSource", "shop.new").with("createDataSource", true);
        inflow.arrive(Inflow.rows(0, 5, "v"));
        inflow.arrive(Inflow.rows(5, 10, "v"));

        inflow.run();

        assertThat(requests()).containsExactly(5, 5);
        assertThat(klaviyo.stats("POST /api/data-sources").count()).isOne();
    }

    @Test
    void leavesForeachBatchAsItIs() throws Exception {
        inflow.arrive(Inflow.rows(0, 5, "v"));
        inflow.arrive(Inflow.rows(5, 10, "v"));

        Inflow.await(inflow.stream()
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", inflow.checkpoint().toString())
                .foreachBatch((Dataset<Row> rows, Long epoch) -> {
                    rows.write()
                            .format("klaviyo")
                            .option("endpoint", klaviyo.endpoint())
                            .option("dataSource", "shop.pets")
                            .option("idField", "id")
                            .option("runPath", folder.resolve("runs").toString())
                            .mode("append")
                            .save();
                })
                .start());

        assertThat(inflow.ledger()).containsExactlyElementsOf(Inflow.rows(0, 10, "v"));
        assertThat(names(folder.resolve("runs"))).hasSize(2).allMatch(name -> name.matches("\\d{8}T\\d{6}Z-.*"));
    }
}
