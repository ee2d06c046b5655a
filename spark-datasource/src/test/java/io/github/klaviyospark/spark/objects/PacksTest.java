package io.github.klaviyospark.spark.objects;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.DefinedObjects;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class PacksTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same objects from records of one object each, and from packs of them. */
    private static final String DEFINITION = """
            objects:
              - title: Flat
                source: flat
                id: pet_id
                properties: {name: string, weight: float, seen: timestamp}
                profiles:
                  owner: {email: email}
              - title: Packed
                source: packed
                id: objects[*].pet_id
                properties: {name: string, weight: float, seen: timestamp}
                profiles:
                  owner: {email: "objects[*].email"}
            """;

    @TempDir
    private Path folder;

    private static Dataset<Row> pets(SparkSession spark, int count) {
        // One in ten ids comes twice, far from each other in the input, and the later version is another.
        return spark.range(0, count, 1, 7)
                .selectExpr(
                        "CAST(IF(id % 10 = 0, id DIV 2, id) AS STRING) AS pet_id",
                        "concat('Rex ', id) AS name",
                        "CAST(id AS DOUBLE) / 8 AS weight",
                        "timestamp_micros(1782900000000000 + id) AS seen",
                        "IF(id % 3 = 0, NULL, concat('p', id % 50, '@shop.example.net')) AS email");
    }

    @Test
    void needsFarFewerRequestsForTheSameObjects(SparkSession spark) throws IOException {
        Dataset<Row> pets = pets(spark, 100_000);
        try (DefinedObjects account = new DefinedObjects(DEFINITION)) {
            KlaviyoEmulator klaviyo = account.klaviyo();
            Writing.to(klaviyo, "flat", pets)
                    .option("idField", "pet_id")
                    .option("orderField", "seen")
                    .save();
            long flat = klaviyo.stats(BULK).count();
            write(klaviyo, ObjectPacks.by("pet_id").orderedBy("seen").pack(pets));
            long packed = klaviyo.stats(BULK).count() - flat;

            System.out.println("100,000 objects: " + flat + " requests flat, " + packed + " packed.");
            assertThat(flat).isGreaterThanOrEqualTo(200);
            assertThat(packed).isPositive().isLessThanOrEqualTo(flat / 20);
            Map<String, JsonNode> expected = account.objects("Flat");
            Map<String, JsonNode> objects = account.objects("Packed");
            assertThat(objects).hasSizeGreaterThan(90_000).hasSameSizeAs(expected);
            expected.forEach((id, object) -> {
                JsonNode other = objects.get(id);
                if (!object.path("properties").equals(other.path("properties"))
                        || !object.path("links").equals(other.path("links"))) {
                    assertThat(other).as(id).isEqualTo(object);
                }
            });
            assertThat(account.problems("Packed")).isEmpty();
        }
    }

    private static void write(KlaviyoEmulator klaviyo, Dataset<Row> packs) {
        Writing.to(klaviyo, "packed", packs).option("writers", "input").save();
    }

    @ParameterizedTest
    @CsvSource({"500, 1000, 1", "100000, 7, 2", "2000, 1000, 3", "512000, 100000, 1"})
    void keepsEachIdTogetherAndEachPackWithinItsLimits(int bytes, int most, int packers, SparkSession spark)
            throws IOException {
        // Some twenty ids in no order, of rows of 40 to 90 bytes.
        Dataset<Row> rows = spark.range(0, 2_000, 1, 5)
                .selectExpr(
                        "CAST(pow(hash(id) % 12, 2) AS INT) AS pet_id",
                        "hash(id, 1) AS at", "repeat('ü', id % 20) AS name");

        Dataset<Row> packs = ObjectPacks.by("pet_id")
                .orderedBy("at")
                .keepingAll()
                .limits(bytes, most)
                .packers(packers)
                .pack(rows);
        List<List<JsonNode>> parts = parts(packs);

        assertThat(parts.size()).isLessThanOrEqualTo(packers);
        long count = 0;
        for (List<JsonNode> part : parts) {
            JsonNode before = null;
            Map<Integer, Integer> sizes = new HashMap<>();
            Map<Integer, Integer> counts = new HashMap<>();
            Map<Integer, Set<Integer>> packsOf = new HashMap<>();
            for (int i = 0; i < part.size(); i++) {
                JsonNode objects = part.get(i).path("objects");
                assertThat(bytes(part.get(i))).isLessThanOrEqualTo(bytes);
                assertThat(objects.size()).isBetween(1, most);
                for (JsonNode object : objects) {
                    if (before != null) {
                        assertThat(order(before)).isLessThanOrEqualTo(order(object));
                    }
                    before = object;
                    int id = object.path("pet_id").asInt();
                    sizes.merge(id, bytes(object) + 1, Integer::sum);
                    counts.merge(id, 1, Integer::sum);
                    packsOf.computeIfAbsent(id, key -> new HashSet<>()).add(i);
                    count++;
                }
            }
            packsOf.forEach((id, own) -> {
                if (own.size() > 1) {
                    boolean isTooLarge = sizes.get(id) > bytes - "{\"objects\":[]}".length() + 1;
                    assertThat(isTooLarge || counts.get(id) > most)
                            .as("more rows of " + id + " than a pack holds")
                            .isTrue();
                }
            });
        }
        assertThat(count).isEqualTo(2_000);
    }

    private static int bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static long order(JsonNode object) {
        return object.path("pet_id").asLong() * (1L << 33) + object.path("at").asLong();
    }

    /** The records that a writer would send, by the partition that they are in. */
    private static List<List<JsonNode>> parts(Dataset<Row> packs) throws IOException {
        Map<Integer, List<JsonNode>> parts = new HashMap<>();
        for (Row row : packs.selectExpr("spark_partition_id()", "to_json(struct(objects))")
                .collectAsList()) {
            parts.computeIfAbsent(row.getInt(0), key -> new ArrayList<>()).add(JSON.readTree(row.getString(1)));
        }
        return new ArrayList<>(parts.values());
    }

    @Test
    void fillsPacksToTheLastByte(SparkSession spark) throws IOException {
        // {"id":"aaaa"} has 13 bytes: 14 of the envelope, three rows and two commas make 55.
        Dataset<Row> rows = spark.range(0, 10, 1, 1).selectExpr("lpad(id, 4, 'a') AS id");

        assertThat(sizes(ObjectPacks.by("id").limits(55, 100).pack(rows))).containsExactly(3, 3, 3, 1);
        assertThat(sizes(ObjectPacks.by("id").limits(54, 100).pack(rows))).containsExactly(2, 2, 2, 2, 2);
        assertThat(sizes(ObjectPacks.by("id").limits(55, 2).pack(rows))).containsExactly(2, 2, 2, 2, 2);
        assertThat(sizes(ObjectPacks.pack(rows, "id"))).containsExactly(10);
        assertThat(ObjectPacks.pack(rows.limit(0), "id").count()).isZero();
    }

    private static List<Integer> sizes(Dataset<Row> packs) {
        return packs.selectExpr("size(objects)").collectAsList().stream()
                .map(row -> row.getInt(0))
                .toList();
    }

    @Test
    void movesTheRowsOfAnIdOnTogether(SparkSession spark) {
        Dataset<Row> rows =
                spark.sql("SELECT explode(split('aabbbccccccdde', '')) AS id").filter("id <> ''");

        List<String> packs = ObjectPacks.by("id")
                .keepingAll()
                .limits(1_000, 4)
                .pack(rows)
                .selectExpr("concat_ws('', objects.id)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();

        assertThat(packs).containsExactly("aa", "bbb", "cccc", "ccdd", "e");
    }

    @Test
    void leavesOutAllRowsOfAnIdButTheLast(SparkSession spark) {
        Dataset<Row> rows =
                spark.sql("SELECT * FROM VALUES ('a', 2, 'x'), ('b', 1, 'y'), ('a', 1, 'z'), (NULL, 1, 'v'),"
                        + " (NULL, 2, 'w'), ('b', CAST(NULL AS INT), 'q') AS t(id, at, name)");

        List<Row> packs = ObjectPacks.by("id")
                .orderedBy("at")
                .pack(rows)
                .selectExpr("concat_ws('', objects.name)")
                .collectAsList();

        assertThat(packs).singleElement().extracting(row -> row.getString(0)).isEqualTo("vwxy");
    }

    @Test
    void leavesARowThatCannotBeSentAlone(SparkSession spark) throws IOException {
        Dataset<Row> pets = spark.sql("SELECT * FROM VALUES ('1', 'A', 1.5D), ('2', 'B', CAST('NaN' AS DOUBLE)),"
                + " ('3', 'C', 2.5D), ('4', repeat('x', 512000), 3.5D), ('5', 'E', 4.5D) AS t(pet_id, name, weight)");
        try (DefinedObjects account = new DefinedObjects(DEFINITION)) {
            Path letters = folder.resolve("letters");
            Writing.to(account.klaviyo(), "packed", ObjectPacks.pack(pets, "pet_id"))
                    .option("writers", "input")
                    .option("onInvalid", "deadLetter")
                    .option("deadLetterPath", letters.toUri().toString())
                    .save();

            assertThat(account.objects("Packed")).containsOnlyKeys("1", "3", "5");
            assertThat(spark.read()
                            .json(letters.toString())
                            .selectExpr("code", "reason")
                            .collectAsList())
                    .extracting(row -> row.getString(0) + ": " + row.getString(1))
                    .containsExactlyInAnyOrder(
                            "invalid_value: column objects[].weight is NaN or infinite, and JSON has no such number",
                            "oversize: it is larger than 512000 bytes of JSON, the most that one record may have");
        }
    }

    @Test
    void findsIdsInStructs(SparkSession spark) {
        Dataset<Row> rows =
                spark.sql("SELECT named_struct('id', id) AS pet, map('k', id) AS m, array(id) AS a" + " FROM range(5)");

        assertThat(sizes(ObjectPacks.pack(rows, "pet.id"))).containsExactly(5);
    }

    @Test
    void refusesWhatCannotBe(SparkSession spark) {
        Dataset<Row> rows = spark.range(3).toDF();

        assertThatThrownBy(() -> ObjectPacks.pack(rows, "pet_id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no column 'pet_id'. Columns: id.");
        assertThatThrownBy(() -> ObjectPacks.by("id").limits(512_001, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A pack cannot have 512001 bytes and 10 rows. Allowed are 1 to 512000 bytes, the most of a"
                        + " record, and 1 row or more.");
        assertThatThrownBy(() -> ObjectPacks.by("id").packers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There cannot be 0 packers. Allowed are 1 to 64; 1 uses the whole usual quota.");
    }
}
