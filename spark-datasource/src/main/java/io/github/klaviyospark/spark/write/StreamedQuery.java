package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.run.Epochs;
import io.github.klaviyospark.spark.run.RunSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a query that writes a stream knows from one epoch to the next, as long as it runs. Spark plans each epoch anew and
 * keeps nothing but the table, so the table keeps this.
 *
 * <p>The destination is asked for once and not in each epoch; the key is looked up in each, and when it is another one than
 * before, so is the destination, and when nothing of an epoch was accepted. Safe for several threads.
 */
public final class StreamedQuery {

    private final Clock clock = Clock.system();
    private final Instant startedAt = clock.now();
    private final long startedNanos = clock.nanoTime();

    private String key;
    private Destination destination;
    private RunSettings begun;
    private long epochs;
    private DeliveryReport totals;

    /** For a table, which is made anew for each query. */
    public StreamedQuery() {}

    synchronized Destination destination(WriteConf conf, RecordForm form, Account account) throws IOException {
        if (!account.keyFingerprint().equals(key)) {
            destination = Destination.find(conf, form, account);
            key = account.keyFingerprint();
        }
        return destination;
    }

    /** Makes receipts of other settings void, once for all epochs that have the same. */
    synchronized void begin(Epochs receipts, RunSettings settings) throws IOException {
        if (!settings.equals(begun)) {
            receipts.begin(settings);
            begun = settings;
        }
    }

    /** Whether no epoch was settled so far. */
    synchronized boolean isFirst() {
        return epochs == 0;
    }

    /** Adds an epoch that is settled. */
    synchronized void add(DeliveryReport report) {
        totals = totals == null ? report : totals.plus(report);
        epochs++;
        if (report.rows().dead() > 0 && report.rows().accepted() == 0) {
            // Perhaps what the rows go to is gone, which the next epoch will be told when it asks for it.
            key = null;
        }
    }

    /** The report of the query: the figures of all epochs that are settled, and the last one, settled or not. */
    synchronized ObjectNode document(Epoch epoch, DeliveryReport last) {
        DeliveryReport all = totals == null ? last.nothing() : totals;
        Duration since = Duration.ofNanos(clock.nanoTime() - startedNanos);
        ObjectNode document = ReportFile.document(all.as(last.job().ofQuery(epoch.query(), startedAt, since)));
        document.put("epochs", epochs).remove("first");
        ObjectNode shown = ReportFile.document(last).put("epoch", epoch.number());
        document.set("last", shown);
        return document;
    }

    /** As Spark shows them in the progress of the query: since it started, of epochs that are settled. */
    public synchronized Map<String, String> metrics() {
        Map<String, String> shown = new LinkedHashMap<>();
        if (totals == null) {
            return shown;
        }
        shown.put("rows", Long.toString(totals.rows().accepted()));
        shown.put("superseded", Long.toString(totals.rows().superseded()));
        shown.put("skipped", Long.toString(totals.rows().skipped()));
        shown.put("dead", Long.toString(totals.rows().dead()));
        shown.put("requests", Long.toString(totals.cost().requests()));
        shown.put("throttledRequests", Long.toString(totals.cost().throttled()));
        shown.put(
                "secondsWaited",
                String.format(Locale.ROOT, "%.1f", totals.cost().quotaWaitMillis() / 1e3));
        return shown;
    }

    @Override
    public synchronized String toString() {
        return "StreamedQuery(" + epochs + " epochs)";
    }
}
