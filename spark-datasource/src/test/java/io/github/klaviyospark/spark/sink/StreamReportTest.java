package io.github.klaviyospark.spark.sink;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a stream tells about its epochs, to Spark and in its report. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class StreamReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final KlaviyoEmulator klaviyo =
            KlaviyoEmulator.builder().quotas(false).start();

    private final Inflow inflow;

    StreamReportTest(SparkSession spark, @TempDir Path folder) {
        inflow = new Inflow(spark, folder, klaviyo);
    }

    @Test
    void tellsSparkWhatItSent() throws Exception {
        inflow.with("chunkRecords", 100).with("duplicates", "last");
        inflow.arrive(Inflow.rows(0, 250, "v"));
        List<String> twice = new ArrayList<>(Inflow.rows(0, 150, "w"));
        twice.addAll(Inflow.rows(0, 50, "x"));
        inflow.arrive(twice);

        StreamingQuery query = inflow.run();

        StreamingQueryProgress[] progress = query.recentProgress();
        assertThat(progress).hasSize(2);
        assertThat(progress[0].sink().numOutputRows()).isEqualTo(250);
        assertThat(progress[1].sink().numOutputRows()).isEqualTo(200);
        assertThat(progress[0].sink().metrics()).containsEntry("rows", "250").containsEntry("requests", "3");
        assertThat(progress[1].sink().metrics())
                .containsEntry("rows", "400")
                .containsEntry("superseded", "50")
                .containsEntry("requests", "5")
                .containsEntry("dead", "0")
                .containsEntry("throttledRequests", "0")
                .containsKey("secondsWaited");
    }

    @Test
    void reportsTheQueryAndItsLastEpoch() throws Exception {
        Path report = inflow.folder().resolve("report.json");
        inflow.with("chunkRecords", 100).with("reportPath", report);
        inflow.arrive(Inflow.rows(0, 250, "v"));
        inflow.arrive(Inflow.rows(0, 120, "w"));

        StreamingQuery query = inflow.run();

        JsonNode all = JSON.readTree(report.toFile());
        assertThat(all.path("status").asText()).isEqualTo("accepted");
        assertThat(all.path("run").asText()).isEqualTo(query.id().toString());
        assertThat(all.path("epochs").asInt()).isEqualTo(2);
        assertThat(all.path("rows").asInt()).isEqualTo(370);
        assertThat(all.path("accepted").asInt()).isEqualTo(370);
        assertThat(all.path("requests").asInt()).isEqualTo(5);
        assertThat(all.path("dataSourceId").asText()).isEqualTo(inflow.source());
        JsonNode last = all.path("last");
        assertThat(last.path("epoch").asInt()).isEqualTo(1);
        assertThat(last.path("rows").asInt()).isEqualTo(120);
        assertThat(last.path("requests").asInt()).isEqualTo(2);
        assertThat(JSON.readTree(inflow.receipts().resolve("report.json").toFile()))
                .isEqualTo(all);
    }

    @Test
    void reportsTheEpochThatFailed() throws Exception {
        Path report = inflow.folder().resolve("report.json");
        inflow.with("chunkRecords", 100).with("reportPath", report);
        inflow.arrive(Inflow.rows(0, 250, "v"));
        inflow.arrive(Inflow.rows(0, 250, "w"));
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(4).build());

        assertThatThrownBy(() -> inflow.run()).hasStackTraceContaining("Klaviyo answered 403");

        JsonNode all = JSON.readTree(report.toFile());
        assertThat(all.path("status").asText()).isEqualTo("failed");
        assertThat(all.path("epochs").asInt()).isOne();
        assertThat(all.path("accepted").asInt()).isEqualTo(250);
        assertThat(all.at("/last/epoch").asInt()).isOne();
        assertThat(all.at("/last/failedAttempts/accepted").asInt()).isEqualTo(100);
    }
}
