package io.github.klaviyospark.spark.archive;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.target.Confirmation;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every old form, from the file of an archive through Spark to Klaviyo: the request that leaves is the one of today. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class MigratedRequestsTest {

    static List<GoldenRequest> requests() throws IOException {
        return GoldenRequest.all();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void leaveInTheFormOfToday(GoldenRequest request, SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("request.json"), request.archived().toString());
        Target target = request.target();
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(0).start()) {
            request.hold(klaviyo);
            DataFrameReader reader = spark.read()
                    .format("klaviyo")
                    .option("archivePath", file.toUri().toString())
                    .option("operation", target.change().label());
            Dataset<Row> rows = (request.consent().isEmpty()
                            ? reader
                            : reader.option("ambiguousConsent", request.consent()))
                    .load(target.name());
            for (Map.Entry<String, String> known : request.missing().entrySet()) {
                rows = rows.withColumn(known.getKey(), coalesce(col(known.getKey()), lit(known.getValue())));
            }

            write(rows, target, klaviyo);

            List<JsonNode> sent = klaviyo.writes(target.operation().label())
                    .map(MigratedRequestsTest::tree)
                    .toList();
            assertThat(sent).hasSize(1);
            assertThat(sent.get(0).path("path")).isEqualTo(request.golden().at("/request/path"));
            JsonNode body = request.golden().at("/request/body");
            if (!body.isMissingNode()) {
                assertThat(GoldenRequest.unordered(sent.get(0).path("body"))).isEqualTo(GoldenRequest.unordered(body));
            }
        }
    }

    private static void write(Dataset<Row> rows, Target target, KlaviyoEmulator klaviyo) {
        DataFrameWriter<Row> writer = rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("operation", target.change().label())
                .option("quotaLimits", "10000/1s")
                .option("writers", "1")
                .mode("append");
        Optional<Confirmation> asked = target.confirmation(Set.of(rows.columns()));
        (asked.isEmpty() ? writer : writer.option("confirm", asked.get().word())).save(target.name());
    }

    private static JsonNode tree(String line) {
        try {
            return GoldenRequest.JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void areOfEveryTargetAndOfMoreThanOneForm() throws IOException {
        Map<Target, Long> forms = GoldenRequest.all().stream()
                .collect(Collectors.groupingBy(GoldenRequest::target, Collectors.counting()));

        assertThat(forms.keySet()).containsExactlyInAnyOrderElementsOf(Targets.all());
        assertThat(forms.entrySet().stream()
                        .filter(target -> target.getValue() > 1)
                        .map(target -> target.getKey().toString()))
                .contains(
                        "events",
                        "subscriptions",
                        "unsubscriptions",
                        "suppressions",
                        "unsuppressions",
                        "data-privacy-deletions",
                        "campaigns",
                        "tags",
                        "catalog-items",
                        "catalog-variants",
                        "catalog-categories");
    }
}
