package io.github.klaviyospark.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.provision.ProvisionListener;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Objects whose ids a stream brings. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class StreamDeleteTest {

    private static final String DELETE = "POST /api/object-record-bulk-delete-jobs";

    @TempDir
    private Path folder;

    @Test
    void areDeletedOnce(SparkSession spark) throws Exception {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start()) {
            String typeId = provision(klaviyo);
            Writing.to(
                            klaviyo,
                            "pets",
                            spark.range(1_200).selectExpr("CAST(id AS STRING) AS id", "concat('Pet ', id) AS name"))
                    .save();
            Inflow inflow = new Inflow(spark, folder, klaviyo)
                    .without("dataSource")
                    .with("operation", "delete")
                    .with("path", "object-types/Pet/object-records")
                    .schema("id STRING");
            inflow.arrive(ids(0, 600));
            inflow.arrive(ids(600, 800));

            inflow.run();
            assertThat(klaviyo.objects(typeId)).hasSize(400);
            assertThat(klaviyo.stats(DELETE).count()).isEqualTo(3);

            inflow.forget("commits", 1);
            inflow.run();
            assertThat(klaviyo.stats(DELETE).count()).isEqualTo(3);
        }
    }

    private static List<String> ids(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(id -> "{\"id\":\"" + id + "\"}")
                .toList();
    }

    private static String provision(KlaviyoEmulator klaviyo) throws IOException {
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .build()) {
            String text = "{source: pets, objects: [{title: Pet, id: id, properties: {name: string}}]}";
            new Provisioner(client, DefinitionFile.parse(text, "a test", DefinitionLimits.DEFAULT))
                    .apply(ProvisionListener.NONE);
            return new ObjectTypes(client).find("Pet").orElseThrow().id();
        }
    }
}
