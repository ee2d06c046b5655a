package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("matrix")
class ClusterTest {

    private static final String KEY = "pk_0badcafe11223344";

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void writesFromExecutorsInProcessesOfTheirOwn() throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        Path report = folder.resolve("report.json");

        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY);
                SparkSession spark = Sessions.local(folder, "local-cluster[2,1,1024]")) {
            String source = klaviyo.createDataSource("cluster");

            spark.range(0, 10_000, 1, 64)
                    .where("spark_partition_id() % 7 <> 3")
                    .selectExpr("id", "repeat('x', CAST(id % 300 AS INT)) AS text")
                    .write()
                    .format("klaviyo")
                    .option("endpoint", klaviyo.endpoint())
                    .option("apiKeySource", "file:" + keyFile)
                    .option("dataSource", source)
                    .option("idField", "id")
                    .option("writers", 2)
                    .option("quotaLimits", "1000/1s")
                    .option("reportPath", report.toUri().toString())
                    .mode("append")
                    .save("data-source-records");

            List<String> records = klaviyo.records(source);
            long expected = spark.range(0, 10_000, 1, 64)
                    .where("spark_partition_id() % 7 <> 3")
                    .count();
            assertThat(records).hasSize((int) expected).doesNotHaveDuplicates();
            assertThat(Files.readString(report))
                    .contains("\"status\" : \"accepted\"", "\"rows\" : " + expected, "\"writers\" : 2");
        }
    }
}
