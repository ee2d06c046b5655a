package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Custom Objects in nothing but SQL, from the definition to the deletion. */
@Tag("matrix")
class ObjectsInSqlTest {

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess("pk_5b0d6c1e9f2a4783", "--visibility-lag", "0s", "--publishing-time", "100ms");
        Path keyFile = Files.writeString(folder.resolve("key"), klaviyo.key());
        spark = Sessions.local(
                folder,
                "local[2]",
                Map.of(
                        "spark.sql.catalog.klaviyo",
                        "io.github.klaviyospark.spark.KlaviyoCatalog",
                        "spark.sql.catalog.klaviyo.endpoint",
                        klaviyo.endpoint(),
                        "spark.sql.catalog.klaviyo.apiKeySource",
                        "file:" + keyFile,
                        "spark.sql.catalog.klaviyo.quotaLimits",
                        "10000/1s"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    private static List<String> sql(String statement) {
        Dataset<Row> result = spark.sql(statement);
        return Arrays.stream((Row[]) result.collect()).map(Row::toString).toList();
    }

    @Test
    void areCreatedWrittenReadAndDeleted() {
        sql("""
                CREATE TABLE klaviyo.objects.pet (
                  pet_id STRING, name STRING NOT NULL, weight DOUBLE COMMENT 'in kilograms', legs INT, vaccinated BOOLEAN,
                  born TIMESTAMP, owner_email STRING)
                COMMENT 'a pet' TBLPROPERTIES ('idField' = 'pet_id', 'title' = 'Pet', 'profile.email' = 'owner_email')""");
        sql("""
                INSERT INTO klaviyo.objects.pet
                SELECT concat('p', id), concat('Pet ', id), id / 4D, CAST(id % 5 AS INT), id % 2 = 0,
                       TIMESTAMP '2020-01-01 00:00:00Z', concat('owner', id, '@mail.example.net')
                FROM range(1200)""");

        assertThat(sql("SELECT count(*), sum(weight), count_if(vaccinated), max(legs) FROM klaviyo.objects.pet"))
                .containsExactly("[1200,179850.0,600,4]");
        assertThat(sql("SELECT name, owner_email FROM klaviyo.objects.pet WHERE pet_id = 'p7'"))
                .containsExactly("[Pet 7,owner7@mail.example.net]");
        assertThat(sql("SELECT count(*) FROM klaviyo.objects.pet a JOIN klaviyo.objects.pet b USING (pet_id)"))
                .containsExactly("[1200]");
        assertThat(sql("SHOW TABLES IN klaviyo.objects")).containsExactly("[objects,pet,false]");
        assertThat(sql("DESCRIBE klaviyo.objects.pet").toString()).contains("[weight,double,in kilograms]");
        assertThat(sql("SELECT title, status FROM klaviyo.meta.object_types")).containsExactly("[Pet,active]");

        sql("DELETE FROM klaviyo.objects.pet WHERE pet_id IN ('p1', 'p2', 'p3')");
        assertThat(sql("SELECT count(*) FROM klaviyo.objects.pet")).containsExactly("[1197]");

        sql("SET spark.sql.catalog.klaviyo.allowDrop = true");
        sql("DROP TABLE klaviyo.objects.pet");
        assertThat(sql("SHOW TABLES IN klaviyo.objects")).isEmpty();
    }
}
