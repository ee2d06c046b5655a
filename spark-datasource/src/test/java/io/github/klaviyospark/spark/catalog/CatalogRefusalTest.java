package io.github.klaviyospark.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.KlaviyoCatalog;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class CatalogRefusalTest {

    private static KlaviyoEmulator klaviyo;
    private static SparkSession spark;

    @BeforeAll
    static void start(SparkSession session) {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        spark = session;
        spark.conf().set("spark.sql.catalog.refusing", KlaviyoCatalog.class.getName());
        spark.conf().set("spark.sql.catalog.refusing.endpoint", klaviyo.endpoint());
        spark.sql("CREATE TABLE refusing.objects.pet (pet_id STRING, name STRING) TBLPROPERTIES ('idField'='pet_id')");
    }

    @AfterAll
    static void stop() {
        klaviyo.close();
    }

    private static long writes() {
        return klaviyo.exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DELETE FROM klaviyo.objects.pet WHERE name = 'Rex' | deletes objects by their ids only
                    DELETE FROM klaviyo.objects.pet | deletes objects by their ids only
                    DELETE FROM klaviyo.objects.pet WHERE pet_id > 'a' | deletes objects by their ids only
                    INSERT OVERWRITE klaviyo.objects.pet SELECT * FROM klaviyo.objects.pet | Klaviyo cannot overwrite
                    ALTER TABLE klaviyo.objects.pet ADD COLUMN x INT | makes a new version of the schema
                    ALTER TABLE klaviyo.objects.pet RENAME TO klaviyo.objects.dog | cannot rename
                    CREATE NAMESPACE klaviyo.more | are fixed: objects, meta
                    CREATE TABLE klaviyo.pet (a INT) | only be created in
                    CREATE TABLE klaviyo.objects.x (a INT) | The table property idField is missing
                    CREATE TABLE klaviyo.objects.x (a INT, b INT) TBLPROPERTIES ('idField'='c') | no column 'c'
                    CREATE TABLE klaviyo.objects.x (a INT, b INT) TBLPROPERTIES ('idField'='a', 'z'='y') | Unknown table properties: z
                    CREATE TABLE klaviyo.objects.x (a INT, b ARRAY<INT>) TBLPROPERTIES ('idField'='a') | to_json
                    CREATE TABLE klaviyo.objects.x (a INT, kl_b INT, class INT) TBLPROPERTIES ('idField'='a') | has 2 problems
                    CREATE TABLE klaviyo.objects.x (a INT, b INT) PARTITIONED BY (b) TBLPROPERTIES ('idField'='a') | no partitions
                    """)
    void refusesWithAReason(String statement, String reason) {
        long before = writes();

        assertThatThrownBy(() ->
                        spark.sql(statement.replace("klaviyo.", "refusing.")).collect())
                .hasStackTraceContaining(reason);
        assertThat(klaviyo.exchanges().stream()
                        .filter(exchange -> !exchange.method().equals("GET")))
                .hasSize((int) before);
    }
}
