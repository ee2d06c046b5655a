package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.metrics.WriteMetrics;
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

        return WriteMetrics.values(
                WriteMetrics.ofJob(),
                ended.rows().accepted(),
                ended.rows().dead(),
                ended.cost().requests(),
                ended.cost().bytes(),
                ended.cost().throttled());
    }
}
