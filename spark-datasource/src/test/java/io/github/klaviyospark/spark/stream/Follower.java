package io.github.klaviyospark.spark.stream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Follows a shop into a sink that keeps each batch once by its number, as files and tables do, and lets the first one
 * stand when a batch comes again.
 */
final class Follower {

    private final SparkSession spark;
    private final Shop shop;
    private final Path checkpoint;
    private final Map<String, String> options = new HashMap<>();
    private final TreeMap<Long, List<String>> kept = new TreeMap<>();
    private final List<List<String>> seen = new ArrayList<>();
    private LongConsumer before = batch -> {};
    private LongConsumer after = batch -> {};
    private String schema;

    Follower(SparkSession spark, Shop shop, Path checkpoint) {
        this.spark = spark;
        this.shop = shop;
        this.checkpoint = checkpoint;
        this.schema = "id STRING, " + shop.field() + " TIMESTAMP";
    }

    Follower with(String name, Object value) {
        options.put(name, value.toString());
        return this;
    }

    Follower schema(String columns) {
        schema = columns;
        return this;
    }

    /** What happens before a batch is kept. */
    void before(LongConsumer action) {
        before = action;
    }

    /** What happens when a batch was kept, before Spark knows. */
    void after(LongConsumer action) {
        after = action;
    }

    DataStreamReader reader() {
        return spark.readStream()
                .format("klaviyo")
                .option("endpoint", shop.klaviyo.endpoint())
                .option("quotaLimits", "10000/1s")
                .options(options)
                .schema(schema);
    }

    /** Runs until everything that is there was delivered. */
    StreamingQuery run() throws Exception {
        StreamingQuery query = start(Trigger.AvailableNow());
        query.awaitTermination();
        return query;
    }

    StreamingQuery start(Trigger trigger) throws Exception {
        return reader().load(shop.collection())
                .selectExpr("concat(id, '@', unix_timestamp(" + shop.field() + "))")
                .writeStream()
                .trigger(trigger)
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(this::take)
                .start();
    }

    private void take(Dataset<Row> rows, Long batch) {
        List<String> versions = rows.as(Encoders.STRING()).collectAsList();
        seen.add(versions);
        before.accept(batch);
        kept.putIfAbsent(batch, versions);
        after.accept(batch);
    }

    /** What the sink holds. */
    List<String> kept() {
        return kept.values().stream().flatMap(List::stream).toList();
    }

    /** The batches that the sink holds. */
    List<List<String>> batches() {
        return List.copyOf(kept.values());
    }

    /** Every batch that came, those that came again as well. */
    List<List<String>> seen() {
        return seen;
    }
}
