package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes from executors in processes of their own, some of which do not live to see the end. */
class WriteClusterTest {

    private static final String KEY = "pk_60d2af7be3914c58";
    private static final int ROWS = 6_000;
    private static final int WRITERS = 2;
    private static final int CHUNK = 50;

    @TempDir
    private static Path folder;

    private static EmulatorProcess klaviyo;
    private static Executors executors;
    private static SparkSession spark;

    @TempDir
    private Path runs;

    private final TaskEvents tasks = new TaskEvents();

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess(KEY);
        executors = Executors.fromNowOn();
        // Spark's own sort is to spill, so that what stays in memory is not Spark's.
        spark = Sessions.local(folder, "local-cluster[2,2,1024]", Map.of("spark.memory.fraction", "0.1"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        spark.sparkContext().addSparkListener(tasks);
        executors.await(spark, 2);
    }

    @AfterEach
    void leave() {
        spark.sparkContext().removeSparkListener(tasks);
        spark.sparkContext().cancelAllJobs();
        klaviyo.reset();
    }

    @ParameterizedTest
    @CsvSource({"1, 100ms", "4, 400ms"})
    @Tag("matrix")
    @Timeout(600)
    void losesNothingWhenAnExecutorIsKilled(int inFlight, String delay) throws Exception {
        String source = klaviyo.createDataSource("killed");
        Dataset<Row> rows = rows();
        Chunks chunks = Chunks.of(rows, WRITERS, CHUNK);
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"" + delay + "\"");
        // From here on so slow that the executor can be killed in time on a machine that has much to do.
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"4s\",\"after\":" + ROWS * 3 / 10 / CHUNK);

        CompletableFuture<Void> job = start(run(rows, source)
                .option("idField", "id")
                .option("duplicates", "last")
                .option("writers", WRITERS)
                .option("inFlight", inFlight)
                .option("chunkRecords", CHUNK));
        Waiting.until("rows", Duration.ofMinutes(5), () -> klaviyo.bulkRecords() >= ROWS * 3 / 10);
        long before = klaviyo.bulkRecords();
        Executors.kill(executors.alive().get(0));
        long after = klaviyo.bulkRecords();
        klaviyo.clearFaults();
        // Three times as long as at first: Spark starts the other writer once more as well, while it still works.
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"" + delay + "\"");
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"" + delay + "\"");
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"" + delay + "\"");
        RunFolder run = RunFolder.only(runs);
        Set<RunFolder.Receipt> receipts = run.receipts();
        assertThat(job).isNotDone();
        job.get(300, TimeUnit.SECONDS);

        assertThat(before).isBetween(ROWS * 2L / 10, ROWS * 8L / 10);
        assertThat(after).isBetween(before, ROWS * 8L / 10);
        assertThat(tasks.lost()).as("tasks lost with the executor").isPositive();
        List<EmulatorProcess.Entry> ledger = klaviyo.ledger(source);
        Map<Chunks.Place, Integer> sent = chunks.sent(ledger);
        System.out.println("Killed an executor at " + before + " to " + after + " rows with " + receipts.size()
                + " receipts, inFlight " + inFlight + "; records sent twice: " + (ledger.size() - ROWS));
        assertComplete(ledger);
        assertThat(sent).hasSize(chunks.count());
        assertThat(receipts).hasSizeGreaterThan(ROWS / CHUNK / 10).allSatisfy(receipt -> assertThat(sent)
                .containsEntry(receipt.chunk(), 1));
        assertThat(ledger.size() - ROWS).isLessThanOrEqualTo(WRITERS * inFlight * CHUNK);
        assertRowsOf(run.report(), ROWS);
        assertThat(run.isFinished()).isTrue();
    }

    /** Catalogs: what may have arrived is not sent again, whatever becomes of the process that sent it. */
    @Test
    @Timeout(600)
    void sendsNothingTwiceThatMustNotBeWhenAnExecutorIsKilled() throws Exception {
        int items = 3_000;
        String create = "POST /api/catalog-item-bulk-create-jobs";
        klaviyo.fault("{\"match\":\"" + create + "\",\"kind\":\"delay\",\"delay\":\"100ms\"}");
        Dataset<Row> rows = spark.range(0, items, 1, 4)
                .selectExpr(
                        "concat('sku-', id) AS external_id",
                        "'Tea' AS title",
                        "'Black tea' AS description",
                        "'https://shop.example.net/tea' AS url");

        CompletableFuture<Void> job =
                CompletableFuture.runAsync(() -> unchecked(() -> Sessions.writer(rows, klaviyo, folder)
                        .option("runPath", runs.toUri().toString())
                        .option("onInvalid", "deadLetter")
                        .option("idField", "external_id")
                        .option("duplicates", "last")
                        .option("writers", WRITERS)
                        .option("inFlight", 2)
                        .option("chunkRecords", CHUNK)
                        .save("catalog-items")));
        Waiting.until(
                "items", Duration.ofMinutes(5), () -> klaviyo.created(create).size() > items * 3 / 10);
        // Each writer mostly waits for jobs, about which there is no doubt: it is to die while it waits for an answer.
        klaviyo.fault("{\"match\":\"" + create + "\",\"kind\":\"delay\",\"delay\":\"5s\"}");
        RunFolder run = RunFolder.only(runs);
        Waiting.until(
                "requests without an answer",
                Duration.ofMinutes(2),
                () -> run.unanswered().map(Chunks.Place::writer).distinct().count() == WRITERS);
        Executors.kill(executors.alive().get(0));
        klaviyo.clearFaults();
        job.get(300, TimeUnit.SECONDS);

        assertThat(tasks.lost()).as("tasks lost with the executor").isPositive();
        List<String> created = klaviyo.created(create);
        JsonNode report = run.report();
        Set<String> inDoubt =
                spark.read().schema("row STRING").json(run.deadLetters().toString()).collectAsList().stream()
                        .map(row -> row.getString(0).replaceAll(".*\"external_id\":\"([^\"]+)\".*", "$1"))
                        .collect(Collectors.toSet());
        System.out.println("Killed an executor; items in doubt: " + inDoubt.size() + ", of which created: "
                + inDoubt.stream().filter(created::contains).count());
        assertThat(created).doesNotHaveDuplicates();
        assertRowsOf(report, items);
        assertThat(report.path("dead").asLong()).isEqualTo(inDoubt.size());
        assertThat(inDoubt).isNotEmpty().hasSizeLessThanOrEqualTo(2 * WRITERS * 2 * CHUNK);
        Set<String> settled = new HashSet<>(created);
        settled.addAll(inDoubt);
        assertThat(settled).hasSize(items);
    }

    private interface Work {

        void run() throws IOException;
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Timeout(600)
    void skipsByReceiptWhatAnAttemptThatFailedHadSent() throws Exception {
        String source = klaviyo.createDataSource("failed");
        Dataset<Row> rows = rows();
        Chunks chunks = Chunks.of(rows, 1, CHUNK);
        // As often as one request is tried, so that the task fails at its 21st chunk.
        klaviyo.bulkFault("\"kind\":\"status\",\"status\":500,\"after\":20,\"times\":5");

        run(rows, source)
                .option("idField", "id")
                .option("writers", 1)
                .option("chunkRecords", CHUNK)
                .save("data-source-records");

        assertThat(tasks.failed()).isEqualTo(1);
        List<EmulatorProcess.Entry> ledger = klaviyo.ledger(source);
        assertComplete(ledger);
        assertThat(ledger).hasSize(ROWS);
        assertThat(chunks.sent(ledger)).hasSize(chunks.count()).allSatisfy((chunk, times) -> assertThat(times)
                .isEqualTo(1));
        JsonNode report = RunFolder.only(runs).report();
        assertRowsOf(report, ROWS);
        assertThat(report.path("skipped").asLong()).isEqualTo(20 * CHUNK);
        assertThat(report.path("requests").asLong())
                .isEqualTo(chunks.count() + 5)
                .isEqualTo(klaviyo.bulkRequests());
        assertThat(report.path("repeated").asLong()).isEqualTo(4);
        assertThat(report.path("bytes").asLong()).isEqualTo(klaviyo.bulkBytes());
        JsonNode failed = report.path("failedAttempts");
        assertThat(failed.path("requests").asLong()).isEqualTo(25);
        assertThat(failed.path("accepted").asLong()).isEqualTo(20 * CHUNK);
        assertThat(failed.path("bytes").asLong()).isPositive();
    }

    @Test
    @Timeout(600)
    void leavesOneLetterForEachDeadRowHoweverOftenItsTaskRan() throws Exception {
        String source = klaviyo.createDataSource("dead");
        Dataset<Row> rows = richRows();
        Dataset<Row> bad = rows.where(BAD);
        klaviyo.bulkFault("\"kind\":\"poison\",\"contains\":\"POISON\"");
        klaviyo.bulkFault("\"kind\":\"status\",\"status\":500,\"after\":80,\"times\":5");

        deadLetterRun(rows, source).save("data-source-records");

        assertThat(tasks.failed()).isEqualTo(1);
        RunFolder run = RunFolder.only(runs);
        assertRowsOf(run.report(), 1_000);
        assertThat(run.report().path("skipped").asLong()).isPositive();
        assertThat(run.report().path("requests").asLong()).isEqualTo(klaviyo.bulkRequests());
        assertThat(run.report().path("dead").asLong()).isEqualTo(25);
        assertThat(reasons(run.report())).isEqualTo(25);
        assertThat(run.receipts().stream().mapToLong(RunFolder.Receipt::dead).sum())
                .isEqualTo(25);
        Dataset<Row> letters = spark.read().json(run.deadLetters().toString());
        assertThat(letters.columns())
                .containsExactly("chunk", "code", "pointer", "reason", "row", "run", "title", "writer");
        assertThat(letters.groupBy("code").count().collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getLong(1))
                .containsExactlyInAnyOrder("invalid 10", "invalid_value 10", "null_id 5");
        assertThat(letters.select("run").distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly(run.id());

        Dataset<Row> dead = letters.select(
                        functions.from_json(functions.col("row"), rows.schema()).as("r"))
                .select("r.*");
        assertThat(sorted(dead)).isEqualTo(sorted(bad));
        correctsAndSends(dead, source);
    }

    private void correctsAndSends(Dataset<Row> dead, String source) throws IOException {
        klaviyo.clearFaults();
        Dataset<Row> corrected = dead.withColumn("text", functions.expr("replace(text, 'POISON', 'fine')"))
                .withColumn("x", functions.expr("nanvl(x, 0)"))
                .withColumn("id", functions.expr("coalesce(id, 5000 + n)"));
        deadLetterRun(corrected, source).save("data-source-records");

        List<Long> ids = klaviyo.records(source).stream().map(Chunks::id).toList();
        assertThat(Set.copyOf(ids)).hasSize(1_000);
        // The chunk that the task failed with has no receipt, so the part of it that was accepted is sent again.
        assertThat(ids).hasSizeLessThan(1_000 + CHUNK);
        RunFolder last = RunFolder.all(runs).stream()
                .filter(run -> !run.hasDeadLetters())
                .findFirst()
                .orElseThrow();
        assertThat(last.report().path("accepted").asLong()).isEqualTo(25);
        assertThat(last.report().path("dead").asLong()).isZero();
    }

    private static long reasons(JsonNode report) {
        long rows = 0;
        for (JsonNode reason : report.path("deadByReason")) {
            rows += reason.path("rows").asLong();
        }
        return rows;
    }

    /** Rows of many types: ten of them poisoned, ten with a number that JSON has not, five without id. */
    private static Dataset<Row> richRows() {
        return spark.range(0, 1_000, 1, 4)
                .selectExpr(
                        "IF(id % 200 = 99, NULL, id) AS id",
                        "id AS n",
                        "IF(id % 100 = 7, 'POISON \"ü\" 🐕', concat('v', id)) AS text",
                        "IF(id % 100 = 50, double('NaN'), id / 7) AS x",
                        "timestamp_micros(1700000000123456 + id) AS at",
                        "CAST(id / 100 AS DECIMAL(20, 4)) AS price",
                        "array(id, NULL) AS tags",
                        "named_struct('code', concat('s', id), 'since', date_add(DATE'2024-02-28', CAST(id AS INT))) AS shop",
                        "map('k', id % 3 = 0) AS flags",
                        "unhex('00FF10') AS bin",
                        "CAST(NULL AS INT) AS nil");
    }

    private static final String BAD = "text LIKE 'POISON%' OR isnan(x) OR id IS NULL";

    private DataFrameWriter<Row> deadLetterRun(Dataset<Row> rows, String source) throws IOException {
        return run(rows, source)
                .option("idField", "id")
                .option("writers", 1)
                .option("chunkRecords", CHUNK)
                .option("onInvalid", "deadLetter");
    }

    private static List<String> sorted(Dataset<Row> rows) {
        // Binary values and NaN have no equals of their own, so they are compared as text.
        return rows.withColumn("bin", functions.hex(functions.col("bin"))).sort("n").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    @Timeout(600)
    void takesNoMoreMemoryForAMillionRows() throws Exception {
        String source = klaviyo.createDataSource("large");
        // Or else it would be over before the heaps have been looked at.
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"1500ms\"");
        List<Long> few = heapsDuring(10_000, source);
        klaviyo.clearFaults();
        List<Long> many = heapsDuring(1_000_000, source);

        long records = klaviyo.bulkRecords();
        System.out.println("Live heap of executors in MB, 10,000 rows: " + megabytes(few) + ", 1,000,000 rows: "
                + megabytes(many));
        assertThat(records).isEqualTo(1_010_000);
        assertThat(few).hasSizeGreaterThanOrEqualTo(4);
        assertThat(many).hasSizeGreaterThanOrEqualTo(6);
        assertThat(Collections.max(many)).isLessThan(Collections.max(few) + (64 << 20));
    }

    private static Dataset<Row> generated(long rows) {
        return spark.range(0, rows, 1, 8).selectExpr("id", "concat('name ', id, repeat('x', 40)) AS text");
    }

    /** Looks at the heaps each time that another fifth of the rows is accepted. */
    private List<Long> heapsDuring(long rows, String source) throws Exception {
        List<Long> heaps = new ArrayList<>();
        long next = klaviyo.bulkRecords() + rows / 5;
        CompletableFuture<Void> job = start(run(generated(rows), source).option("idField", "id"));
        while (!job.isDone()) {
            if (klaviyo.bulkRecords() >= next) {
                next += rows / 5;
                for (ProcessHandle executor : executors.alive()) {
                    heaps.add(LiveHeap.of(executor));
                }
            }
            Thread.sleep(10);
        }
        job.get();
        return heaps;
    }

    private static List<Long> megabytes(List<Long> heaps) {
        return heaps.stream().map(bytes -> bytes >> 20).toList();
    }

    private static Dataset<Row> rows() {
        return spark.range(0, ROWS, 1, 8).selectExpr("id", "concat('v', id) AS text");
    }

    private DataFrameWriter<Row> run(Dataset<Row> rows, String source) throws IOException {
        return Sessions.writer(rows, klaviyo, folder)
                .option("dataSource", source)
                .option("runPath", runs.toUri().toString());
    }

    private static CompletableFuture<Void> start(DataFrameWriter<Row> write) {
        return CompletableFuture.runAsync(() -> write.save("data-source-records"));
    }

    private static void assertComplete(List<EmulatorProcess.Entry> ledger) {
        assertThat(ledger.stream().map(EmulatorProcess.Entry::record).distinct())
                .hasSize(ROWS);
        assertThat(ledger).allSatisfy(entry -> {
            long id = Chunks.id(entry.record());
            assertThat(id).isBetween(0L, ROWS - 1L);
            assertThat(entry.record()).isEqualTo("{\"id\":" + id + ",\"text\":\"v" + id + "\"}");
        });
    }

    static void assertRowsOf(JsonNode report, long rows) {
        assertThat(report.path("status").asText()).isEqualTo("accepted");
        assertThat(report.path("rows").asLong())
                .isEqualTo(rows)
                .isEqualTo(report.path("accepted").asLong()
                        + report.path("superseded").asLong()
                        + report.path("skipped").asLong()
                        + report.path("dead").asLong());
    }
}
