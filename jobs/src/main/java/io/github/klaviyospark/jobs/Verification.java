package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.objects.IngestionFailure;
import io.github.klaviyospark.core.objects.IngestionLogs;
import io.github.klaviyospark.core.objects.ObjectRecords;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.objects.ObjectPreview;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Compares what rows should have become with what the account has: reads the objects back and sweeps the ingestion log,
 * again and again until nothing is open or the time is up. An object that has the values that were sent is present; one
 * with a failure in the log is failed; all else is unproven, because silence of the log proves nothing.
 */
final class Verification {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final StructType FAILURES = StructType.fromDDL("id STRING, problem STRING");

    private final SparkSession spark;
    private final KlaviyoClient client;
    private final ObjectType type;
    private final String table;
    private final Dataset<Row> expected;
    private final Instant since;
    private final int sample;
    private final Clock clock = Clock.system();

    /**
     * A comparison.
     *
     * @param table the type's table in the SQL catalog
     * @param preview what the rows should become, from {@link ObjectPreview}
     * @param since when the first of them was sent
     * @param sample how many objects to look at; zero for all
     */
    Verification(
            SparkSession spark,
            KlaviyoClient client,
            ObjectType type,
            String table,
            Dataset<Row> preview,
            Instant since,
            int sample) {
        this.spark = spark;
        this.client = client;
        this.type = type;
        this.table = table;
        this.since = since;
        this.sample = sample;
        this.expected = preview.selectExpr("id", "status", "properties").persist(StorageLevel.MEMORY_AND_DISK());
    }

    Verified run(Duration maxWait, VerifyProgress progress) throws IOException {
        try {
            expected.createOrReplaceTempView("klaviyo_expected");
            Optional<List<String>> ids = sample == 0 ? Optional.empty() : Optional.of(sampled());
            long start = clock.nanoTime();
            Duration pause = FIRST_PAUSE;
            boolean isSecondLook = false;
            while (true) {
                Verified verified = look(ids);
                Duration waited = Duration.ofNanos(clock.nanoTime() - start);
                // The log is read before the objects, and may be complete only after they are.
                boolean isSettled =
                        verified.unproven() == 0 && (isSecondLook || verified.loggedSkips() >= verified.skips());
                if (isSettled || waited.plus(pause).compareTo(maxWait) > 0) {
                    return verified;
                }
                progress.looked(verified, pause, maxWait.minus(waited));
                isSecondLook = verified.unproven() == 0;
                sleep(pause);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            }
        } finally {
            expected.unpersist();
        }
    }

    private List<String> sampled() {
        return spark
                .sql("SELECT DISTINCT id, xxhash64(id) AS place FROM klaviyo_expected WHERE status = 'object'"
                        + " ORDER BY place, id LIMIT " + sample)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Verified look(Optional<List<String>> ids) throws IOException {
        List<Row> failures = failures();
        spark.createDataFrame(failures, FAILURES).createOrReplaceTempView("klaviyo_failures");
        actual(ids).createOrReplaceTempView("klaviyo_actual");

        StructType columns = (StructType) expected.schema().apply("properties").dataType();
        String equal = Arrays.stream(columns.fieldNames())
                .map(name -> "a.`" + name + "` <=> e.properties.`" + name + "`")
                .collect(Collectors.joining(" AND "));
        String wanted = ids.isEmpty()
                ? "SELECT * FROM klaviyo_expected WHERE status = 'object'"
                : "SELECT e.* FROM klaviyo_expected e JOIN klaviyo_sample s ON s.id = e.id WHERE status = 'object'";
        Row counts = spark.sql("WITH wanted AS (" + wanted + "), states AS (SELECT e.id,"
                        + " max(a.klaviyo_id IS NOT NULL) AS is_there,"
                        + " max(a.klaviyo_id IS NOT NULL AND " + equal + ") AS is_equal,"
                        + " max(f.id IS NOT NULL) AS has_failed"
                        + " FROM wanted e LEFT JOIN klaviyo_actual a ON a.klaviyo_id = e.id"
                        + " LEFT JOIN (SELECT DISTINCT id FROM klaviyo_failures) f ON f.id = e.id GROUP BY e.id)"
                        + " SELECT count(*), count_if(is_equal), count_if(NOT is_equal AND has_failed),"
                        + " count_if(NOT is_equal AND NOT has_failed AND is_there),"
                        + " count_if(NOT is_equal AND NOT has_failed AND NOT is_there) FROM states")
                .first();
        long all = ids.isEmpty()
                ? counts.getLong(0)
                : spark.sql("SELECT count(DISTINCT id) FROM klaviyo_expected WHERE status = 'object'")
                        .first()
                        .getLong(0);
        Row skipped = spark.sql("SELECT count(DISTINCT e.id), count(DISTINCT f.id), count_if(e.id IS NULL)"
                        + " FROM klaviyo_expected e"
                        + " LEFT JOIN klaviyo_failures f ON f.id = e.id WHERE e.status = 'skipped'")
                .first();
        // Without an id nobody can tell which is which, only how many there are.
        long withoutId = skipped.getLong(2);
        long loggedWithoutId = spark.sql("SELECT count_if(id IS NULL) FROM klaviyo_failures")
                .first()
                .getLong(0);
        return new Verified(
                type.title(),
                all,
                counts.getLong(0),
                counts.getLong(1),
                counts.getLong(2),
                counts.getLong(3),
                counts.getLong(4),
                skipped.getLong(0) + withoutId,
                skipped.getLong(1) + Math.min(withoutId, loggedWithoutId),
                reasons());
    }

    private List<String> reasons() {
        return spark
                .sql("SELECT problem, count(DISTINCT id) + count_if(id IS NULL) AS objects FROM klaviyo_failures"
                        + " GROUP BY problem"
                        + " ORDER BY objects DESC, problem LIMIT 20")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0) + ": " + Table.count(row.getLong(1)))
                .toList();
    }

    /** The failures that the log shows by now, those without an id included. */
    private List<Row> failures() throws IOException {
        List<Row> failures = new ArrayList<>();
        new IngestionLogs(client).visit(type.id(), since, clock.now().plusSeconds(1), failure -> {
            if (failure.status().equals("error")) {
                failures.add(RowFactory.create(failure.recordId(), words(failure)));
            }
            return true;
        });
        return failures;
    }

    private static String words(IngestionFailure failure) {
        return failure.problems().stream()
                .map(problem -> (problem.code() + " " + problem.property()).strip())
                .collect(Collectors.joining(", "));
    }

    private Dataset<Row> actual(Optional<List<String>> ids) throws IOException {
        Dataset<Row> all = spark.table(table);
        String id = all.columns()[0];
        if (ids.isEmpty()) {
            return all.withColumnRenamed(id, "klaviyo_id");
        }

        spark.createDataset(ids.get(), Encoders.STRING()).toDF("id").createOrReplaceTempView("klaviyo_sample");
        List<String> found = new ArrayList<>();
        ObjectRecords records = new ObjectRecords(client);
        for (String one : ids.get()) {
            Optional<String> properties = records.find(type.id(), one);
            if (properties.isPresent()) {
                ObjectNode node = (ObjectNode) JSON.readTree(properties.get());
                found.add(node.put("klaviyo_id", one).toString());
            }
        }
        StructType schema = all.withColumnRenamed(id, "klaviyo_id").schema();
        return spark.read().schema(schema).json(spark.createDataset(found, Encoders.STRING()));
    }

    private void sleep(Duration pause) throws InterruptedIOException {
        try {
            clock.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while waiting for objects.");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
