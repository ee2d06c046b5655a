package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ids that are members of structs, several of them, which Spark brings together and sorts by. */
class StructIdsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IDS = 240;
    private static final int VERSIONS = 3;

    @TempDir
    private static Path folder;

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private Path runs;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess("pk_f2903ad71c5e84b6");
        spark = Sessions.local(folder, "local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    @Test
    @Timeout(120)
    void bringsRowsOfAnIdTogetherInTheirOrder() throws IOException {
        String source = klaviyo.createDataSource("kept");
        save(source, "keep");

        List<List<Version>> writers = byWriter(source);
        assertThat(writers).hasSize(2).allSatisfy(rows -> assertThat(rows).isSortedAccordingTo(Version.ORDER));
        Set<String> ids = new HashSet<>();
        for (List<Version> rows : writers) {
            Set<String> own = new HashSet<>();
            rows.forEach(row -> own.add(row.id()));
            assertThat(own).as("ids of one writer").isNotEmpty().noneMatch(ids::contains);
            ids.addAll(own);
        }
        assertThat(ids).hasSize(IDS);
        assertThat(writers.stream().mapToInt(List::size).sum()).isEqualTo(IDS * VERSIONS);
    }

    @Test
    @Timeout(120)
    void keepsTheLastRowOfAnIdAndSetsAsideThoseWithout() throws IOException {
        String source = klaviyo.createDataSource("last");
        save(source, "last");

        List<Version> rows =
                byWriter(source).stream().flatMap(Collection::stream).toList();
        assertThat(rows).extracting(Version::id).hasSize(IDS).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> assertThat(row.at()).isEqualTo(VERSIONS - 1));
        RunFolder run = RunFolder.only(runs);
        WriteClusterTest.assertRowsOf(run.report(), IDS * VERSIONS + 3);
        assertThat(run.report().path("accepted").asLong()).isEqualTo(IDS);
        assertThat(run.report().path("superseded").asLong()).isEqualTo(IDS * (VERSIONS - 1));
        assertThat(spark.read()
                        .json(run.deadLetters().toString())
                        .select("code", "reason", "row")
                        .collectAsList())
                .extracting(letter -> letter.getString(0) + ": " + letter.getString(1) + ": " + letter.getString(2))
                .containsExactlyInAnyOrder(
                        "null_id: column object_record.id is null, and it is a part of the id: "
                                + letter("{\"id\":null,\"n\":1}", "{\"code\":\"s\"}"),
                        "null_id: column object_record.id is null, and it is a part of the id: "
                                + letter("null", "{\"code\":\"s\"}"),
                        "null_id: column shop.code is null, and it is a part of the id: "
                                + letter("{\"id\":5,\"n\":1}", "null"));
    }

    private static String letter(String object, String shop) {
        return "{\"object_record\":" + object + ",\"shop\":" + shop + ",\"change\":{\"at\":0}}";
    }

    private void save(String source, String duplicates) throws IOException {
        Sessions.writer(rows(), klaviyo, folder)
                .option("dataSource", source)
                .option("idField", "object_record.id,shop.code")
                .option("orderField", "change.at")
                .option("duplicates", duplicates)
                .option("onInvalid", "deadLetter")
                .option("writers", 2)
                .option("runPath", runs.toUri().toString())
                .save("data-source-records");
    }

    /** Versions of each id in any order, ragged, and three rows of which no id can be made. */
    private static Dataset<Row> rows() {
        String type = "STRUCT<id: BIGINT, n: INT>";
        Dataset<Row> good = spark.range(0, (long) IDS * VERSIONS, 1, 7)
                .selectExpr(
                        "named_struct('id', id % 80, 'n', CAST(id * 7919 % 1000 AS INT)) AS object_record",
                        "named_struct('code', concat('s', CAST(id DIV 80 % 3 AS INT))) AS shop",
                        "named_struct('at', CAST(id DIV 240 AS INT)) AS change")
                .sort(functions.rand(7));
        Dataset<Row> bad = spark.sql("SELECT CAST(named_struct('id', NULL, 'n', 1) AS " + type + ") AS object_record,"
                + " named_struct('code', 's') AS shop, named_struct('at', 0) AS change"
                + " UNION ALL SELECT CAST(NULL AS " + type + "), named_struct('code', 's'), named_struct('at', 0)"
                + " UNION ALL SELECT named_struct('id', 5L, 'n', 1), CAST(NULL AS STRUCT<code: STRING>),"
                + " named_struct('at', 0)");
        return good.unionByName(bad);
    }

    /** What each writer sent: there are so few rows that it is one request each. */
    private static List<List<Version>> byWriter(String source) throws IOException {
        Map<String, List<Version>> requests = new LinkedHashMap<>();
        for (EmulatorProcess.Entry entry : klaviyo.ledger(source)) {
            requests.computeIfAbsent(entry.request(), request -> new ArrayList<>())
                    .add(Version.of(entry.record()));
        }
        return List.copyOf(requests.values());
    }

    private record Version(long object, String shop, int at) {

        static final Comparator<Version> ORDER = Comparator.comparingLong(Version::object)
                .thenComparing(Version::shop)
                .thenComparingInt(Version::at);

        static Version of(String record) throws IOException {
            JsonNode json = JSON.readTree(record);
            return new Version(
                    json.path("object_record").path("id").asLong(),
                    json.path("shop").path("code").asText(),
                    json.path("change").path("at").asInt());
        }

        String id() {
            return object + "/" + shop;
        }
    }
}
