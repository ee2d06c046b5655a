package io.github.klaviyospark.spark.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class PreviewTest {

    private static final String PETS = """
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties:
                  name: {type: string, required: true}
                  age: int
                  weight: float
                  tame: boolean
                  born: timestamp
                  origin: {type: string, value: web}
                profiles:
                  owner: {email: email, phone: phone}
            """;

    private static final String LINES = """
            source: shop.orders
            objects:
              - title: Line
                id: lines[*].line_id
                properties: {sku: string}
                profiles:
                  buyer: {id: "orders[*]", email: email}
                links:
                  order: {object: Order, path: order_id}
              - title: Order
                id: order_id
                properties: {total: string}
            """;

    private static final StructType PET = StructType.fromDDL("pet_id STRING, name STRING, age STRING, weight STRING,"
            + " tame STRING, born STRING, email STRING, phone STRING");

    @TempDir
    private Path folder;

    private static Dataset<Row> pets(SparkSession spark, Row... rows) {
        return spark.createDataFrame(List.of(rows), PET).coalesce(1);
    }

    private static Row pet(Object... columns) {
        return RowFactory.create(columns);
    }

    @Test
    void showsTheObjectThatARowWillBe(SparkSession spark) {
        Row row = pet("7", "Rex", "3.0", "4.50", "yes", "2026-07-01T12:00:00.25+02:00", "a@shop.example.net", "070");

        Row line = ObjectPreview.of(pets(spark, row), PETS, "Pet").first();

        assertThat(line.schema().toDDL())
                .isEqualTo("id STRING,status STRING,reason STRING,problems ARRAY<STRUCT<code: STRING, property: STRING,"
                        + " kind: STRING, explanation: STRING>>,properties STRUCT<name: STRING, age: BIGINT, weight:"
                        + " DOUBLE, tame: BOOLEAN, born: TIMESTAMP, origin: STRING>,links ARRAY<STRUCT<relationship:"
                        + " STRING, identifiers: ARRAY<STRUCT<type: STRING, value: STRING>>>>,warnings"
                        + " ARRAY<STRUCT<code: STRING, property: STRING, kind: STRING, explanation: STRING>>");
        assertThat(line.getString(0)).isEqualTo("7");
        assertThat(line.getString(1)).isEqualTo("object");
        assertThat(line.isNullAt(2)).isTrue();
        assertThat(line.getList(3)).isEmpty();
        assertThat(line.getStruct(4))
                .isEqualTo(RowFactory.create(
                        "Rex", 3L, 4.5, true, Timestamp.from(Instant.parse("2026-07-01T10:00:00.25Z")), "web"));
        assertThat(line.<Row>getList(5)).singleElement().satisfies(links -> {
            assertThat(links.getString(0)).isEqualTo("owner");
            assertThat(links.<Row>getList(1)).containsExactly(RowFactory.create("email", "a@shop.example.net"));
        });
        assertThat(line.<Row>getList(6)).singleElement().satisfies(warning -> {
            assertThat(warning.getString(0)).isEqualTo("invalid_identifier");
            assertThat(warning.getString(1)).isEqualTo("owner");
            assertThat(warning.getString(2)).isEqualTo("phone: text");
            assertThat(warning.getString(3)).contains("+14155550100");
        });
    }

    @Test
    void saysAllThatIsWrongWithAnObject(SparkSession spark) {
        Row line = ObjectPreview.of(pets(spark, pet("7", null, "old", null, "maybe", null, null, null)), PETS, "Pet")
                .first();

        assertThat(line.getString(1)).isEqualTo("skipped");
        assertThat(line.getString(2)).isEqualTo("missing_required");
        assertThat(line.<Row>getList(3))
                .extracting(problem -> problem.getString(0) + " " + problem.getString(1) + " " + problem.getString(2))
                .containsExactly("missing_required name nothing", "invalid_type age text", "invalid_type tame text");
        assertThat(line.isNullAt(4)).isTrue();
        assertThat(line.getList(5)).isEmpty();
        assertThat(line.getList(6)).isEmpty();
    }

    @Test
    void namesNumbersThatItsColumnsCannotHold(SparkSession spark) {
        Dataset<Row> rows = pets(
                spark,
                pet("1", "A", "9223372036854775807", "1e308", null, null, null, null),
                pet("2", "B", "9223372036854775808", "-1e309", null, null, null, null));

        List<Row> lines = ObjectPreview.of(rows, PETS, "Pet").collectAsList();

        assertThat(lines.get(0).getStruct(4).getLong(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(lines.get(0).getStruct(4).getDouble(2)).isEqualTo(1e308);
        assertThat(lines.get(0).getList(6)).isEmpty();
        assertThat(lines.get(1).getString(1)).isEqualTo("object");
        assertThat(lines.get(1).getStruct(4).isNullAt(1)).isTrue();
        assertThat(lines.get(1).getStruct(4).isNullAt(2)).isTrue();
        assertThat(lines.get(1).<Row>getList(6))
                .extracting(warning -> warning.getString(0) + " " + warning.getString(1))
                .containsExactly("not_shown age", "not_shown weight");
    }

    @Test
    void namesTheColumnOfARowThatCannotBeSent(SparkSession spark) {
        Dataset<Row> rows = spark.sql("SELECT pet_id, named_struct('kg', weight) AS size, filler FROM VALUES"
                + " ('1', CAST('NaN' AS DOUBLE), ''), ('2', 1.5D, repeat('x', 512000)), ('3', 1.5D, '')"
                + " AS t(pet_id, weight, filler)");
        String definition = """
                source: shop.pets
                objects:
                  - title: Pet
                    id: pet_id
                    properties: {weight: {type: float, path: size.kg}}
                """;

        List<Row> lines = ObjectPreview.of(rows.coalesce(1), definition, "Pet").collectAsList();

        assertThat(lines).extracting(line -> line.getString(1)).containsExactly("invalid", "invalid", "object");
        assertThat(lines).extracting(line -> line.getString(2)).containsExactly("invalid_value", "oversize", null);
        assertThat(lines.get(0).<Row>getList(3))
                .containsExactly(RowFactory.create(
                        "invalid_value",
                        "size.kg",
                        null,
                        "Column size.kg is NaN or infinite, and JSON has no such number."));
        assertThat(lines.get(1).<Row>getList(3))
                .containsExactly(RowFactory.create(
                        "oversize",
                        null,
                        null,
                        "The record is larger than 512000 bytes of JSON, the most that one record may have; send less of"
                                + " it."));
    }

    @Test
    void showsEachObjectOfARow(SparkSession spark) {
        Dataset<Row> orders = spark.sql("SELECT * FROM VALUES"
                + " (array(named_struct('line_id', 'a', 'sku', 'x'), named_struct('line_id', 'a', 'sku', 'y'),"
                + " named_struct('line_id', NULL, 'sku', 'z')), array('a', 'b'), 'ada@shop.example.net', 'o1'),"
                + " (NULL, NULL, NULL, 'o2') AS t(lines, orders, email, order_id)");

        List<Row> lines = ObjectPreview.of(orders.coalesce(1), LINES, "Line").collectAsList();

        assertThat(lines)
                .extracting(line -> line.getString(0) + " " + line.getString(1) + " " + line.getString(2))
                .containsExactly("a superseded null", "a object null", "null skipped missing_id", "b links null");
        assertThat(lines.get(1).<Row>getList(5))
                .extracting(links -> links.getString(0) + links.getList(1))
                .containsExactly("order[[id,o1]]", "buyer[[email,ada@shop.example.net]]");
    }

    @Test
    void countsWhatBecomesOfObjects(SparkSession spark) {
        Dataset<Row> preview = ObjectPreview.of(
                pets(
                        spark,
                        pet("1", "A", null, null, null, null, "x", null),
                        pet("1", "B", null, null, null, null, null, null),
                        pet("2", "C", "old", null, null, null, null, null),
                        pet("3", "C", "old", "heavy", null, null, null, null),
                        pet("4", null, null, null, null, null, null, null),
                        pet(null, "D", null, null, null, null, null, null),
                        pet("5", "E", null, null, null, null, null, null)),
                PETS,
                "Pet");

        Dataset<Row> counts = ObjectPreview.counts(preview);

        assertThat(counts.columns()).containsExactly("status", "reason", "property", "objects");
        assertThat(counts.collectAsList())
                .containsExactly(
                        RowFactory.create("collision", null, "id", 1L),
                        RowFactory.create("object", null, null, 3L),
                        RowFactory.create("skipped", "invalid_type", "age", 2L),
                        RowFactory.create("skipped", "missing_id", "id", 1L),
                        RowFactory.create("skipped", "missing_required", "name", 1L),
                        RowFactory.create("warning", "invalid_identifier", "owner", 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "spark.sql.datetime.java8API.enabled, true",
        "spark.sql.ansi.enabled, true",
        "spark.sql.timestampType, TIMESTAMP_NTZ",
        "spark.sql.session.timeZone, America/Los_Angeles",
        "spark.sql.caseSensitive, true"
    })
    void isTheSameWhateverTheSessionIsSetTo(String setting, String value, SparkSession spark) {
        String before = spark.conf().get(setting);
        spark.conf().set(setting, value);
        try {
            Dataset<Row> rows = spark.sql(
                    "SELECT 1 AS pet_id, 'A' AS name, timestamp_micros(-62135596800000000) AS born,"
                            + " CAST(NULL AS STRING) AS age, CAST(1.5 AS DECIMAL(9,2)) AS weight, DATE'0001-01-01' AS email");

            Dataset<Row> preview = ObjectPreview.of(rows, PETS, "Pet");

            assertThat(preview.selectExpr("unix_micros(properties.born)", "properties.weight", "warnings[0].code")
                            .first())
                    .isEqualTo(RowFactory.create(-62_135_596_800_000_000L, 1.5, "invalid_identifier"));
            assertThat(ObjectPreview.counts(preview).count()).isEqualTo(2);
        } finally {
            spark.conf().set(setting, before);
        }
    }

    @Test
    void readsADefinitionFromAFile(SparkSession spark) throws IOException {
        Path file = Files.writeString(folder.resolve("pets.yaml"), PETS);
        Dataset<Row> rows = pets(spark, pet("1", "A", null, null, null, null, null, null));

        assertThat(ObjectPreview.of(rows, file.toString(), "Pet").count()).isEqualTo(1);
        assertThatThrownBy(() -> ObjectPreview.of(rows, file + ".json", "Pet"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The definition cannot be read. Give the path of a file on the driver, or the text of a"
                        + " definition.");
        assertThatThrownBy(() -> ObjectPreview.of(rows, PETS, "Dog"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The definition has no object type 'Dog'. Object types: Pet.");
    }

    @Test
    void refusesRowsThatCannotBeWritten(SparkSession spark) {
        Dataset<Row> rows = spark.sql("SELECT map(1, 2) AS m, 'x' AS pet_id");

        assertThatThrownBy(() -> ObjectPreview.of(rows, PETS, "Pet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The rows cannot be written as JSON objects: column m has keys of type integer, and JSON has"
                                + " string keys only. Cast, rename or drop these columns first.");
    }

    @Test
    void keepsDecimalsAsTheyAreSent(SparkSession spark) {
        Dataset<Row> rows = spark.createDataFrame(
                List.of(RowFactory.create(new BigDecimal("1.50"))), StructType.fromDDL("pet_id DECIMAL(5,2)"));
        String definition = """
                source: shop.pets
                objects:
                  - title: Pet
                    id: pet_id
                    properties: {text: {type: string, path: pet_id}}
                """;

        Row line = ObjectPreview.of(rows, definition, "Pet").first();

        assertThat(line.getString(0)).isEqualTo("1.50");
        assertThat(line.getStruct(4).getString(0)).isEqualTo("1.50");
    }
}
