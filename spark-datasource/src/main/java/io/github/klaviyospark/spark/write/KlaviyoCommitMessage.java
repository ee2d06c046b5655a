package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.client.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver when it has delivered its rows; the figures are those of {@link DeliveryReport}. */
record KlaviyoCommitMessage(
        int writer,
        long rows,
        long invalid,
        long chunks,
        long bytes,
        double fill,
        long requests,
        long throttled,
        long repeated,
        long quotaWaitMillis,
        List<Receipt> first)
        implements WriterCommitMessage {

    private static final long serialVersionUID = 1L;

    static KlaviyoCommitMessage of(int writer, TaskTotals totals, Tally tally) {
        return new KlaviyoCommitMessage(
                writer,
                totals.rows(),
                totals.invalid(),
                totals.chunks(),
                totals.bytes(),
                totals.fill(),
                tally.requests(),
                tally.throttledRequests(),
                tally.repeatedRequests(),
                tally.quotaWait().toMillis(),
                new ArrayList<>(totals.first()));
    }

    @Override
    public String toString() {
        return "KlaviyoCommitMessage(writer " + writer + ", " + rows + " rows)";
    }
}
