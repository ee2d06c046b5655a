package io.github.klaviyospark.spark.metrics;

import io.github.klaviyospark.core.client.Tally;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of a read. */
public final class ReadMetrics {

    /** The name of {@link Requests}. */
    public static final String REQUESTS = "klaviyoReadRequests";

    /** The name of {@link Throttled}. */
    public static final String THROTTLED = "klaviyoReadThrottled";

    /** The name of {@link QuotaWait}. */
    public static final String QUOTA_WAIT = "klaviyoReadQuotaWait";

    private ReadMetrics() {}

    /** All of them. */
    public static CustomMetric[] all() {
        return new CustomMetric[] {
            new Rows(),
            new Pages(),
            new Bytes(),
            new Requests(),
            new Throttled(),
            new Repeated(),
            new QuotaWait(),
            new Unreadable()
        };
    }

    /** What a task has done so far. */
    public static CustomTaskMetric[] values(long rows, Tally tally, long unreadable) {
        return new CustomTaskMetric[] {
            WriteMetrics.value(new Rows(), rows),
            WriteMetrics.value(new Pages(), tally.pages()),
            WriteMetrics.value(new Bytes(), tally.receivedBytes()),
            WriteMetrics.value(new Requests(), tally.requests()),
            WriteMetrics.value(new Throttled(), tally.throttledRequests()),
            WriteMetrics.value(new Repeated(), tally.repeatedRequests()),
            WriteMetrics.value(new QuotaWait(), tally.quotaWait().toMillis()),
            WriteMetrics.value(new Unreadable(), unreadable)
        };
    }

    /** Rows that came from Klaviyo. */
    public static final class Rows extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoRowsRead";
        }

        @Override
        public String description() {
            return "rows read from Klaviyo";
        }
    }

    /** Pages that were read. */
    public static final class Pages extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoReadPages";
        }

        @Override
        public String description() {
            return "pages read";
        }
    }

    /** Bytes of these pages. */
    public static final class Bytes extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoReadBytes";
        }

        @Override
        public String description() {
            return "bytes of pages";
        }
    }

    /** Requests that left. */
    public static final class Requests extends CustomSumMetric {
        @Override
        public String name() {
            return REQUESTS;
        }

        @Override
        public String description() {
            return "requests sent to Klaviyo";
        }
    }

    /** Requests that were answered 429. */
    public static final class Throttled extends CustomSumMetric {
        @Override
        public String name() {
            return THROTTLED;
        }

        @Override
        public String description() {
            return "requests answered 429";
        }
    }

    /** Requests that were sent again after a failure. */
    public static final class Repeated extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoReadRepeated";
        }

        @Override
        public String description() {
            return "requests sent again after a failure";
        }
    }

    /** Milliseconds that tasks waited for quota. */
    public static final class QuotaWait implements CustomMetric {
        @Override
        public String name() {
            return QUOTA_WAIT;
        }

        @Override
        public String description() {
            return "time waited for quota";
        }

        @Override
        public String aggregateTaskMetrics(long[] values) {
            return String.format(Locale.ROOT, "%.1f s", Arrays.stream(values).sum() / 1e3);
        }
    }

    /** Values that were of another kind than their field and became null. */
    public static final class Unreadable extends CustomSumMetric {
        @Override
        public String name() {
            return "klaviyoUnreadableValues";
        }

        @Override
        public String description() {
            return "values that could not be read and are null";
        }
    }
}
