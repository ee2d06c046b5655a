package io.github.klaviyospark.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.KlaviyoCatalog;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CatalogTest {

    private static final AtomicInteger CATALOGS = new AtomicInteger();

    private static final String PET = "(pet_id STRING, name STRING NOT NULL, weight DOUBLE, legs INT, born TIMESTAMP,"
            + " vaccinated BOOLEAN COMMENT 'against rabies', owner_email STRING)"
            + " TBLPROPERTIES ('idField'='pet_id', 'title'='Pet', 'dataSource'='shop.pets',"
            + " 'profile.email'='owner_email', 'profile.name'='owner', 'writeOnly'='owner_email')";

    private KlaviyoEmulator klaviyo;
    private SparkSession spark;
    private String catalog;

    @BeforeEach
    void start(SparkSession session) {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        spark = session;
        catalog = "k" + CATALOGS.incrementAndGet();
        set("", KlaviyoCatalog.class.getName());
        set(".endpoint", klaviyo.endpoint());
        set(".quotaLimits", "10000/1s");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private void set(String name, String value) {
        spark.conf().set("spark.sql.catalog." + catalog + name, value);
    }

    private List<String> sql(String statement) {
        Row[] rows =
                (Row[]) spark.sql(statement.replace("klaviyo.", catalog + ".")).collect();
        return Arrays.stream(rows).map(Row::toString).toList();
    }

    private void createPets() {
        sql("CREATE TABLE klaviyo.objects.pet " + PET);
    }

    @Test
    void makesWritesReadsAndDeletesObjects() {
        createPets();
        sql("INSERT INTO klaviyo.objects.pet VALUES"
                + " ('p1', 'Rex', 12.5D, 4, TIMESTAMP '2020-02-29 10:00:00', true, 'ada@mail.example.net'),"
                + " ('p2', 'Tweety', NULL, 2, NULL, NULL, NULL)");

        assertThat(sql("SELECT pet_id, name, weight, legs, CAST(born AS STRING), vaccinated, owner_email"
                        + " FROM klaviyo.objects.pet ORDER BY pet_id"))
                .containsExactly("[p1,Rex,12.5,4,2020-02-29 10:00:00,true,null]", "[p2,Tweety,null,2,null,null,null]");
        assertThat(sql("SELECT name FROM klaviyo.objects.pet WHERE legs > 3")).containsExactly("[Rex]");
        assertThat(sql("SELECT count(*) FROM klaviyo.objects.pet")).containsExactly("[2]");

        sql("DELETE FROM klaviyo.objects.pet WHERE pet_id = 'p1' OR pet_id IN ('p8', 'p9')");

        assertThat(sql("SELECT pet_id FROM klaviyo.objects.pet")).containsExactly("[p2]");
    }

    @Test
    void insertsRowsOneByOneWhereTheCatalogSaysSo() {
        set(".ingest", "single");
        set(".quotaLimits", "10000/1s");
        createPets();

        sql("INSERT INTO klaviyo.objects.pet SELECT concat('p', id), concat('Pet ', id), NULL, NULL, NULL, true, NULL"
                + " FROM range(12)");

        assertThat(sql("SELECT count(DISTINCT name) FROM klaviyo.objects.pet")).containsExactly("[12]");
        assertThat(klaviyo.stats("POST /api/data-source-record-create-jobs").count())
                .isEqualTo(12);
        assertThat(klaviyo.stats("POST /api/data-source-record-bulk-create-jobs")
                        .count())
                .isZero();
        assertThat(sql("SELECT quota FROM klaviyo.meta.limits"
                        + " WHERE operation = 'POST /api/data-source-record-create-jobs'"))
                .containsExactly("[75/1s,750/60s]");
        sql("DELETE FROM klaviyo.objects.pet WHERE pet_id = 'p1'");
        assertThat(sql("SELECT count(*) FROM klaviyo.objects.pet")).containsExactly("[11]");
    }

    @Test
    void readsObjectsByTheirIdsWithARequestEach() {
        createPets();
        sql(
                "INSERT INTO klaviyo.objects.pet SELECT concat('p', id), concat('Pet ', id), id / 4D, CAST(id AS INT), NULL,"
                        + " true, NULL FROM range(300)");
        long before = klaviyo.requests();

        assertThat(
                        sql(
                                "SELECT name, weight FROM klaviyo.objects.pet WHERE pet_id IN ('p7', 'none', 'p9') AND legs > 7"))
                .containsExactly("[Pet 9,2.25]");
        assertThat(klaviyo.requests()).isEqualTo(before + 3);
        assertThat(sql("SELECT pet_id FROM klaviyo.objects.pet WHERE pet_id = 'p8' AND pet_id = 'p9'"))
                .isEmpty();
        assertThat(klaviyo.requests()).isEqualTo(before + 3);
        assertThat(sql("EXPLAIN SELECT pet_id FROM klaviyo.objects.pet WHERE pet_id = 'p8'")
                        .get(0))
                .contains("object-records 1 by id, a request each");
        assertThat(sql("SELECT name FROM klaviyo.objects.pet WHERE name = 'Pet 8'"))
                .containsExactly("[Pet 8]");
        assertThat(klaviyo.requests()).isEqualTo(before + 6);
    }

    @Test
    void isShownAsACatalog() {
        createPets();

        assertThat(sql("SHOW NAMESPACES IN " + catalog)).containsExactlyInAnyOrder("[objects]", "[meta]");
        assertThat(sql("SHOW TABLES IN klaviyo.objects")).containsExactly("[objects,pet,false]");
        assertThat(sql("SHOW TABLES IN klaviyo.meta")).hasSize(3);
        assertThat(sql("DESCRIBE klaviyo.objects.pet"))
                .contains(
                        "[pet_id,string,the id of the object]",
                        "[name,string,(required)]",
                        "[weight,double,null]",
                        "[legs,bigint,null]",
                        "[born,timestamp,null]",
                        "[vaccinated,boolean,against rabies]",
                        "[owner_email,string,written to link the object by owner (email); reads as null, because the API"
                                + " does not give links back]");
        assertThat(sql("SELECT title, table, status FROM klaviyo.meta.object_types"))
                .containsExactly("[Pet,pet,active]");
        assertThat(sql("SELECT quota FROM klaviyo.meta.limits"
                        + " WHERE operation = 'POST /api/data-source-record-bulk-create-jobs'"))
                .containsExactly("[3/1s,15/60s]");
        assertThat(sql("SELECT count(*) FROM klaviyo.profiles")).containsExactly("[0]");
    }

    @Test
    void anUpdateWithoutAPropertyMakesItNull() {
        createPets();
        sql("INSERT INTO klaviyo.objects.pet VALUES ('p1', 'Rex', 12.5D, 4, NULL, true, NULL)");
        sql("INSERT INTO klaviyo.objects.pet VALUES ('p1', 'Max', NULL, NULL, NULL, NULL, NULL)");

        assertThat(sql("SELECT * FROM klaviyo.objects.pet")).containsExactly("[p1,Max,null,null,null,null,null]");
    }

    @Test
    void showsWhatBecameNoObject() {
        createPets();
        sql("INSERT INTO klaviyo.objects.pet (pet_id, name, weight, legs, born, vaccinated, owner_email)"
                + " SELECT 'p1', repeat('x', 2001), 1D, 4, NULL, NULL, 'no address'");

        assertThat(sql("SELECT count(*) FROM klaviyo.objects.pet")).containsExactly("[0]");
        assertThat(sql("SELECT object_type, status, record_id, problems.code, problems.property"
                        + " FROM klaviyo.meta.ingestion_logs WHERE status = 'error'"))
                .containsExactly(
                        "[Pet,error,p1,ArraySeq(property_too_large),ArraySeq(name)]".replace("ArraySeq", wrapped()));
    }

    /** How a row shows an array, which depends on the version of Scala. */
    private String wrapped() {
        String shown = sql("SELECT array('a')").get(0);
        return shown.substring(1, shown.indexOf('('));
    }

    @Test
    void keepsWhatItFoundForAWhile() {
        createPets();
        sql("SELECT * FROM klaviyo.objects.pet");
        long before = klaviyo.requests();

        spark.sql("SELECT * FROM " + catalog + ".objects.pet JOIN " + catalog + ".objects.pet b USING (pet_id)")
                .explain();

        assertThat(klaviyo.requests()).isEqualTo(before);
    }

    @Test
    void findsATypeThatWasMadeElsewhere() {
        assertThat(sql("SHOW TABLES IN klaviyo.objects")).isEmpty();
        String other = catalog;
        catalog = "k" + CATALOGS.incrementAndGet();
        set("", KlaviyoCatalog.class.getName());
        set(".endpoint", klaviyo.endpoint());
        createPets();
        catalog = other;

        assertThat(sql("SELECT count(*) FROM klaviyo.objects.pet")).containsExactly("[0]");
    }

    @Test
    void dropsATypeOnlyWhenToldTo() {
        createPets();

        assertThatThrownBy(() -> sql("DROP TABLE klaviyo.objects.pet"))
                .hasMessageContaining("with all its objects. The records stay")
                .hasMessageContaining("SET spark.sql.catalog." + catalog + ".allowDrop=true");
        assertThat(sql("SHOW TABLES IN klaviyo.objects")).hasSize(1);

        set(".allowDrop", "true");
        sql("DROP TABLE klaviyo.objects.pet");
        assertThat(sql("SHOW TABLES IN klaviyo.objects")).isEmpty();
    }

    @Test
    void refusesRowsThatWouldChangeObjectsOfAnotherType() {
        String two = "TBLPROPERTIES ('idField'='id', 'dataSource'='shared')";
        sql("CREATE TABLE klaviyo.objects.one (id STRING, a STRING) " + two);
        sql("INSERT INTO klaviyo.objects.one VALUES ('1', 'x')");
        sql("CREATE TABLE klaviyo.objects.other (id STRING, b STRING) " + two);

        assertThatThrownBy(() -> sql("INSERT INTO klaviyo.objects.one VALUES ('2', 'y')"))
                .hasStackTraceContaining("its data source also feeds 'other'");
        assertThat(sql("SELECT id FROM klaviyo.objects.one")).containsExactly("[1]");
    }

    @Test
    void saysThatAnIdIsMissing() {
        createPets();

        assertThatThrownBy(() -> sql("INSERT INTO klaviyo.objects.pet (pet_id, name, weight, legs, born, vaccinated,"
                        + " owner_email) SELECT NULL, 'Rex', 1D, 4, NULL, NULL, NULL"))
                .hasStackTraceContaining("column pet_id is null, and it is a part of the id");
    }

    @Test
    void takesNoKeyInItsSettings() {
        set(".apiToken", "pk_secret");

        assertThatThrownBy(() -> sql("SHOW TABLES IN klaviyo.objects"))
                .hasStackTraceContaining("apiKeySource")
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("pk_secret"));
    }

    private String petId() {
        return sql("SELECT id FROM klaviyo.meta.object_types").get(0).replaceAll("[\\[\\]]", "");
    }

    @Test
    void readsObjectsByTheirPath() {
        createPets();
        sql("INSERT INTO klaviyo.objects.pet VALUES"
                + " ('p1', 'Rex', 12.5D, 4, TIMESTAMP '2020-02-29 10:00:00', true, 'ada@mail.example.net'),"
                + " ('p2', 'Tweety', NULL, 2, NULL, NULL, NULL)");
        String path = "object-types/" + petId() + "/object-records";

        Dataset<Row> pets = Reading.from(klaviyo, spark).load(path);

        assertThat(pets.schema().toDDL())
                .isEqualTo(
                        "id STRING,name STRING COMMENT '(required)',weight DOUBLE,legs BIGINT,born TIMESTAMP,vaccinated"
                                + " BOOLEAN COMMENT 'against rabies'");
        assertThat(pets.where("legs = 4")
                        .selectExpr("id", "name", "weight", "legs", "CAST(born AS STRING)", "vaccinated")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[p1,Rex,12.5,4,2020-02-29 10:00:00,true]]");
        long before = klaviyo.requests();
        assertThat(Reading.from(klaviyo, spark)
                        .schema("legs BIGINT, id STRING")
                        .load(path)
                        .where("id = 'p2'")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[2,p2]]");
        assertThat(klaviyo.requests()).as("a schema that is given asks nothing").isEqualTo(before + 1);
    }

    @Test
    void readsWhatBecameNoObject() {
        createPets();
        spark.sql("SELECT 'p1' AS pet_id, 'Rex' AS name, 'heavy' AS weight")
                .write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("dataSource", "shop.pets")
                .option("idField", "pet_id")
                .mode("append")
                .save("data-source-records");
        Dataset<Row> logs = Reading.from(klaviyo, spark).load("object-types/" + petId() + "/object-ingestion-logs");

        assertThat(logs.selectExpr("status", "event_type", "errors[0].property", "object_type_id")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[error,validation_error,weight," + petId() + "]]");
        assertThat(logs.where("status = 'error' AND timestamp > TIMESTAMP'2026-01-01 00:00:00'")
                        .count())
                .isEqualTo(1);
        assertThat(logs.where("status = 'warning'").count()).isZero();
        assertThat(Reading.queries(klaviyo).get(Reading.queries(klaviyo).size() - 1))
                .startsWith("filter=equals(status,\"warning\")");
        for (String filter : List.of(
                "equals(record_id,\"p1\")",
                "equals(status,\"error\")",
                "any(status,[\"info\",\"error\"])",
                "equals(event_type,\"validation_error\")",
                "any(event_type,[\"validation_error\"])",
                "greater-or-equal(timestamp,2026-01-01T00:00:00Z)")) {
            assertThat(logs(filter).count()).as(filter).isEqualTo(1);
        }
        for (String filter : List.of(
                "equals(record_id,\"p2\")", "less-than(timestamp,2026-01-01T00:00:00Z)", "any(status,[\"info\"])")) {
            assertThat(logs(filter).count()).as(filter).isZero();
        }
        // Klaviyo bounds these times from a second on, and not behind one; what was logged just now may not be
        // complete.
        assertThat(Reading.from(klaviyo, spark)
                        .option("since", "2026-01-01T00:00:00Z")
                        .load("object-types/" + petId() + "/object-ingestion-logs")
                        .count())
                .isZero();
        assertThat(Reading.queries(klaviyo).get(Reading.queries(klaviyo).size() - 1))
                .startsWith("filter=greater-or-equal(timestamp,2026-01-01T00:00:00Z),less-than(timestamp,");
        assertThat(Reading.from(klaviyo, spark)
                        .option("include", "object-type,object-record")
                        .load("object-types/" + petId() + "/object-ingestion-logs")
                        .selectExpr("object_type.title", "object_type.id = object_type_id")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[Pet,true]]");
    }

    private Dataset<Row> logs(String filter) {
        return Reading.from(klaviyo, spark)
                .option("filter", filter)
                .load("object-types/" + petId() + "/object-ingestion-logs");
    }

    @Test
    void saysWhichTypeThereIsNot() {
        createPets();

        assertThatThrownBy(() -> Reading.from(klaviyo, spark).load("object-types/pet/object-records"))
                .hasMessage(
                        "There is no object type with the id 'pet'. The path takes ids, as klaviyo.meta.object_types"
                                + " lists them; the SQL catalog finds types by their titles, as in klaviyo.objects.pet.");
    }
}
