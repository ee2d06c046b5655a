package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.spark.metrics.WriteMetrics;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of a read of an archive. */
public final class ArchiveMetrics {

    private ArchiveMetrics() {}

    static CustomMetric[] all() {
        return new CustomMetric[] {new Requests(), new Skipped()};
    }

    static CustomTaskMetric[] values(long requests, long skipped) {
        return new CustomTaskMetric[] {
            WriteMetrics.value(new Requests(), requests), WriteMetrics.value(new Skipped(), skipped)
        };
    }

    /** Requests whose rows were read. */
    public static final class Requests extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoArchivedRequests";
        }

        @Override
        public String description() {
            return "archived requests read";
        }
    }

    /** Documents that are not for the target. */
    public static final class Skipped extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoArchivedOthers";
        }

        @Override
        public String description() {
            return "archived requests of other kinds, skipped";
        }
    }
}
