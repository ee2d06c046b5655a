package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.client.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver when it has delivered its rows. */
final class KlaviyoCommitMessage implements WriterCommitMessage {

    private static final long serialVersionUID = 1L;

    private final int writer;
    private final long rows;
    private final long invalid;
    private final long chunks;
    private final long bytes;
    private final double fill;
    private final long requests;
    private final long throttled;
    private final long repeated;
    private final long quotaWaitMillis;
    private final ArrayList<Receipt> first;

    KlaviyoCommitMessage(int writer, TaskTotals totals, Tally tally) {
        this.writer = writer;
        this.rows = totals.rows();
        this.invalid = totals.invalid();
        this.chunks = totals.chunks();
        this.bytes = totals.bytes();
        this.fill = totals.fill();
        this.requests = tally.requests();
        this.throttled = tally.throttledRequests();
        this.repeated = tally.repeatedRequests();
        this.quotaWaitMillis = tally.quotaWait().toMillis();
        this.first = new ArrayList<>(totals.first());
    }

    int writer() {
        return writer;
    }

    long rows() {
        return rows;
    }

    long invalid() {
        return invalid;
    }

    long chunks() {
        return chunks;
    }

    long bytes() {
        return bytes;
    }

    double fill() {
        return fill;
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

    List<Receipt> first() {
        return first;
    }

    @Override
    public String toString() {
        return "KlaviyoCommitMessage(writer " + writer + ", " + rows + " rows)";
    }
}
