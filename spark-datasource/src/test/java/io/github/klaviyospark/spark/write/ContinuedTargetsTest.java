package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs into resources other than records that broke off, and what is made of what they left. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class ContinuedTargetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAGGING = "POST /api/tags/{id}/relationships/lists";
    private static final String ITEMS = "POST /api/catalog-item-bulk-create-jobs";

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;

    @BeforeEach
    void start() throws IOException {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(20).seed(3).start();
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private DataFrameWriter<Row> run(Dataset<Row> rows, String idField) {
        return rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "10000/1s")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .option("runPath", folder.resolve("runs").toUri().toString())
                .option("idField", idField)
                .option("writers", "1")
                .mode("append");
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private List<String> ids(String resource) {
        return klaviyo.resources(resource)
                .map(line -> {
                    try {
                        return JSON.readTree(line).path("id").asText();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static Dataset<Row> tagged(SparkSession spark, String list, String tag, String otherList, String otherTag) {
        return spark.sql("SELECT '%s' AS list_id, '%s' AS tag_id UNION ALL SELECT '%s', '%s'"
                .formatted(list, tag, otherList, otherTag));
    }

    /** Which tag it is stands in the path, and the body is the same. */
    @Test
    void aChunkForAnotherTagIsAnotherChunk(SparkSession spark) throws IOException {
        List<String> lists = ids("lists").stream().sorted().toList();
        List<String> tags = ids("tags");
        klaviyo.fault(
                Fault.builder(TAGGING, Fault.Kind.STATUS).status(403).after(1).build());
        Throwable failure =
                catchThrowable(() -> run(tagged(spark, lists.get(0), tags.get(0), lists.get(1), tags.get(1)), "list_id")
                        .save("tag-lists"));
        assertThat(failure).isNotNull();
        assertThat(klaviyo.writes(TAGGING)).hasSize(1);
        klaviyo.clearFaults();

        run(tagged(spark, lists.get(0), tags.get(2), lists.get(1), tags.get(1)), "list_id")
                .option("resume", report().path("run").asText())
                .save("tag-lists");

        assertThat(report().path("skipped").asLong()).isZero();
        assertThat(klaviyo.writes(TAGGING).map(line -> line.replaceAll(".*/api/tags/([^/]+)/.*", "$1")))
                .containsExactlyInAnyOrder(tags.get(0), tags.get(2), tags.get(1));
    }

    private static Dataset<Row> items(SparkSession spark) {
        return spark.range(0, 300, 1, 1)
                .selectExpr(
                        "concat('sku-', id) AS external_id",
                        "'Tea' AS title",
                        "'Black tea' AS description",
                        "'https://shop.example.net/tea' AS url");
    }

    /** The request arrived, its answer did not, and the task that sent it is gone with what it knew. */
    @Test
    void aChunkThatAnEarlierAttemptMayHaveSentIsInDoubt(SparkSession spark) throws IOException {
        klaviyo.fault(
                Fault.builder(ITEMS, Fault.Kind.RESET_AFTER).after(1).times(1).build());
        Throwable broken = catchThrowable(
                () -> run(items(spark), "external_id").option("inFlight", "1").save("catalog-items"));
        assertThat(broken).isNotNull();
        String run = report().path("run").asText();
        long sent = klaviyo.stats(ITEMS).count();

        Throwable refused = catchThrowable(
                () -> run(items(spark), "external_id").option("resume", run).save("catalog-items"));
        assertThat(refused)
                .rootCause()
                .hasMessage("Another attempt was about to send chunk 1 with 100 rows, and nobody knows whether Klaviyo"
                        + " took them; they must not be sent twice. Set onInvalid=deadLetter to have them set aside.");
        run(items(spark), "external_id")
                .option("resume", run)
                .option("onInvalid", "deadLetter")
                .save("catalog-items");

        assertThat(sent).isEqualTo(2);
        assertThat(klaviyo.stats(ITEMS).count()).isEqualTo(3);
        assertThat(report().path("accepted").asLong() + report().path("skipped").asLong())
                .isEqualTo(200);
        assertThat(report().at("/deadByReason/0/reason").asText())
                .isEqualTo("in_doubt, Nobody knows whether Klaviyo took it.");
        assertThat(report().at("/deadByReason/0/rows").asLong()).isEqualTo(100);
    }
}
