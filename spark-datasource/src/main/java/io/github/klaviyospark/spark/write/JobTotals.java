package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.metrics.WriteMetrics;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The figures of a job once it has ended, kept for Spark to ask for. */
final class JobTotals {

    private volatile DeliveryReport report;

    void set(DeliveryReport ended) {
        report = ended;
    }

    CustomTaskMetric[] metrics() {
        DeliveryReport ended = report;
        if (ended == null) {
            return new CustomTaskMetric[0];
        }

        long[] values = {ended.rows(), ended.requests(), ended.bytes(), ended.throttled()};
        CustomMetric[] names = WriteMetrics.ofJob();
        CustomTaskMetric[] metrics = new CustomTaskMetric[names.length];
        for (int i = 0; i < names.length; i++) {
            metrics[i] = WriteMetrics.value(names[i], values[i]);
        }
        return metrics;
    }
}
