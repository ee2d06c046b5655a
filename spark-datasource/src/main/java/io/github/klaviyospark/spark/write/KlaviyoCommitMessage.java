package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.client.Tally;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver when it has delivered its rows; the figures are those of {@link DeliveryReport}. A plain
 * class, because Spark may be set to serialise it with Kryo, which does not know records.
 */
final class KlaviyoCommitMessage implements WriterCommitMessage {

    private static final long serialVersionUID = 2L;

    private final int writer;
    private final TaskTotals totals;
    private final long requests;
    private final long throttled;
    private final long repeated;
    private final long quotaWaitMillis;

    KlaviyoCommitMessage(int writer, TaskTotals totals, Tally tally) {
        this.writer = writer;
        this.totals = totals;
        this.requests = tally.requests();
        this.throttled = tally.throttledRequests();
        this.repeated = tally.repeatedRequests();
        this.quotaWaitMillis = tally.quotaWait().toMillis();
    }

    int writer() {
        return writer;
    }

    /** What was delivered. */
    TaskTotals totals() {
        return totals;
    }

    long requests() {
        return requests;
    }

    long throttled() {
        return throttled;
    }

    long repeated() {
        return repeated;
    }

    long quotaWaitMillis() {
        return quotaWaitMillis;
    }

    @Override
    public String toString() {
        return "KlaviyoCommitMessage(writer " + writer + ", " + totals.rows() + " rows)";
    }
}
