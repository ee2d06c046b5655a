package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Properties as the user wants them, in slices: the classes behind variants exist from Spark 4 on only. */
class MembersTest {

    private static final int PROFILES = 1_000;

    @TempDir
    private static Path folder;

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess("pk_5a0b96e3d1c8472f");
        spark = Sessions.local(folder, "local[2]");
        klaviyo.addProfiles(IntStream.range(0, PROFILES)
                .mapToObj(i ->
                        "{\"id\":\"P%05d\",\"attributes\":{\"email\":\"%03d.p%d@example.net\",\"created\":\"%s\",\"properties\":{\"n\":%d,\"tags\":[\"a\",{\"b\":%d}]}}}"
                                .formatted(
                                        i, i * 7 % 1_000, i, java.time.Instant.ofEpochSecond(1_760_000_000L + i), i, i))
                .toList());
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    private static Dataset<Row> read(String properties) throws IOException {
        return Sessions.reader(spark, klaviyo, folder)
                .option("slices", "5")
                .option("properties", properties)
                .load("profiles");
    }

    @Test
    void becomeColumns() throws IOException {
        Dataset<Row> rows = read("n INT, tags ARRAY<STRING>").selectExpr("properties.n", "properties.tags[1]");

        List<Row> sorted = rows.orderBy("n").collectAsList();

        assertThat(sorted).hasSize(PROFILES);
        assertThat(sorted.get(7).getInt(0)).isEqualTo(7);
        assertThat(sorted.get(7).getString(1)).isEqualTo("{\"b\":7}");
    }

    @Test
    @EnabledIfSystemProperty(named = "spark.version.expected", matches = "4\\..*")
    void becomeVariants() throws IOException {
        Dataset<Row> rows = read("variant");

        assertThat(rows.schema().apply("properties").dataType().typeName()).isEqualTo("variant");
        assertThat(rows.selectExpr("sum(variant_get(properties, '$.n', 'int'))")
                        .head()
                        .getLong(0))
                .isEqualTo((long) PROFILES * (PROFILES - 1) / 2);
        assertThat(rows.where("variant_get(properties, '$.tags[1].b', 'int') = 7")
                        .selectExpr("to_json(properties)")
                        .head()
                        .getString(0))
                .isEqualTo("{\"n\":7,\"tags\":[\"a\",{\"b\":7}]}");
    }

    @Test
    @EnabledIfSystemProperty(named = "spark.version.expected", matches = "3\\..*")
    void areNoVariantsBeforeSpark4() {
        assertThatThrownBy(() -> read("variant")).hasMessageContaining("a type that Spark has since 4.0");
    }
}
