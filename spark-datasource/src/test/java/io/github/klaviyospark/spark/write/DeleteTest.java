package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.provision.ProvisionListener;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class DeleteTest {

    private static final String DELETE = "POST /api/object-record-bulk-delete-jobs";
    private static final String PETS = "object-types/Pet/object-records";

    private static KlaviyoEmulator klaviyo;
    private static String typeId;

    @TempDir
    private Path folder;

    @BeforeAll
    static void provision() throws IOException {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .build()) {
            String text = "{source: pets, objects: [{title: Pet, id: id, properties: {name: string}}]}";
            new Provisioner(client, DefinitionFile.parse(text, "a test", DefinitionLimits.DEFAULT))
                    .apply(ProvisionListener.NONE);
            typeId = new ObjectTypes(client).find("Pet").orElseThrow().id();
        }
    }

    @AfterAll
    static void stop() {
        klaviyo.close();
    }

    @BeforeEach
    void fill(SparkSession spark) {
        spark.range(1_200)
                .selectExpr("CAST(id AS STRING) AS id", "concat('Pet ', id) AS name")
                .write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("dataSource", "pets")
                .option("quotaLimits", "10000/1s")
                .mode("append")
                .save();
    }

    @AfterEach
    void clear() {
        klaviyo.clearFaults();
    }

    private static DataFrameWriter<Row> deleting(Dataset<Row> ids) {
        return ids.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("operation", "delete")
                .option("idField", "id")
                .option("quotaLimits", "10000/1s")
                .mode("append");
    }

    private static long objects() {
        return klaviyo.objects(typeId).count();
    }

    @Test
    void sendsFullChunksOfIds(SparkSession spark) {
        long before = klaviyo.stats(DELETE).count();

        deleting(spark.range(100, 1_200).toDF("id").repartition(20))
                .option("writers", "1")
                .save(PETS);

        assertThat(objects()).isEqualTo(100);
        assertThat(klaviyo.stats(DELETE).count() - before).isEqualTo(3);
    }

    /** The request that is held against Klaviyo's document is the one that leaves. */
    @Test
    void sendsTheGoldenRequest(SparkSession spark) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("contract"))) {
            root = root.getParent();
        }
        String golden = Files.readString(
                        root.resolve("contract/openapi/src/test/resources/io/github/klaviyospark/contract/"
                                + "openapi/golden/object-records-delete.json"))
                .replace("01J0000000000000000000000T", typeId);

        deleting(spark.range(1, 3).selectExpr("concat('p-', id) AS id"))
                .option("writers", "1")
                .save(PETS);

        String last = klaviyo.writes(DELETE).reduce((earlier, later) -> later).orElseThrow();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(last).path("body"))
                .isEqualTo(json.readTree(golden).at("/request/body"));
    }

    @Test
    void repeatsWhatWasLost(SparkSession spark) {
        klaviyo.fault(Fault.builder(DELETE, Fault.Kind.RESET_AFTER).times(2).build());

        deleting(spark.range(1_200).toDF("id")).save(PETS);

        assertThat(objects()).isZero();
    }

    @Test
    void setsAsideWhatIsNoIdOrIsRefused(SparkSession spark) {
        klaviyo.fault(Fault.builder(DELETE, Fault.Kind.POISON)
                .contains(":::13")
                .pointers(true)
                .build());
        Dataset<Row> ids =
                spark.range(20).selectExpr("CASE id WHEN 7 THEN NULL WHEN 8 THEN '' ELSE CAST(id AS STRING) END id");

        deleting(ids)
                .option("onInvalid", "deadLetter")
                .option("runPath", folder.toString())
                .save(PETS);

        assertThat(objects()).isEqualTo(1_183);
        assertThat(spark.read().json(folder + "/*/dead-letters").select("code").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("null_id", "invalid_value", "invalid");
    }

    @Test
    void saysWhatIsWrongBeforeAnythingIsSent(SparkSession spark) {
        Dataset<Row> ids = spark.range(2).toDF("id");
        long before = klaviyo.requests();

        assertThatThrownBy(() -> deleting(ids).save("data-source-records"))
                .hasMessageContaining("object-types/TYPE/object-records");
        assertThatThrownBy(() -> deleting(ids).option("operation", "create").save(PETS))
                .hasMessageContaining("Objects are made from the records of a data source");
        assertThatThrownBy(() -> deleting(ids).option("dataSource", "x").save(PETS))
                .hasMessageContaining("leave dataSource");
        assertThatThrownBy(() ->
                        deleting(ids.selectExpr("CAST(id AS DOUBLE) AS id")).save(PETS))
                .hasMessageContaining("cannot hold ids of objects");
        assertThatThrownBy(() -> deleting(ids).option("idField", "id,id").save(PETS))
                .hasMessageContaining("the one column");
        assertThat(klaviyo.requests()).isEqualTo(before);

        assertThatThrownBy(() -> deleting(ids).save("object-types/Dog/object-records"))
                .hasStackTraceContaining("There is no object type 'Dog'");
    }
}
