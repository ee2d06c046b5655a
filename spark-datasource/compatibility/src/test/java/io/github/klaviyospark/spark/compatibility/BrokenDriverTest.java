package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs go on at their fixed parts of the quota whatever is wrong with the driver that is to keep it. */
@Tag("matrix")
class BrokenDriverTest {

    private static final String KEY = "pk_84e1c05d7ba62f93";
    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    private static final int GRANTED = 300;
    private static final int REQUESTS = 500;

    @TempDir
    private Path folder;

    private static EmulatorProcess klaviyo() {
        return EmulatorProcess.withQuotas(KEY, "--time-scale", "5", "--limits", BULK + "=40/1s," + GRANTED + "/60s");
    }

    private DataFrameWriter<Row> writer(SparkSession spark, EmulatorProcess klaviyo, String quota) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        return spark.range(0, REQUESTS, 1, 4)
                .toDF()
                .write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", "file:" + keyFile)
                .option("dataSource", "broken")
                .option("createDataSource", "true")
                .option("idField", "id")
                .option("chunkRecords", 1)
                .option("writers", 8)
                .option("quotaLimits", "40/200ms," + GRANTED + "/12s")
                .option("quota", quota)
                .mode("append");
    }

    @ParameterizedTest
    @EnumSource(BrokenEndpoint.Fault.class)
    @Tag("quota")
    @Timeout(600)
    void goesOnWithFixedParts(BrokenEndpoint.Fault fault) throws IOException {
        try (EmulatorProcess klaviyo = klaviyo();
                SparkSession spark = Sessions.local(folder, "local-cluster[2,4,1024]")) {
            BrokenEndpoint.register(SparkEnv.get().rpcEnv(), fault);

            long began = System.nanoTime();
            writer(spark, klaviyo, "auto").save();
            int minutes = (int) Duration.ofNanos(System.nanoTime() - began).toMinutes();

            Windows windows = klaviyo.windows(BULK);
            System.out.printf(
                    "With a driver that is %s: windows %s, %d of %d requests were answered 429.%n",
                    fault, windows.granted(), windows.refused(), windows.requests());
            assertThat(klaviyo.bulkRecords()).isEqualTo(REQUESTS);
            assertThat(windows.refused()).isLessThanOrEqualTo(1 + windows.requests() / 100);
            Map<Path, List<String>> warnings = warnings(spark);
            assertThat(warnings).as("executors that warn").hasSize(2);
            assertThat(warnings.values()).as("one warning of each in a minute").allSatisfy(lines -> assertThat(lines)
                    .hasSizeLessThanOrEqualTo(1 + minutes));
        }
    }

    @Test
    @Timeout(600)
    void failsWhereTheDriverIsRequired() throws IOException {
        try (EmulatorProcess klaviyo = klaviyo();
                SparkSession spark = Sessions.local(folder, "local-cluster[2,4,1024]")) {
            BrokenEndpoint.register(SparkEnv.get().rpcEnv(), BrokenEndpoint.Fault.THROWING);

            assertThatThrownBy(() -> writer(spark, klaviyo, "driver").save())
                    .hasStackTraceContaining(
                            "The driver does not answer for the quota. With quota=auto each task would go"
                                    + " on with a fixed part of it.");
            assertThat(klaviyo.bulkRecords()).isZero();
        }
    }

    @Test
    @Tag("quota")
    @Timeout(600)
    void isNotAskedWhereThePartsAreFixed() throws IOException {
        try (EmulatorProcess klaviyo = klaviyo();
                SparkSession spark = Sessions.local(folder, "local-cluster[2,4,1024]")) {
            BrokenEndpoint.register(SparkEnv.get().rpcEnv(), BrokenEndpoint.Fault.BLOCKED);

            writer(spark, klaviyo, "static").save();

            assertThat(klaviyo.bulkRecords()).isEqualTo(REQUESTS);
            assertThat(logs(spark)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(warnings(spark)).isEmpty();
        }
    }

    /** Those of each executor of an application that had some. */
    private static Map<Path, List<String>> warnings(SparkSession spark) throws IOException {
        Map<Path, List<String>> warnings = new TreeMap<>();
        for (Path log : logs(spark)) {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> line.contains("WARN") && line.contains("The driver does not answer for the quota"))
                    .toList();
            if (!lines.isEmpty()) {
                warnings.put(log, lines);
            }
        }
        return warnings;
    }

    /** What executors of an application have logged. */
    private static List<Path> logs(SparkSession spark) throws IOException {
        Path work = Path.of(
                System.getenv("SPARK_HOME"), "work", spark.sparkContext().applicationId());
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".log") || file.endsWith("stderr"))
                    .toList();
        }
    }
}
