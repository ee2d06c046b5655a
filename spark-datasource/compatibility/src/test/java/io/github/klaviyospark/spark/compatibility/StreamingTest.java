package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of what changes into files, ended and begun again. */
class StreamingTest {

    private static final String KEY = "pk_41b7c09e5d2f8a36";

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private static Path folder;

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

    private static void put(String id, String updated) {
        klaviyo.addProfiles(List.of("{\"id\":\"" + id + "\",\"attributes\":{\"email\":\"" + id
                + "@shop.example.net\",\"created\":\"2023-01-01T00:00:00Z\",\"updated\":\"" + updated + "\"}}"));
    }

    private static StreamingQueryProgress[] run() throws Exception {
        DataStreamReader reader = spark.readStream()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", "file:" + Files.writeString(folder.resolve("key"), KEY))
                .option("quotaLimits", "10000/1s")
                .option("maxRowsPerBatch", "10")
                .option("lookback", "1h")
                .schema("id STRING, updated TIMESTAMP, email STRING");
        StreamingQuery query = reader.load("profiles")
                .writeStream()
                .format("parquet")
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .start(folder.resolve("kept").toString());
        query.awaitTermination();
        return query.recentProgress();
    }

    private static List<String> kept() {
        return spark.read()
                .parquet(folder.resolve("kept").toString())
                .selectExpr("concat(id, '@', unix_timestamp(updated))")
                .as(Encoders.STRING())
                .collectAsList();
    }

    @Test
    void goesOnWhereItEndedAndKeepsTheKeyToItself() throws Exception {
        IntStream.range(0, 25).forEach(i -> put("p" + (10 + i), String.format("2024-03-01T10:00:%02d.5Z", i)));

        StreamingQueryProgress[] first = run();
        assertThat(kept()).hasSize(25).doesNotHaveDuplicates();
        assertThat(Stream.of(first).filter(progress -> progress.numInputRows() > 0))
                .hasSize(3);

        put("p10", "2024-03-01T10:30:00Z");
        put("late", "2024-03-01T10:00:01Z");
        // The last batch was kept, and Spark does not know it.
        Files.delete(folder.resolve("checkpoint/commits/2"));
        Files.deleteIfExists(folder.resolve("checkpoint/commits/.2.crc"));
        StreamingQueryProgress[] second = run();

        assertThat(kept())
                .hasSize(27)
                .doesNotHaveDuplicates()
                .contains("p10@1709287200", "p10@1709289000", "late@1709287201");
        assertThat(second[0].sources()[0].metrics()).containsKeys("rows", "requests", "lagSeconds");
        assertThat(second[0].sources()[0].description()).isEqualTo("klaviyo profiles by updated");
        assertThat(klaviyo.statuses()).containsExactly(200);
        assertThat(withKey(first, second)).isEmpty();
    }

    private static List<String> withKey(StreamingQueryProgress[]... runs) throws IOException {
        List<String> places = new ArrayList<>();
        for (StreamingQueryProgress[] run : runs) {
            for (StreamingQueryProgress progress : run) {
                if (progress.json().contains(KEY)) {
                    places.add("progress");
                }
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("key")
                        && Files.readString(file, StandardCharsets.ISO_8859_1).contains(KEY)) {
                    places.add(folder.relativize(file).toString());
                }
            }
        }
        return places;
    }
}
