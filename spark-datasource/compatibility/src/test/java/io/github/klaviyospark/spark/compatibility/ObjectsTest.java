package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.objects.ObjectPacks;
import io.github.klaviyospark.spark.objects.ObjectPreview;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Previews and packs take Datasets, whose classes are others from Spark 4 on. */
class ObjectsTest {

    private static final String DEFINITION = """
            source: shop.orders
            objects:
              - title: Line
                id: lines[*].id
                properties:
                  sku: {type: string, required: true}
                  price: float
                  at: {type: timestamp, path: at}
                profiles:
                  buyer: {email: buyer.email}
            """;

    @TempDir
    private static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        spark = Sessions.local(folder, "local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    @Timeout(120)
    void previewsNestedRowsOfAllTypes() {
        Dataset<Row> orders = spark.sql("SELECT * FROM VALUES"
                + " (array(named_struct('id', 1L, 'sku', 'a', 'price', 1.50BD), named_struct('id', 2L, 'sku', NULL, 'price',"
                + " NULL)), TIMESTAMP'2026-07-01 10:00:00Z', named_struct('email', 'ada@shop.example.net'), DATE'2026-07-01',"
                + " map('k', array(1)), X'00', CAST(1 AS FLOAT), true),"
                + " (NULL, NULL, NULL, NULL, NULL, NULL, CAST('NaN' AS FLOAT), NULL)"
                + " AS t(lines, at, buyer, day, extra, bytes, score, paid)");

        Dataset<Row> preview = ObjectPreview.of(orders.coalesce(1), DEFINITION, "Line");
        List<Row> lines = preview.collectAsList();

        assertThat(lines).extracting(line -> line.getString(1)).containsExactly("object", "skipped", "invalid");
        assertThat(lines.get(0).getStruct(4))
                .isEqualTo(RowFactory.create("a", 1.5, Timestamp.from(Instant.parse("2026-07-01T10:00:00Z"))));
        assertThat(lines.get(0).<Row>getList(5).get(0).<Row>getList(1))
                .containsExactly(RowFactory.create("email", "ada@shop.example.net"));
        assertThat(ObjectPreview.counts(preview).collectAsList())
                .containsExactly(
                        RowFactory.create("invalid", "invalid_value", "score", 1L),
                        RowFactory.create("object", null, null, 1L),
                        RowFactory.create("skipped", "missing_required", "sku", 1L));
    }

    @Test
    @Timeout(120)
    void writesPacks() throws IOException {
        Dataset<Row> rows = spark.range(0, 30_000, 1, 4)
                .selectExpr(
                        "CAST(id % 20000 AS STRING) AS id",
                        "id AS at", "array(named_struct('x', id)) AS parts", "map('k', DATE'2026-07-01') AS days");
        try (EmulatorProcess klaviyo = new EmulatorProcess("pk_7ba0e4219c5d38f6")) {
            String source = klaviyo.createDataSource("packs");

            Sessions.writer(ObjectPacks.by("id").orderedBy("at").pack(rows), klaviyo, folder)
                    .option("dataSource", source)
                    .option("writers", "input")
                    .save();

            List<String> records = klaviyo.records(source);
            assertThat(klaviyo.bulkRequests()).isEqualTo(1);
            assertThat(records).hasSize(4).allMatch(record -> record.length() <= 500_000);
            assertThat(records.get(0))
                    .startsWith("{\"objects\":[{\"id\":\"0\",\"at\":20000,\"parts\":[{\"x\":20000}],\"days\":"
                            + "{\"k\":\"2026-07-01\"}},{\"id\":\"1\",\"at\":20001,");
            assertThat(String.join("", records).split("\"at\":", -1)).hasSize(20_001);
        }
    }
}
