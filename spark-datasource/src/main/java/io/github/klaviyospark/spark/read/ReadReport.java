package io.github.klaviyospark.spark.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.report.JsonFile;
import io.github.klaviyospark.spark.report.QueryListener;
import io.github.klaviyospark.spark.run.SessionConf;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a read took when its query has ended: a line in the log, and a file if one is wanted. Spark tells a source
 * nothing of the end of a read, so the query is listened to.
 */
final class ReadReport extends QueryListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReadReport.class);

    private final ReadConf conf;
    private final ReadTotals totals;
    private final Planned planned;
    private final Supplier<Optional<Instant>> nextSince;
    private final Optional<JsonFile> file;
    private final Clock clock;
    private final Instant begin;

    /**
     * What was planned.
     *
     * @param tasks how many tasks there are
     * @param chains how many chains of pages
     * @param slices into how many ranges of time the collection was cut
     * @param probes what looking where to cut has cost
     */
    record Planned(int tasks, int chains, int slices, Tally probes) {}

    /**
     * A report of the query that the calling thread runs.
     *
     * @param nextSince where the next run has to begin, known once the read is planned
     */
    ReadReport(ReadConf conf, SparkContext spark, Planned planned, Supplier<Optional<Instant>> nextSince, Clock clock) {
        super(spark);
        this.clock = clock;
        this.begin = clock.now();
        this.conf = conf;
        this.totals = new ReadTotals(spark);
        this.planned = planned;
        this.nextSince = nextSince;
        this.file = conf.reportPath().map(path -> new JsonFile("reportPath", path, SessionConf.hadoop(spark)));
    }

    /** What tasks add to. */
    ReadTotals totals() {
        return totals;
    }

    @Override
    protected void ended(boolean isFailed) {
        String status = isFailed ? "failed" : isWhole() ? "complete" : "partial";
        LOG.info(
                "Read {} rows of {} in {} requests: {} pages, {} slices, {} bytes, {} requests fewer than with pages of {},"
                        + " {} s waited for quota, {} answered 429{}.",
                totals.rows(),
                conf.collection().name(),
                requests(),
                totals.pages(),
                planned.slices(),
                totals.bytes(),
                requestsSaved(),
                conf.collection().defaultPageSize(),
                String.format(Locale.ROOT, "%.1f", quotaMillis() / 1e3),
                throttled(),
                status.equals("complete") ? "" : ", " + status);
        file.ifPresent(report -> write(report, status));
    }

    private void write(JsonFile report, String status) {
        try {
            report.write(document(status));
        } catch (IOException e) {
            LOG.warn("The report of a read cannot be written to reportPath {}. What it would say: {}", report, this, e);
        }
    }

    private ObjectNode document(String status) {
        ObjectNode document = JsonFile.document()
                .put("collection", conf.collection().name())
                .put("status", status)
                .put("endpoint", conf.connection().endpoint().toString())
                .put("startedAt", begin.toString())
                .put("millis", Duration.between(begin, clock.now()).toMillis())
                .put("rows", totals.rows())
                .put("pages", totals.pages())
                .put("bytes", totals.bytes())
                .put("requests", requests())
                .put("probes", planned.probes().requests())
                .put("requestsSaved", requestsSaved())
                .put("slices", planned.slices())
                .put("chains", planned.chains())
                .put("tasks", planned.tasks())
                .put("throttled", throttled())
                .put("repeated", totals.repeated() + planned.probes().repeatedRequests())
                .put("quotaWaitMillis", quotaMillis())
                .put("unreadableValues", totals.unreadable());
        if (status.equals("complete")) {
            nextSince.get().ifPresent(since -> document.put("nextSince", since.toString()));
        }
        return document;
    }

    /** Whether every task came to its end; where it did not, the next run must not begin where this one would have ended. */
    private boolean isWhole() {
        return totals.wholeTasks() >= planned.tasks();
    }

    private long requests() {
        return totals.requests() + planned.probes().requests();
    }

    private long throttled() {
        return totals.throttled() + planned.probes().throttledRequests();
    }

    private long quotaMillis() {
        return totals.quotaMillis() + planned.probes().quotaWait().toMillis();
    }

    /** Against reading the same resources in pages of the size that the API has by default. */
    private long requestsSaved() {
        long size = conf.collection().defaultPageSize();
        return Math.max(0, (totals.resources() + size - 1) / size - requests());
    }

    @Override
    public String toString() {
        return "ReadReport(" + conf.collection().name() + ", " + totals.rows() + " rows, " + requests() + " requests)";
    }
}
