package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class WriteTest {

    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";

    @Test
    void sendsEveryRowOnceInFullChunksHoweverRaggedTheInput(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            String source = klaviyo.createDataSource("shop.pets");
            Dataset<Row> ragged = spark.range(10_000)
                    .selectExpr("id", "concat('pet ', id) AS name")
                    .repartition(64)
                    .where("spark_partition_id() % 5 <> 0 OR id >= 0");

            ragged.write()
                    .format("klaviyo")
                    .option("endpoint", klaviyo.endpoint())
                    .option("dataSource", "shop.pets")
                    .option("idField", "id")
                    .option("quotaLimits", "1000/1s")
                    .mode("append")
                    .save("data-source-records");

            List<String> records = klaviyo.records(source);
            assertThat(records).hasSize(10_000).doesNotHaveDuplicates();
            assertThat(klaviyo.stats(BULK).count()).isEqualTo(20);
        }
    }
}
