package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@Tag("matrix")
class BundleTest {

    private static final String KEY = "pk_51c0ffee9a8b7c6d5e4f";

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess(KEY);
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        spark = Sessions.local(folder, "local[2]");
        spark.conf().set("test.key", "file:" + keyFile);
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    @Test
    void isAloneBesideSpark() throws ClassNotFoundException {
        Class<?> provider = Class.forName("io.github.klaviyospark.spark.KlaviyoTableProvider");

        assertThat(spark.version()).isEqualTo(System.getProperty("spark.version.expected"));
        assertThat(provider.getProtectionDomain().getCodeSource().getLocation().getPath())
                .endsWith("-bundle.jar");
        assertThatThrownBy(() -> Class.forName("okhttp3.OkHttpClient")).isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("io.github.klaviyospark.emulator.KlaviyoEmulator"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    /** So that whoever reads the results of several versions sees that it was one jar. */
    @Test
    void saysWhichJarItIs() throws Exception {
        Path jar = Path.of(Class.forName("io.github.klaviyospark.spark.KlaviyoTableProvider")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        String result = "spark=%s\nscala=%s\njava=%s\nsha256=%s\n"
                .formatted(
                        spark.version(),
                        scala.util.Properties.versionNumberString(),
                        System.getProperty("java.version"),
                        hash);
        System.out.println("The bundle under test: " + result.strip().replace("\n", ", "));

        Path results = Files.createDirectories(Path.of(System.getProperty("build.folder")));
        assertThat(Files.writeString(results.resolve("matrix.properties"), result))
                .isNotEmptyFile();
        assertThat(scala.util.Properties.versionNumberString())
                .startsWith(System.getProperty("scala.version.expected"));
    }

    @Test
    void writesEveryTypeThatHasAJsonForm() {
        String source = klaviyo.createDataSource("types");

        write(
                spark.sql("SELECT 'id-1' AS id, true AS flag, CAST(-7 AS TINYINT) AS b, CAST(300 AS SMALLINT) AS s,"
                        + " 70000 AS i, 9007199254740993L AS l, CAST(1.5 AS FLOAT) AS f, 0.1D AS d,"
                        + " CAST(12345678901234567890.123456789 AS DECIMAL(38,9)) AS dec,"
                        + " DATE'2024-02-29' AS day, TIMESTAMP'2024-02-29 12:30:00.123456 UTC' AS at,"
                        + " TIMESTAMP_NTZ'2024-02-29 12:30:00' AS local, X'00FF10' AS bin,"
                        + " array(1, NULL, 3) AS arr, map('k', 1.10BD, 'n', NULL) AS m,"
                        + " named_struct('x', named_struct('y', array(named_struct('z', 'deep')))) AS st,"
                        + " CAST('ab' AS CHAR(2)) AS c, CAST('abc' AS VARCHAR(5)) AS v, CAST(NULL AS STRING) AS nil"),
                "types");

        assertThat(klaviyo.records(source))
                .containsExactly("{\"id\":\"id-1\",\"flag\":true,\"b\":-7,\"s\":300,\"i\":70000,\"l\":9007199254740993,"
                        + "\"f\":1.5,\"d\":0.1,\"dec\":12345678901234567890.123456789,\"day\":\"2024-02-29\","
                        + "\"at\":\"2024-02-29T12:30:00.123456Z\",\"local\":\"2024-02-29T12:30:00\","
                        + "\"bin\":\"AP8Q\",\"arr\":[1,null,3],\"m\":{\"k\":1.10,\"n\":null},"
                        + "\"st\":{\"x\":{\"y\":[{\"z\":\"deep\"}]}},\"c\":\"ab\",\"v\":\"abc\",\"nil\":null}");
    }

    @Test
    @EnabledIfSystemProperty(named = "spark.version.expected", matches = "4\\..*")
    void writesTheTypesThatCameWithSpark4() {
        String source = klaviyo.createDataSource("types of 4");

        write(
                spark.sql("SELECT parse_json('{\"a\":[1,null,\"x\"],\"b\":1.25}') AS v, 'Ab' COLLATE UTF8_LCASE AS s"),
                "types of 4");

        assertThat(klaviyo.records(source)).containsExactly("{\"v\":{\"a\":[1,null,\"x\"],\"b\":1.25},\"s\":\"Ab\"}");
    }

    @Test
    void bringsRaggedPartitionsTogetherByAMemberOfAStruct() {
        String source = klaviyo.createDataSource("ragged");
        Dataset<Row> ragged = spark.range(3_000)
                .repartition(40)
                .where("id % 40 < 29")
                .selectExpr("named_struct('id', id % 500, 'n', id) AS key", "id AS value");

        ragged.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", spark.conf().get("test.key"))
                .option("dataSource", "ragged")
                .option("idField", "key.id, key.n")
                .option("writers", 1)
                .option("quotaLimits", "1000/1s")
                .mode("append")
                .save();

        List<String> records = klaviyo.records(source);
        assertThat(records).hasSize((int) ragged.count()).doesNotHaveDuplicates();
        List<Long> ids = records.stream()
                .map(record -> Long.parseLong(record.replaceAll(".*\"id\":(\\d+),\"n.*", "$1")))
                .toList();
        assertThat(ids).isSorted();
    }

    @Test
    void sendsNothingForAnalysisPlansAndExplanations() {
        klaviyo.createDataSource("planned");
        spark.range(5).selectExpr("id").createOrReplaceTempView("rows");
        long before = klaviyo.requests();

        Sessions.catalog(
                spark,
                Map.of(
                        "endpoint",
                        klaviyo.endpoint(),
                        "apiKeySource",
                        spark.conf().get("test.key"),
                        "dataSource",
                        "planned",
                        "quotaLimits",
                        "1000/1s"));
        List<Row> plan = spark.sql("EXPLAIN EXTENDED INSERT INTO test.target SELECT * FROM rows")
                .collectAsList();

        assertThat(plan.toString()).contains("AppendData");
        assertThat(klaviyo.requests()).isEqualTo(before);
        spark.sql("INSERT INTO test.target SELECT * FROM rows");
        assertThat(klaviyo.requests()).isGreaterThan(before);
    }

    @Test
    void refusesEveryModeButAppendBeforeAnyRequest() {
        long before = klaviyo.requests();
        List<SaveMode> refused = new ArrayList<>(List.of(SaveMode.Overwrite, SaveMode.Ignore, SaveMode.ErrorIfExists));

        for (SaveMode mode : refused) {
            assertThatThrownBy(() -> spark.range(3)
                            .write()
                            .format("klaviyo")
                            .option("endpoint", klaviyo.endpoint())
                            .option("apiKeySource", spark.conf().get("test.key"))
                            .option("dataSource", "types")
                            .mode(mode)
                            .save())
                    .as(mode.name())
                    .hasStackTraceContaining("ppend");
        }
        assertThat(klaviyo.requests()).isEqualTo(before);
    }

    private static void write(Dataset<Row> rows, String dataSource) {
        rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", spark.conf().get("test.key"))
                .option("dataSource", dataSource)
                .option("quotaLimits", "1000/1s")
                .mode("append")
                .save("data-source-records");
    }
}
