package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.write.ResourceWrites.IMPORT;
import static io.github.klaviyospark.spark.write.ResourceWrites.ITEMS;
import static io.github.klaviyospark.spark.write.ResourceWrites.items;
import static io.github.klaviyospark.spark.write.ResourceWrites.people;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole writes while three requests are struck, for each promise that Klaviyo makes about a request sent twice, or none. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class TargetFaultsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STRUCK = 3;

    @AutoClose
    private final ResourceWrites writes;

    TargetFaultsTest(@TempDir Path folder) {
        writes = new ResourceWrites(folder);
    }

    /** A target: where it is written to, what tells its rows apart in a request and in a row, and rows in a request. */
    private enum Case {
        PROFILES("profiles", IMPORT, "email", "email", 5, true),
        EVENTS("events", "POST /api/event-bulk-create-jobs", "unique_id", "unique_id", 5, true),
        TAGGING("tag-lists", "POST /api/tags/{id}/relationships/lists", "id", "list_id", 1, true),
        ITEMS_MADE("catalog-items", ITEMS, "external_id", "external_id", 5, false),
        CODES("coupon-codes", "POST /api/coupon-code-bulk-create-jobs", "unique_code", "unique_code", 5, false),
        CAMPAIGNS("campaigns", "POST /api/campaigns", "name", "name", 1, false),
        TAGS("tags", "POST /api/tags", "name", "name", 1, false);

        private final String path;
        private final String operation;
        private final String member;
        private final String column;
        private final int chunk;
        private final boolean isRepeatable;

        Case(String path, String operation, String member, String column, int chunk, boolean isRepeatable) {
            this.path = path;
            this.operation = operation;
            this.member = member;
            this.column = column;
            this.chunk = chunk;
            this.isRepeatable = isRepeatable;
        }
    }

    private Dataset<Row> rows(Case of, SparkSession spark) throws IOException {
        return switch (of) {
            case PROFILES -> people(spark, 30).drop("n");
            case EVENTS ->
                spark.range(30)
                        .selectExpr(
                                "concat('p', id % 7, '@shop.example.net') AS email",
                                "'Visited' AS metric",
                                "timestamp'2026-10-01 10:00:00' AS time",
                                "concat('visit-', id) AS unique_id");
            case TAGGING -> {
                writes.klaviyo.addResources(
                        "lists",
                        IntStream.range(0, 5)
                                .mapToObj(i -> "{\"id\":\"L" + i + "\",\"attributes\":{}}")
                                .toList());
                yield spark.range(5).selectExpr("'" + tag() + "' AS tag_id", "concat('L', id) AS list_id");
            }
            case ITEMS_MADE -> items(spark, 30);
            case CODES -> spark.range(30).selectExpr("'10OFF' AS coupon_id", "concat('TEA', id) AS unique_code");
            case CAMPAIGNS ->
                spark.range(8)
                        .selectExpr(
                                "concat('campaign ', id) AS name",
                                "'" + writes.list(0) + "' AS included",
                                "'email' AS channel");
            case TAGS -> spark.range(8).selectExpr("concat('tag ', id) AS name");
        };
    }

    /** One of the default group, of which a list may have several. */
    private String tag() throws IOException {
        String group = id(writes.klaviyo.resources("tag-groups").filter(line -> line.contains("\"default\":true")));
        return id(writes.klaviyo.resources("tags").filter(line -> line.contains(group)));
    }

    private static String id(Stream<String> lines) throws IOException {
        return JSON.readTree(lines.findFirst().orElseThrow()).path("id").asText();
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatIsNotProcessedComesAgainOrIsInDoubt(Case of, SparkSession spark) throws IOException {
        Outcome outcome =
                write(of, Fault.builder(of.operation, Fault.Kind.STATUS).status(503), spark);

        assertThat(outcome.arrived()).doesNotHaveDuplicates();
        if (of.isRepeatable) {
            assertThat(outcome.inDoubt()).isEmpty();
            assertThat(outcome.arrived()).containsExactlyInAnyOrderElementsOf(outcome.wanted());
        } else {
            assertThat(outcome.inDoubt()).hasSize(STRUCK * of.chunk).doesNotContainAnyElementsOf(outcome.arrived());
            Set<String> all = new HashSet<>(outcome.arrived());
            all.addAll(outcome.inDoubt());
            assertThat(all).isEqualTo(outcome.wanted());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithoutAnAnswerComesAgainOrIsInDoubt(Case of, SparkSession spark) throws IOException {
        Outcome outcome = write(of, Fault.builder(of.operation, Fault.Kind.RESET_AFTER), spark);

        if (of.isRepeatable) {
            assertThat(outcome.inDoubt()).isEmpty();
            assertThat(outcome.arrived()).hasSize(outcome.wanted().size() + STRUCK * of.chunk);
            assertThat(new HashSet<>(outcome.arrived())).isEqualTo(outcome.wanted());
        } else {
            assertThat(outcome.arrived()).containsExactlyInAnyOrderElementsOf(outcome.wanted());
            assertThat(outcome.inDoubt()).hasSize(STRUCK * of.chunk).isSubsetOf(outcome.wanted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROFILES", "CODES", "CAMPAIGNS"})
    void aRequestBeyondTheQuotaIsNeverInDoubt(Case of, SparkSession spark) throws IOException {
        Outcome outcome = write(
                of, Fault.builder(of.operation, Fault.Kind.STATUS).status(429).retryAfter(0), spark);

        assertThat(outcome.inDoubt()).isEmpty();
        assertThat(outcome.arrived()).containsExactlyInAnyOrderElementsOf(outcome.wanted());
    }

    private record Outcome(Set<String> wanted, List<String> arrived, Set<String> inDoubt) {}

    private Outcome write(Case of, Fault.Builder builder, SparkSession spark) throws IOException {
        Dataset<Row> rows = rows(of, spark);
        Set<String> wanted = new HashSet<>();
        rows.select(of.column).collectAsList().forEach(row -> wanted.add(row.getString(0)));
        Fault fault = builder.after(1).times(STRUCK).build();
        writes.klaviyo.fault(fault);

        writes.settingAside(rows)
                .option("writers", "1")
                .option("chunkRecords", Integer.toString(of.chunk))
                .save(of.path);

        assertThat(writes.klaviyo.fired(fault)).isEqualTo(STRUCK);
        List<String> arrived = new ArrayList<>();
        writes.bodies(of.operation).forEach(body -> arrived.addAll(body.findValuesAsText(of.member)));
        Set<String> inDoubt = new HashSet<>();
        for (Row letter : writes.letters(spark)) {
            assertThat(letter.getString(0)).isEqualTo("in_doubt");
            inDoubt.add(JSON.readTree(letter.getString(4)).path(of.column).asText());
        }
        assertThat(writes.report().path("dead").asLong()).isEqualTo(inDoubt.size());
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(wanted.size() - inDoubt.size());
        return new Outcome(wanted, arrived, inDoubt);
    }
}
