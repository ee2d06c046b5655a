package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The quota counts requests: how full they are, on inputs that are not made for it. */
@ExtendWith(SparkExtension.class)
class FullChunksTest {

    private static final int MOST_BYTES = 4_000_000;

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;
    private String source;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).start();
        source = klaviyo.createDataSource("shop.pets");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private double fill() throws IOException {
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.path("requests").asLong())
                .isEqualTo(klaviyo.stats(BULK).count());
        return report.path("fill").asDouble();
    }

    /** 7,400 rows cannot be in fewer than 15 requests, the last of which is nearly full. */
    @Test
    void needsNoMoreRequestsThanPossibleForManySmallPartitions(SparkSession spark) throws IOException {
        Writing.to(klaviyo, "shop.pets", spark.range(0, 7_400, 1, 200).selectExpr("id", "repeat('x', 30) AS x"))
                .option("idField", "id")
                .option("writers", "1")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .save();

        assertThat(klaviyo.stats(BULK).count()).isEqualTo(15);
        assertThat(fill()).isGreaterThan(0.986);
        assertThat(klaviyo.exchanges().stream().filter(exchange -> exchange.records() == 500))
                .hasSize(14);
        assertThat(klaviyo.records(source)).hasSize(7_400);
    }

    @Test
    void fillsThreeHundredThousandRowsWithDefaultSettings(SparkSession spark) throws IOException {
        Writing.to(klaviyo, "shop.pets", spark.range(0, 300_000, 1, 40).selectExpr("id", "uuid() AS x"))
                .option("idField", "id")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .save();

        assertThat(fill()).isGreaterThanOrEqualTo(0.99);
        assertThat(klaviyo.stats(BULK).records()).isEqualTo(300_000);
    }

    /** Sizes from a byte to 512 kB, small ones far more often, as a fixed seed gives them. */
    @Test
    void fillsChunksThatBytesBind(SparkSession spark) throws IOException {
        Writing.to(
                        klaviyo,
                        "shop.pets",
                        spark.range(0, 2_500, 1, 9).selectExpr("id", "repeat('x', int(pow(511900D, rand(5)))) AS x"))
                .option("idField", "id")
                .option("writers", "2")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .save();

        List<Exchange> bulk = klaviyo.exchanges().stream()
                .filter(exchange -> exchange.records() > 0)
                .toList();
        List<Exchange> byteBound =
                bulk.stream().filter(exchange -> exchange.records() < 500).toList();
        double mean = byteBound.stream()
                .mapToLong(Exchange::bodyBytes)
                .sorted()
                // The last chunk of each writer is whatever is left.
                .skip(2)
                .average()
                .orElseThrow();
        System.out.printf("%d byte-bound chunks, %.4f full%n", byteBound.size(), mean / MOST_BYTES);
        assertThat(byteBound).hasSizeGreaterThan(15);
        assertThat(mean / MOST_BYTES).isGreaterThanOrEqualTo(0.93);
        assertThat(bulk).allMatch(exchange -> exchange.bodyBytes() <= MOST_BYTES && exchange.records() <= 500);
        assertThat(klaviyo.stats(BULK).records()).isEqualTo(2_500);
    }
}
