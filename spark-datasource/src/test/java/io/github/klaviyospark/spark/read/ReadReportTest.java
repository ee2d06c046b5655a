package io.github.klaviyospark.spark.read;

import static io.github.klaviyospark.spark.testing.Reading.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The file that says what a read took. Spark tells of the end of a query a moment after it. */
@ExtendWith(SparkExtension.class)
@Timeout(60)
class ReadReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(2_050).start();
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private DataFrameReader reader(SparkSession spark) {
        return Reading.from(klaviyo, spark)
                .option("reportPath", folder.resolve("report.json").toString());
    }

    private JsonNode report() throws IOException {
        Path file = folder.resolve("report.json");
        while (!Files.exists(file) || Files.size(file) == 0) {
            LockSupport.parkNanos(10_000_000);
        }
        return JSON.readTree(Files.readAllBytes(file));
    }

    @Test
    void tellsWhatAReadTook(SparkSession spark) throws IOException {
        klaviyo.fault(Fault.builder(PROFILES, Fault.Kind.STATUS)
                .status(429)
                .retryAfter(1)
                .times(1)
                .build());

        assertThat(reader(spark)
                        .option("slices", "4")
                        .load("profiles")
                        .select("email")
                        .collectAsList())
                .hasSize(2_050);

        JsonNode report = report();
        assertThat(report.path("collection").asText()).isEqualTo("profiles");
        assertThat(report.path("status").asText()).isEqualTo("complete");
        assertThat(report.path("rows").asLong()).isEqualTo(2_050);
        assertThat(report.path("requests").asLong()).isEqualTo(klaviyo.requests());
        assertThat(report.path("probes").asLong()).isEqualTo(7);
        assertThat(report.path("throttled").asLong()).isEqualTo(1);
        assertThat(report.path("slices").asInt()).isEqualTo(4);
        assertThat(report.path("chains").asInt()).isEqualTo(4);
        assertThat(report.path("pages").asLong())
                .isEqualTo(klaviyo.requests() - report.path("probes").asLong());
        assertThat(report.path("requestsSaved").asLong()).isBetween(60L, 2_050 / 20 - klaviyo.requests() + 5);
        assertThat(report.path("bytes").asLong()).isGreaterThan(2_050 * 30);
        assertThat(report.path("quotaWaitMillis").asLong()).isGreaterThan(500);
        assertThat(report.has("nextSince")).isFalse();
    }

    @Test
    void tellsWhereTheNextRunBegins(SparkSession spark) throws IOException {
        long rows = reader(spark)
                .option("since", "2024-01-01T00:00:00Z")
                .load("profiles")
                .count();

        JsonNode report = report();
        assertThat(report.path("status").asText()).isEqualTo("complete");
        assertThat(Instant.parse(report.path("nextSince").asText()))
                .isBetween(Instant.now().minusSeconds(120), Instant.now());
        assertThat(report.path("rows").asLong()).isGreaterThanOrEqualTo(rows);
    }

    /** Spark plans such a read in two steps, and asks for what it reads in both. */
    @Test
    void tellsTheSameOfARangeThatIsJoined(SparkSession spark) throws IOException {
        String few = folder.resolve("few").toString();
        spark.sql("SELECT concat('nobody', id) AS id, id % 2 AS day FROM range(10)")
                .write()
                .parquet(few);

        long rows = reader(spark)
                .option("since", "2021-01-01T00:00:00Z")
                .load("profiles")
                .join(spark.read().parquet(few).where("day = 1"), "id")
                .count();

        JsonNode report = report();
        assertThat(rows).isZero();
        assertThat(report.path("status").asText()).isEqualTo("complete");
        assertThat(report.path("tasks").asInt()).isEqualTo(1);
        assertThat(report.path("requests").asLong()).isEqualTo(1);
        String until = Reading.queries(klaviyo).get(0).replaceFirst(".*less-than\\(updated,([^)]*)\\).*", "$1");
        assertThat(report.path("nextSince").asText()).isEqualTo(until);
    }

    /** All was read, but nobody has it. */
    @Test
    void tellsNoNextRunOfAQueryThatFailed(SparkSession spark) throws IOException {
        Dataset<Row> failing = reader(spark)
                .option("since", "2021-01-01T00:00:00Z")
                .load("profiles")
                .select("id")
                .repartition(2)
                .selectExpr("raise_error(id)");
        assertThatThrownBy(failing::collectAsList).hasStackTraceContaining("RuntimeException");

        JsonNode report = report();
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("rows").asLong()).isPositive();
        assertThat(report.has("nextSince")).isFalse();
    }

    /** Whoever took the end of a read that was given up for its end would lose rows. */
    @Test
    void tellsNoNextRunOfAReadThatWasNotRead(SparkSession spark) throws IOException {
        assertThat(reader(spark)
                        .option("since", "2021-01-01T00:00:00Z")
                        .option("slices", "1")
                        .load("profiles")
                        .limit(3)
                        .collectAsList())
                .hasSize(3);

        JsonNode report = report();
        assertThat(report.path("status").asText()).isEqualTo("partial");
        assertThat(report.has("nextSince")).isFalse();
    }
}
