package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for the key, and for the rows' content, in all that runs on a cluster leave behind: those that set rows aside, fail,
 * or are resumed. Only dead letters may hold rows.
 */
class RunContainmentTest {

    private static final String KEY = "pk_94e1c0d8fb27a365d01b";
    private static final String PLANTED = "pk_1d0b86f3a25e79c4ba30";

    /** Put together by Spark from pieces, so that no plan holds it; all values of all rows begin with it. */
    private static final String CONTENT = "zanzibar.47";

    private static final String POISON = "\"kind\":\"poison\",\"contains\":\"POISON\"";

    @TempDir
    private Path folder;

    private final Traces traces = new Traces(PLANTED);
    private EmulatorProcess klaviyo;
    private SparkSession spark;
    private String source;

    @Test
    @Timeout(180)
    void showRowsInDeadLettersOnly() throws IOException {
        String application;
        try (EmulatorProcess process = new EmulatorProcess(KEY);
                SparkSession session = Sessions.local(folder, "local-cluster[1,1,1024]")) {
            klaviyo = process;
            spark = session;
            application = spark.sparkContext().applicationId();
            source = klaviyo.createDataSource("contained");
            traces.follow(spark);
            runsThatSetAside();
            runsThatFail();
            runThatIsResumed();
            assertThat(klaviyo.records(source)).allMatch(record -> record.contains(CONTENT));
        }
        traces.collect(folder);
        traces.keepFiles("run", folder.resolve("runs"));
        traces.keepFiles("dead letters", folder.resolve("aside"));
        traces.keepFiles("report", folder.resolve("reports"));
        traces.keepFiles("executor", Path.of(System.getenv("SPARK_HOME"), "work", application));

        assertThat(traces.placesWith("KlaviyoDataWriter")).anyMatch(place -> place.startsWith("executor"));
        assertThat(traces.placesWith("KlaviyoBatchWrite")).contains("log");
        assertThat(traces.placesWith("\"deadByReason\"")).anyMatch(place -> place.endsWith("report.json"));
        assertThat(traces.placesWith("\"encoder\"")).anyMatch(place -> place.endsWith("run.json"));
        assertThat(traces.placesWith(KEY)).isEmpty();
        List<String> places = traces.placesWith(CONTENT);
        assertThat(places)
                .anyMatch(RunContainmentTest::isInTheFolderOfARun)
                .anyMatch(place -> place.startsWith("dead letters"))
                .allMatch(place -> place.startsWith("dead letters") || isInTheFolderOfARun(place));
        assertThat(traces.namesWith("zanzibar")).isEmpty();
    }

    private static boolean isInTheFolderOfARun(String place) {
        return place.matches("run [^/]+/dead-letters/[^/]+\\.json");
    }

    private void runsThatSetAside() throws IOException {
        klaviyo.bulkFault(POISON + ",\"pointers\":true");
        write(rows(), Map.of("onInvalid", "deadLetter"));
        klaviyo.clearFaults();
        klaviyo.bulkFault(POISON);
        write(
                rows(),
                Map.of(
                        "onInvalid",
                        "deadLetter",
                        "deadLetterPath",
                        folder.resolve("aside").toUri().toString(),
                        "reportPath",
                        folder.resolve("reports/one.json").toUri().toString()));
        write(
                rows(),
                Map.of(
                        "dryRun",
                        "true",
                        "reportPath",
                        folder.resolve("reports/dry.json").toUri().toString()));
    }

    private void runsThatFail() {
        Dataset<Row> good = rows().where("email IS NOT NULL AND NOT isnan(x)");
        traces.fails("null id", () -> write(rows().where("NOT isnan(x)"), Map.of()));
        traces.fails("NaN", () -> write(rows().where("email IS NOT NULL"), Map.of()));
        traces.fails(
                "NaN in a map",
                () -> write(good.selectExpr("email", "map(email, double('NaN')) AS attributes"), Map.of()));
        traces.fails("refused", () -> write(good.drop("attributes"), Map.of()));
        traces.fails("too many", () -> write(rows(), Map.of("onInvalid", "deadLetter", "maxDeadLetters", "2")));
        traces.fails("oversize", () -> write(good.selectExpr("email", "repeat(text, 30000) AS text"), Map.of()));
        klaviyo.clearFaults();
        klaviyo.bulkFault("\"kind\":\"poison\"");
        traces.fails("all refused", () -> write(good, Map.of("onInvalid", "deadLetter")));
        klaviyo.clearFaults();
    }

    private void runThatIsResumed() throws IOException {
        klaviyo.bulkFault(POISON);
        klaviyo.bulkFault("\"kind\":\"status\",\"status\":403,\"after\":30");
        traces.fails("to be resumed", () -> write(rows(), Map.of("onInvalid", "deadLetter")));
        klaviyo.clearFaults();
        klaviyo.bulkFault(POISON);
        List<RunFolder> runs = RunFolder.all(folder.resolve("runs"));
        RunFolder unfinished = runs.stream()
                .filter(RunContainmentTest::isUnfinishedWithReceipts)
                .reduce((first, second) -> second)
                .orElseThrow();
        write(rows(), Map.of("onInvalid", "deadLetter", "resume", unfinished.id()));
        assertThat(unfinished.report().path("skipped").asLong()).isPositive();
        traces.fails("finished", () -> write(rows(), Map.of("resume", unfinished.id())));
    }

    private static boolean isUnfinishedWithReceipts(RunFolder run) {
        try {
            return !run.isFinished() && !run.receipts().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 400 rows: four are poisoned, four have a number that JSON has not, and two no id. */
    private Dataset<Row> rows() {
        return spark.range(0, 400, 1, 4)
                .selectExpr("id", "concat('zanzibar.', 47000 + id, '@shop.example.net') AS mail")
                .selectExpr(
                        "IF(id IN (99, 299), NULL, mail) AS email",
                        "concat(mail, IF(id % 100 = 7, ' POISON', '')) AS text",
                        "IF(id % 100 = 50, double('NaN'), id / 7) AS x",
                        "map(mail, id / 3) AS attributes");
    }

    private void write(Dataset<Row> rows, Map<String, String> more) throws IOException {
        Map<String, String> options = new HashMap<>(more);
        if (!more.containsKey("dryRun")) {
            options.put("runPath", folder.resolve("runs").toUri().toString());
        }
        Sessions.writer(rows, klaviyo, folder)
                .option("dataSource", source)
                .option("idField", "email")
                .option("writers", 1)
                .option("chunkRecords", 50)
                .options(options)
                .save("data-source-records");
    }
}
