package io.github.klaviyospark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.SharedJavaSparkContext;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The connector within a suite that is built on spark-testing-base, as some teams have them. Its life cycle is that of
 * JUnit 4, so it is called by hand. Runs in a JVM of its own, because it brings its own Spark context.
 */
class SparkTestingBaseSuiteTest extends SharedJavaSparkContext {

    @BeforeEach
    void startContext() {
        runBefore();
    }

    @AfterAll
    static void stopContext() {
        SharedJavaSparkContext.runAfterClass();
    }

    @Test
    void writesFromASharedContext() {
        SparkSession spark = SparkSession.builder().config(jsc().getConf()).getOrCreate();
        assertThat(spark.sparkContext()).isSameAs(jsc().sc());

        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            String source = klaviyo.createDataSource("suite");

            spark.createDataset(List.of("a", "b"), Encoders.STRING())
                    .toDF("name")
                    .write()
                    .format("klaviyo")
                    .option("endpoint", klaviyo.endpoint())
                    .option("dataSource", "suite")
                    .mode("append")
                    .save();

            assertThat(klaviyo.records(source)).containsExactlyInAnyOrder("{\"name\":\"a\"}", "{\"name\":\"b\"}");
        }
    }
}
