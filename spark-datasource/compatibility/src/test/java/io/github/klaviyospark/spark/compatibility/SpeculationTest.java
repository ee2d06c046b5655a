package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark starts a copy of a task that takes longer than others; both then send the same rows. */
class SpeculationTest {

    private static final String KEY = "pk_d5b0914e7ac268f3";
    private static final String WARNING = "spark.speculation is on";
    private static final int CHUNK = 50;

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    void losesNothingWhenTwoTasksSendTheSameRows() throws Exception {
        Path runs = folder.resolve("runs");
        TaskEvents tasks = new TaskEvents();
        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY);
                StandaloneCluster cluster = new StandaloneCluster(folder.resolve("cluster"));
                SparkSession spark = Sessions.local(
                        folder,
                        cluster.master(),
                        Map.of(
                                "spark.speculation", "true",
                                "spark.speculation.quantile", "0.5",
                                "spark.speculation.multiplier", "1.2",
                                "spark.speculation.minTaskRuntime", "500ms"))) {
            String source = klaviyo.createDataSource("copied");
            klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"100ms\"");
            // When the small writer is done the large one hardly gets on, so that Spark has time to start its copy.
            klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"2s\",\"after\":25,\"times\":5");
            // One of two writers has ten times the rows of the other, which is long done before it.
            Dataset<Row> rows = spark.range(0, 6_000, 1, 4)
                    .where("pmod(hash(id), 2) = 0 OR id % 10 = 0")
                    .selectExpr("id", "concat('v', id) AS text");
            Chunks chunks = Chunks.of(rows, 2, CHUNK);
            long count = rows.count();
            Waiting.until(
                    "two executors",
                    Duration.ofMinutes(5),
                    () -> spark.sparkContext().statusTracker().getExecutorInfos().length == 3);
            spark.sparkContext().addSparkListener(tasks);

            Sessions.writer(rows, klaviyo, folder)
                    .option("dataSource", source)
                    .option("idField", "id")
                    .option("writers", 2)
                    .option("chunkRecords", CHUNK)
                    .option("runPath", runs.toUri().toString())
                    .save("data-source-records");

            List<EmulatorProcess.Entry> ledger = klaviyo.ledger(source);
            System.out.println("Speculative copies: " + tasks.copies() + "; " + count + " rows, sent twice: "
                    + (ledger.size() - count));
            assertThat(tasks.copies()).as("copies of tasks").isPositive();
            Set<String> records =
                    ledger.stream().map(EmulatorProcess.Entry::record).collect(Collectors.toSet());
            assertThat(records)
                    .isEqualTo(rows.collectAsList().stream()
                            .map(row -> "{\"id\":" + row.getLong(0) + ",\"text\":\"" + row.getString(1) + "\"}")
                            .collect(Collectors.toSet()));
            assertThat(chunks.sent(ledger)).hasSize(chunks.count());
            JsonNode report = RunFolder.only(runs).report();
            WriteClusterTest.assertRowsOf(report, count);
        }
        assertThat(log()).contains(WARNING);
    }

    private static String log() throws IOException {
        return Files.readString(Path.of(System.getProperty("build.folder"), "spark.log"));
    }
}
