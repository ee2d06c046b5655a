package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.Tally;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** What the tasks of a read that succeeded have cost, added up on the driver as they end. */
final class ReadTotals implements Serializable {

    private static final long serialVersionUID = 1L;

    private final LongAccumulator tasks;
    private final LongAccumulator rows;
    private final LongAccumulator pages;
    private final LongAccumulator resources;
    private final LongAccumulator bytes;
    private final LongAccumulator requests;
    private final LongAccumulator throttled;
    private final LongAccumulator repeated;
    private final LongAccumulator quotaMillis;
    private final LongAccumulator unreadable;

    ReadTotals(SparkContext spark) {
        this.tasks = spark.longAccumulator();
        this.rows = spark.longAccumulator();
        this.pages = spark.longAccumulator();
        this.resources = spark.longAccumulator();
        this.bytes = spark.longAccumulator();
        this.requests = spark.longAccumulator();
        this.throttled = spark.longAccumulator();
        this.repeated = spark.longAccumulator();
        this.quotaMillis = spark.longAccumulator();
        this.unreadable = spark.longAccumulator();
    }

    /**
     * Adds a task.
     *
     * @param isWhole whether it came to the end of its chains
     */
    void add(boolean isWhole, long given, Tally tally, long unread) {
        tasks.add(isWhole ? 1 : 0);
        rows.add(given);
        pages.add(tally.pages());
        resources.add(tally.receivedResources());
        bytes.add(tally.receivedBytes());
        requests.add(tally.requests());
        throttled.add(tally.throttledRequests());
        repeated.add(tally.repeatedRequests());
        quotaMillis.add(tally.quotaWait().toMillis());
        unreadable.add(unread);
    }

    /** Tasks that came to the end of their chains. */
    long wholeTasks() {
        return tasks.sum();
    }

    long rows() {
        return rows.sum();
    }

    long pages() {
        return pages.sum();
    }

    /** Resources on all pages, those that another chain shows counted as well. */
    long resources() {
        return resources.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long requests() {
        return requests.sum();
    }

    long throttled() {
        return throttled.sum();
    }

    long repeated() {
        return repeated.sum();
    }

    long quotaMillis() {
        return quotaMillis.sum();
    }

    long unreadable() {
        return unreadable.sum();
    }
}
