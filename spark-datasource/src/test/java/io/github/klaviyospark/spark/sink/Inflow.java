package io.github.klaviyospark.spark.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** Files that arrive in a folder, streamed to Klaviyo: each of them is an epoch. */
final class Inflow {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final Path folder;
    private final KlaviyoEmulator klaviyo;
    private final String source;
    private final Map<String, String> options = new HashMap<>();
    private String schema = "id BIGINT, value STRING";
    private int arrived;

    /** Streams to a data source of a title that is made here. */
    Inflow(SparkSession spark, Path folder, KlaviyoEmulator klaviyo) {
        this.spark = spark;
        this.folder = folder;
        this.klaviyo = klaviyo;
        this.source = klaviyo.createDataSource("shop.pets");
        with("endpoint", klaviyo.endpoint());
        with("dataSource", "shop.pets");
        with("quotaLimits", "10000/1s");
        with("idField", "id");
        with("writers", 1);
        with("checkpointLocation", checkpoint());
    }

    Inflow with(String name, Object value) {
        options.put(name, value.toString());
        return this;
    }

    Inflow without(String name) {
        options.remove(name);
        return this;
    }

    Inflow schema(String columns) {
        schema = columns;
        return this;
    }

    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    String source() {
        return source;
    }

    Path folder() {
        return folder;
    }

    /** What is kept for the one query that there was, where no other place is named. */
    Path receipts() throws IOException {
        return Folders.onlyIn(checkpoint().resolve("klaviyo"));
    }

    /** One more file, with rows of JSON; with none of them it is an epoch without rows. */
    void arrive(List<String> rows) throws IOException {
        Path in = Files.createDirectories(folder.resolve("in"));
        Path file = in.resolve("%05d.json".formatted(arrived++));
        Path hidden = Files.write(in.resolve("_new"), rows);
        // The order of files is that of their times.
        Files.setLastModifiedTime(
                hidden, java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L + 1_000L * arrived));
        Files.move(hidden, file);
    }

    /** Rows with ids from one number to before another, all with values of one kind. */
    static List<String> rows(long from, long to, String value) {
        List<String> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(row(id, value + id));
        }
        return rows;
    }

    static String row(long id, String value) {
        return "{\"id\":" + id + ",\"value\":\"" + value + "\"}";
    }

    Dataset<Row> stream() throws IOException {
        return spark.readStream()
                .schema(schema)
                .option("maxFilesPerTrigger", 1)
                .json(Files.createDirectories(folder.resolve("in")).toString());
    }

    DataStreamWriter<Row> writer(Dataset<Row> rows) {
        return rows.writeStream().format("klaviyo").options(options);
    }

    /** Runs until everything that is there was taken. */
    StreamingQuery run() throws Exception {
        return await(start(Trigger.AvailableNow()));
    }

    StreamingQuery start(Trigger trigger) throws IOException, TimeoutException {
        return writer(stream()).trigger(trigger).start();
    }

    static StreamingQuery await(StreamingQuery query) throws Exception {
        query.awaitTermination();
        return query;
    }

    /** As if the machine had gone down before Spark could note that an epoch was done. */
    void forget(String log, long epoch) throws IOException {
        Path folder = checkpoint().resolve(log);
        Files.delete(folder.resolve(Long.toString(epoch)));
        Files.deleteIfExists(folder.resolve("." + epoch + ".crc"));
    }

    List<String> ledger() {
        return klaviyo.records(source);
    }

    /** What Klaviyo holds in the end: the last value that arrived for each id. */
    Map<Long, String> held() throws IOException {
        Map<Long, String> held = new LinkedHashMap<>();
        for (String line : ledger()) {
            held.put(JSON.readTree(line).path("id").asLong(), line);
        }
        return held;
    }
}
