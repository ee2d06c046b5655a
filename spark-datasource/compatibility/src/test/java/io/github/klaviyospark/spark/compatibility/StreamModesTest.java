package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output modes and triggers of streams into Klaviyo: what a sink may do is in Spark's internals. */
@Tag("matrix")
class StreamModesTest {

    private static final String KEY = "pk_5be80f1c72d94a36";

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private static Path folder;

    @TempDir
    private Path own;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess(KEY);
        spark = Sessions.local(folder, "local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    private Dataset<Row> counts() throws IOException {
        Path in = Files.createDirectories(own.resolve("in"));
        for (int file = 0; file < 2; file++) {
            StreamJob.arrive(in, file, 3, "a");
        }
        return spark.readStream()
                .schema("id BIGINT, text STRING")
                .option("maxFilesPerTrigger", "1")
                .json(in.toString())
                .groupBy("text")
                .count();
    }

    private DataStreamWriter<Row> writer(Dataset<Row> rows, String source) throws IOException {
        return rows.writeStream()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", "file:" + Files.writeString(own.resolve("key"), KEY))
                .option("dataSource", source)
                .option("idField", rows.columns()[0])
                .option("quotaLimits", "10000/1s")
                .option("writers", "1")
                .option("checkpointLocation", own.resolve("checkpoint").toString());
    }

    @Test
    void takesUpdates() throws Exception {
        String source = klaviyo.createDataSource("counts");

        StreamingQuery query = writer(counts(), source)
                .outputMode("update")
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();

        assertThat(klaviyo.records(source))
                .containsExactly(
                        "{\"text\":\"a0\",\"count\":1}",
                        "{\"text\":\"a1\",\"count\":1}",
                        "{\"text\":\"a2\",\"count\":1}",
                        "{\"text\":\"a0\",\"count\":2}",
                        "{\"text\":\"a1\",\"count\":2}",
                        "{\"text\":\"a2\",\"count\":2}");
        assertThat(query.lastProgress().sink().metrics())
                .containsEntry("rows", "6")
                .containsEntry("requests", "2");
    }

    @Test
    void refusesToReplaceEverything() throws Exception {
        StreamingQuery query = writer(counts(), "any")
                .outputMode("complete")
                .trigger(Trigger.AvailableNow())
                .start();

        assertThatThrownBy(query::awaitTermination).hasStackTraceContaining("Klaviyo cannot overwrite: ");
    }

    @Test
    void refusesContinuousTriggers() {
        Dataset<Row> rows = spark.readStream().format("rate").load().selectExpr("value AS id");

        assertThatThrownBy(() -> writer(rows, "any")
                        .trigger(Trigger.Continuous(1_000))
                        .start()
                        .awaitTermination())
                .hasStackTraceContaining("A stream cannot be written with Trigger.Continuous");
        assertThat(List.of(spark.streams().active())).isEmpty();
    }
}
