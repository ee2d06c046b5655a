package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties with types that the user gives, out of what customers write in them. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnMembersTest {

    private KlaviyoEmulator klaviyo;

    @BeforeAll
    void start() {
        klaviyo = KlaviyoEmulator.start();
        klaviyo.addProfiles(List.of(
                profile(
                        "a",
                        "{\"tier\":\"gold\",\"visits\":7,\"tags\":[\"x\",null,3],\"last\":{\"on\":\"2026-03-04\","
                                + "\"amount\":12.345},\"sizes\":{\"s\":1,\"l\":\"2\"},\"vip\":true,\"tier two\":\"é\"}"),
                profile(
                        "b",
                        "{\"tier\":5,\"visits\":\"8\",\"tags\":\"x\",\"last\":{\"on\":\"soon\",\"amount\":\"1e400\"},"
                                + "\"sizes\":[],\"vip\":\"FALSE\"}"),
                profile("c", "{\"visits\":2.5,\"tags\":null,\"last\":null,\"vip\":\"perhaps\"}"),
                profile("d", "{}")));
    }

    @AfterAll
    void stop() {
        klaviyo.close();
    }

    private static String profile(String id, String properties) {
        return "{\"id\":\"" + id + "\",\"attributes\":{\"properties\":" + properties + "}}";
    }

    private Dataset<Row> read(SparkSession spark, String properties) {
        return Reading.from(klaviyo, spark)
                .option("properties", properties)
                .load("profiles")
                .orderBy("id");
    }

    @Test
    void areReadByTheirTypes(SparkSession spark) {
        List<Row> rows = read(
                        spark,
                        "tier STRING, visits INT, tags ARRAY<STRING>, last STRUCT<on: DATE, amount: DECIMAL(6,2)>,"
                                + " sizes MAP<STRING, BIGINT>, vip BOOLEAN, `tier two` STRING")
                .selectExpr(
                        "properties.tier",
                        "properties.visits",
                        "properties.tags",
                        "CAST(properties.last.on AS STRING)",
                        "properties.last.amount",
                        "properties.sizes['l']",
                        "properties.vip",
                        "properties.`tier two`")
                .collectAsList();

        assertThat(rows.get(0).getList(2)).containsExactly("x", null, "3");
        assertThat(rows.get(0).get(0)).isEqualTo("gold");
        assertThat(rows.get(0).get(1)).isEqualTo(7);
        assertThat(rows.get(0).get(3)).isEqualTo("2026-03-04");
        assertThat(rows.get(0).get(4)).isEqualTo(new BigDecimal("12.35"));
        assertThat(rows.get(0).get(5)).isEqualTo(2L);
        assertThat(rows.get(0).get(6)).isEqualTo(true);
        assertThat(rows.get(0).get(7)).isEqualTo("é");
        assertThat(rows.get(1)).isEqualTo(RowFactory.create("5", 8, null, null, null, null, false, null));
        assertThat(rows.get(2)).isEqualTo(RowFactory.create(null, null, null, null, null, null, null, null));
        assertThat(rows.get(3)).isEqualTo(RowFactory.create(null, null, null, null, null, null, null, null));
    }

    /** Whatever a customer writes becomes a value that fits, or null; never a failure and never another value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "TINYINT | 127 | 127",
                "TINYINT | 128 | null",
                "SMALLINT | -32769 | null",
                "INT | 1e3 | 1000",
                "INT | \"1.0\" | 1",
                "INT | 1.5 | null",
                "BIGINT | 9223372036854775808 | null",
                "BIGINT | true | null",
                "BIGINT | 1e999999999 | null",
                "DOUBLE | 1e999999999 | null",
                "DOUBLE | \" 1.5 \" | 1.5",
                "DOUBLE | \"\" | null",
                "FLOAT | 1e39 | null",
                "DECIMAL(3,1) | 99.94 | 99.9",
                "DECIMAL(3,1) | 99.95 | null",
                "DECIMAL(3,1) | 1e-999999999 | null",
                "BOOLEAN | 1 | null",
                "BOOLEAN | \"True\" | true",
                "DATE | \"2026-02-30\" | null",
                "DATE | \"2026-02-28T23:00:00Z\" | 2026-02-28",
                "TIMESTAMP | \"2026-02-28 23:00:00+00:00\" | 2026-03-01 04:30:00",
                "TIMESTAMP | 5 | null",
                "STRING | {\"a\": 1} | {\"a\":1}",
                "STRING | null | null",
                "ARRAY<INT> | {} | null",
                "STRUCT<a: INT> | [] | null",
                "MAP<STRING, INT> | 1 | null"
            })
    void areValuesThatFitOrNull(String type, String json, String expected, SparkSession spark) {
        try (KlaviyoEmulator one = KlaviyoEmulator.start()) {
            one.addProfiles(List.of(profile("p", "{\"v\":" + json + "}")));

            Row row = Reading.from(one, spark)
                    .option("properties", "v " + type)
                    .load("profiles")
                    .selectExpr("CAST(properties.v AS STRING)")
                    .head();

            assertThat(row.getString(0)).isEqualTo(expected);
        }
    }

    @Test
    void haveTheTypesOfAGivenSchema(SparkSession spark) {
        Dataset<Row> rows = Reading.from(klaviyo, spark)
                .schema("id STRING, properties STRUCT<visits: BIGINT>")
                .load("profiles");

        assertThat(rows.where("properties.visits > 6").count()).isEqualTo(2);
        assertThat(Reading.from(klaviyo, spark)
                        .schema("properties MAP<STRING, BIGINT>")
                        .load("profiles")
                        .where("properties['visits'] = 8")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void areJsonTextsByDefault(SparkSession spark) {
        assertThat(read(spark, "map").selectExpr("properties['tier']").head().getString(0))
                .isEqualTo("\"gold\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tier STRINGS", "tier", "v BINARY", "v MAP<INT, STRING>", "v STRING NOT NULL"})
    void areRefusedWhenTheirTypesCannotBeRead(String properties, SparkSession spark) {
        assertThatThrownBy(() -> read(spark, properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("properties");
    }

    @Test
    void areNoVariantBeforeSpark4(SparkSession spark) {
        assertThatThrownBy(() -> read(spark, "variant"))
                .hasMessage(
                        "Option properties is variant, a type that Spark has since 4.0. Use map, or name the columns.");
    }
}
