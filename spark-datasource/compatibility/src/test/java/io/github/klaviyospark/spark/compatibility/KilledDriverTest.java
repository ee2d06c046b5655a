package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that another process goes on with, and runs that follow on each other. */
class KilledDriverTest {

    private static final String KEY = "pk_c17a5e60b2d94f83";
    private static final int ROWS = 6_000;
    private static final int WRITERS = 2;
    private static final int CHUNK = 50;

    @TempDir
    private Path folder;

    private EmulatorProcess klaviyo;
    private String source;
    private Path runs;

    @BeforeEach
    void start() {
        klaviyo = new EmulatorProcess(KEY);
        source = klaviyo.createDataSource("resumed");
        runs = folder.resolve("runs");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    @Test
    @Timeout(600)
    void goesOnInAnotherProcessWhereAKilledDriverLeftOff() throws Exception {
        KilledDriver.holdAfter(ROWS * 3 / 10 / CHUNK, klaviyo);
        KilledDriver killed = killAtAThird();
        RunFolder run = RunFolder.only(runs);
        Set<RunFolder.Receipt> receipts = run.receipts();
        assertThat(run.isFinished()).isFalse();
        klaviyo.clearFaults();

        try (SparkSession spark = Sessions.local(folder.resolve("second"), "local[2]")) {
            Dataset<Row> rows = WriteJob.rows(spark, ROWS, "a");
            save(rows, Map.of("resume", run.id()));

            List<EmulatorProcess.Entry> ledger = klaviyo.ledger(source);
            Map<Chunks.Place, Integer> sent = Chunks.of(rows, WRITERS, CHUNK).sent(ledger);
            System.out.println("Killed the driver at " + killed.before() + " to " + killed.after() + " rows with "
                    + receipts.size() + " receipts; records sent twice: " + (ledger.size() - ROWS));
            assertThat(killed.before()).isBetween(ROWS * 2L / 10, ROWS * 8L / 10);
            assertThat(killed.after()).isBetween(killed.before(), ROWS * 8L / 10);
            assertThat(lastById(ledger)).isEqualTo(values("a", ROWS));
            assertThat(ledger.stream().map(EmulatorProcess.Entry::record).distinct())
                    .hasSize(ROWS);
            assertThat(receipts).hasSizeGreaterThan(ROWS / CHUNK / 10).allSatisfy(receipt -> assertThat(sent)
                    .containsEntry(receipt.chunk(), 1));
            assertThat(ledger.size() - ROWS).isLessThanOrEqualTo(WRITERS * CHUNK);

            JsonNode report = run.report();
            WriteClusterTest.assertRowsOf(report, ROWS);
            assertThat(report.path("resumed").asBoolean()).isTrue();
            assertThat(report.path("skipped").asLong()).isEqualTo(receipts.size() * (long) CHUNK);
            assertThat(run.isFinished()).isTrue();

            refusesToResumeWhatIsFinished(rows, run);
            sendsEverythingInANewRun(rows);
        }
    }

    private KilledDriver killAtAThird() throws Exception {
        Map<String, String> options = new HashMap<>(options());
        options.put("chunkRecords", Integer.toString(CHUNK));
        options.put("writers", Integer.toString(WRITERS));
        Process driver = WriteJob.start(folder.resolve("first"), "local-cluster[2,1,1024]", ROWS, "a", options);
        return KilledDriver.afterRows(ROWS * 3 / 10, driver, klaviyo);
    }

    private void refusesToResumeWhatIsFinished(Dataset<Row> rows, RunFolder run) {
        long requests = klaviyo.requests();
        assertThatThrownBy(() -> save(rows, Map.of("resume", run.id())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Run '" + run.id() + "' is finished: all its rows are settled. Leave resume out to send them"
                                + " again in a new run.");
        assertThat(klaviyo.requests()).isEqualTo(requests);
    }

    private void sendsEverythingInANewRun(Dataset<Row> rows) throws IOException {
        long before = klaviyo.bulkRecords();
        save(rows, Map.of());

        assertThat(klaviyo.bulkRecords() - before).isEqualTo(ROWS);
        assertThat(RunFolder.all(runs)).hasSize(2);
        JsonNode report = RunFolder.all(runs).get(1).report();
        assertThat(report.path("accepted").asLong()).isEqualTo(ROWS);
        assertThat(report.path("skipped").asLong()).isZero();
    }

    @Test
    @Timeout(600)
    void endsWithTheFirstValuesWhenTheyComeBackAfterOthers() throws IOException {
        int rows = 300;
        try (SparkSession spark = Sessions.local(folder.resolve("driver"), "local[2]")) {
            for (String version : List.of("a", "b", "a")) {
                save(WriteJob.rows(spark, rows, version), Map.of());
                assertThat(lastById(klaviyo.ledger(source))).isEqualTo(values(version, rows));
            }
        }
        assertThat(klaviyo.ledger(source)).hasSize(3 * rows);
        assertThat(RunFolder.all(runs)).hasSize(3).allMatch(RunFolder::isFinished);
    }

    private Map<String, String> options() throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        return Map.of(
                "endpoint",
                klaviyo.endpoint(),
                "apiKeySource",
                "file:" + keyFile,
                "dataSource",
                source,
                "idField",
                "id",
                "runPath",
                runs.toUri().toString(),
                "quotaLimits",
                "10000/1s");
    }

    private void save(Dataset<Row> rows, Map<String, String> more) throws IOException {
        rows.write()
                .format("klaviyo")
                .options(options())
                .options(more)
                .mode("append")
                .save("data-source-records");
    }

    private static Map<Long, String> lastById(List<EmulatorProcess.Entry> ledger) {
        Map<Long, String> last = new TreeMap<>();
        ledger.forEach(entry -> last.put(Chunks.id(entry.record()), entry.record()));
        return last;
    }

    private static Map<Long, String> values(String version, int rows) {
        Map<Long, String> values = new TreeMap<>();
        for (long id = 0; id < rows; id++) {
            values.put(id, "{\"id\":" + id + ",\"text\":\"" + version + id + "\"}");
        }
        return values;
    }
}
