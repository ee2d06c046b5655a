package io.github.klaviyospark.spark.sink;

import static io.github.klaviyospark.spark.sink.Folders.names;
import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams into Klaviyo: what is sent of them, with how many requests. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class StreamWriteTest {

    @AutoClose
    private final KlaviyoEmulator klaviyo =
            KlaviyoEmulator.builder().quotas(false).start();

    private final Inflow inflow;

    StreamWriteTest(SparkSession spark, @TempDir Path folder) {
        inflow = new Inflow(spark, folder, klaviyo);
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
    void looksAKeyUpInEachEpochAndTheDataSourceWhenItIsAnotherKey() throws Exception {
        Path key = Files.writeString(inflow.folder().resolve("key"), "pk_first");
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
                            .option("runPath", inflow.folder().resolve("runs").toString())
                            .mode("append")
                            .save();
                })
                .start());

        assertThat(inflow.ledger()).containsExactlyElementsOf(Inflow.rows(0, 10, "v"));
        assertThat(names(inflow.folder().resolve("runs")))
                .hasSize(2)
                .allMatch(name -> name.matches("\\d{8}T\\d{6}Z-.*"));
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
}
