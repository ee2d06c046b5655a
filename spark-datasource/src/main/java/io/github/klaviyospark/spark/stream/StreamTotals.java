package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.metrics.ReadMetrics;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.util.LongAccumulator;

/** What a query has cost since it started, on the driver and in tasks that succeeded. */
final class StreamTotals implements Serializable {

    private static final long serialVersionUID = 1L;

    private final LongAccumulator rows;
    private final LongAccumulator requests;
    private final LongAccumulator throttled;
    private final LongAccumulator quotaMillis;

    private StreamTotals(SparkContext context) {
        this.rows = context.longAccumulator();
        this.requests = context.longAccumulator();
        this.throttled = context.longAccumulator();
        this.quotaMillis = context.longAccumulator();
    }

    static StreamTotals of(SparkContext context) {
        return new StreamTotals(context);
    }

    void addRows(long delivered) {
        rows.add(delivered);
    }

    /** Adds what a reader says of its requests. */
    void addRequests(CustomTaskMetric[] values) {
        for (CustomTaskMetric value : values) {
            switch (value.name()) {
                case ReadMetrics.REQUESTS -> requests.add(value.value());
                case ReadMetrics.THROTTLED -> throttled.add(value.value());
                case ReadMetrics.QUOTA_WAIT -> quotaMillis.add(value.value());
                default -> {
                    // Of no interest here.
                }
            }
        }
    }

    /** As Spark shows them in a query's progress. */
    Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("rows", Long.toString(rows.sum()));
        shown.put("requests", Long.toString(requests.sum()));
        shown.put("throttledRequests", Long.toString(throttled.sum()));
        shown.put("secondsWaited", String.format(Locale.ROOT, "%.1f", quotaMillis.sum() / 1e3));
        return shown;
    }
}
