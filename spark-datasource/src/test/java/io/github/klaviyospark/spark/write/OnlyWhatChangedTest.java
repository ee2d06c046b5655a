package io.github.klaviyospark.spark.write;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.get_json_object;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of docs/write.md that sends only rows which differ from those that were sent before. */
@ExtendWith(SparkExtension.class)
class OnlyWhatChangedTest {

    private static final String DIGEST =
            "sha2(to_json(struct(pet_id, name, tags, weight)," + " map('ignoreNullFields', 'false')), 256)";

    @TempDir
    private Path folder;

    private Dataset<Row> pets(SparkSession spark, String name, String weight) {
        return spark.range(0, 2_000, 1, 5)
                .selectExpr(
                        "id AS pet_id", name + " AS name", "map('k', id) AS tags", "double(" + weight + ") AS weight");
    }

    private void send(KlaviyoEmulator klaviyo, SparkSession spark, Dataset<Row> pets, Dataset<Row> sent, String day) {
        String dead = folder.resolve("dead-" + day).toString();
        Dataset<Row> today = pets.withColumn("digest", expr(DIGEST)).cache();

        Writing.to(
                        klaviyo,
                        "shop.pets",
                        today.join(sent, new String[] {"pet_id", "digest"}, "left_anti")
                                .drop("digest"))
                .option("idField", "pet_id")
                .option("onInvalid", "deadLetter")
                .option("deadLetterPath", dead)
                .save();

        Dataset<Row> refused = spark.read()
                .schema("row STRING")
                .json(dead)
                .select(get_json_object(expr("row"), "$.pet_id").as("pet_id"));
        today.select("pet_id", "digest")
                .join(refused, new String[] {"pet_id"}, "left_anti")
                .write()
                .parquet(sent(day));
    }

    private String sent(String day) {
        return folder.resolve("sent-" + day).toString();
    }

    @Test
    void sendsChangedRowsOnceAndRefusedOnesAgain(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder().quotas(false).start()) {
            String source = klaviyo.createDataSource("shop.pets");
            Dataset<Row> none = spark.sql("SELECT 0L AS pet_id, '' AS digest WHERE false");

            send(klaviyo, spark, pets(spark, "'rex'", "IF(id = 5, 'NaN', '1')"), none, "1");
            assertThat(klaviyo.records(source)).hasSize(1_999);

            send(
                    klaviyo,
                    spark,
                    pets(spark, "IF(id % 500 = 7, NULL, 'rex')", "'1'"),
                    spark.read().parquet(sent("1")),
                    "2");
            assertThat(klaviyo.records(source)
                            .subList(1_999, klaviyo.records(source).size()))
                    .hasSize(5)
                    .anyMatch(record -> record.startsWith("{\"pet_id\":5,\"name\":\"rex\""))
                    .anyMatch(record -> record.startsWith("{\"pet_id\":507,\"name\":null"));

            send(klaviyo, spark, pets(spark, "'rex'", "'1'"), spark.read().parquet(sent("2")), "3");
            assertThat(klaviyo.records(source)).hasSize(1_999 + 5 + 4);
        }
    }
}
