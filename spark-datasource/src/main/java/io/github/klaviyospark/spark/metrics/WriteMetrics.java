package io.github.klaviyospark.spark.metrics;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * The metrics of a write. Those of tasks are polled before a task commits, and before Spark 4 the last chunk of a task is
 * sent only then; the totals of the job, which Spark shows since 4.0, come from the commit messages and are complete.
 */
public final class WriteMetrics {

    private WriteMetrics() {}

    /** The metrics that tasks report. */
    public static CustomMetric[] ofTasks() {
        return new CustomMetric[] {
            new Rows(),
            new Superseded(),
            new Skipped(),
            new Dead(),
            new Requests(),
            new Bytes(),
            new Throttled(),
            new Repeated(),
            new QuotaWait()
        };
    }

    /** The totals that the driver reports. */
    public static CustomMetric[] ofJob() {
        return new CustomMetric[] {new JobRows(), new JobDead(), new JobRequests(), new JobBytes(), new JobThrottled()};
    }

    /** Values of some of these metrics, in their order. */
    public static CustomTaskMetric[] values(CustomMetric[] metrics, long... values) {
        CustomTaskMetric[] all = new CustomTaskMetric[metrics.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = value(metrics[i], values[i]);
        }
        return all;
    }

    /** What a task has to say of a metric. */
    public static CustomTaskMetric value(CustomMetric metric, long value) {
        String name = metric.name();
        return new CustomTaskMetric() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long value() {
                return value;
            }
        };
    }

    private static long sum(long[] values) {
        return Arrays.stream(values).sum();
    }

    private static String bytes(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Rows that Klaviyo accepted. */
    public static final class Rows extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoRows";
        }

        @Override
        public String description() {
            return "rows accepted by Klaviyo";
        }
    }

    /** Rows that a later one of the same id took the place of. */
    public static final class Superseded extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoSuperseded";
        }

        @Override
        public String description() {
            return "rows superseded by a later one of the same id";
        }
    }

    /** Rows that an earlier attempt had accepted. */
    public static final class Skipped extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoSkipped";
        }

        @Override
        public String description() {
            return "rows skipped by receipt";
        }
    }

    /** Rows that were set aside. */
    public static final class Dead extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoDead";
        }

        @Override
        public String description() {
            return "dead letters";
        }
    }

    /** Requests that were sent again. */
    public static final class Repeated extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoRepeated";
        }

        @Override
        public String description() {
            return "requests sent again after a failure";
        }
    }

    /** All rows of the job that were set aside. */
    public static final class JobDead extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoJobDead";
        }

        @Override
        public String description() {
            return "dead letters (whole job)";
        }
    }

    /** Requests that left. */
    public static final class Requests extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoRequests";
        }

        @Override
        public String description() {
            return "requests sent to Klaviyo";
        }
    }

    /** Bytes of the requests that were accepted. */
    public static final class Bytes implements CustomMetric {
        @Override
        public String name() {
            return "klaviyoBytes";
        }

        @Override
        public String description() {
            return "bytes accepted by Klaviyo";
        }

        @Override
        public String aggregateTaskMetrics(long[] values) {
            return bytes(sum(values));
        }
    }

    /** Requests that were answered 429. */
    public static final class Throttled extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoThrottled";
        }

        @Override
        public String description() {
            return "requests answered 429";
        }
    }

    /** Milliseconds that tasks waited for quota. */
    public static final class QuotaWait implements CustomMetric {
        @Override
        public String name() {
            return "klaviyoQuotaWait";
        }

        @Override
        public String description() {
            return "time waited for quota";
        }

        @Override
        public String aggregateTaskMetrics(long[] values) {
            return String.format(Locale.ROOT, "%.1f s", sum(values) / 1e3);
        }
    }

    /** All rows of the job that Klaviyo accepted. */
    public static final class JobRows extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoJobRows";
        }

        @Override
        public String description() {
            return "rows accepted by Klaviyo (whole job)";
        }
    }

    /** All requests of the job. */
    public static final class JobRequests extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoJobRequests";
        }

        @Override
        public String description() {
            return "requests sent to Klaviyo (whole job)";
        }
    }

    /** All bytes of the job that were accepted. */
    public static final class JobBytes implements CustomMetric {
        @Override
        public String name() {
            return "klaviyoJobBytes";
        }

        @Override
        public String description() {
            return "bytes accepted by Klaviyo (whole job)";
        }

        @Override
        public String aggregateTaskMetrics(long[] values) {
            return bytes(sum(values));
        }
    }

    /** All requests of the job that were answered 429. */
    public static final class JobThrottled extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoJobThrottled";
        }

        @Override
        public String description() {
            return "requests answered 429 (whole job)";
        }
    }
}
