package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.metrics.WriteMetrics;
import io.github.klaviyospark.spark.run.AttemptFacts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task's rows: packed, sent, added up. */
final class KlaviyoDataWriter implements DataWriter<InternalRow> {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoDataWriter.class);
    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

    private final int writer;
    private final long attempt;
    private final WritePlan plan;
    private final Packing packing;
    private final Conveyor conveyor;
    private final Delivery delivery;
    private final Tally tally;
    private final TaskTotals totals;
    private final Clock clock = Clock.system();

    private boolean isFinished;
    private long lastProgress = clock.nanoTime();

    KlaviyoDataWriter(int writer, long attempt, WritePlan plan, Packing packing, Delivery delivery, Tally tally) {
        this.writer = writer;
        this.attempt = attempt;
        this.plan = plan;
        this.packing = packing;
        this.delivery = delivery;
        this.conveyor = new Conveyor(delivery, plan.inFlight(), "klaviyo-writer-" + writer, this::settled);
        this.tally = tally;
        this.totals = new TaskTotals(plan.limits());
    }

    @Override
    public void write(InternalRow row) throws IOException {
        try {
            for (Parcel parcel : packing.add(row)) {
                conveyor.add(parcel);
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Called since Spark 4.0 for a whole partition: sends the last chunk before the metrics are polled. */
    public void writeAll(Iterator<InternalRow> rows) throws IOException {
        while (rows.hasNext()) {
            write(rows.next());
        }
        finish();
    }

    private void finish() throws IOException {
        if (isFinished) {
            return;
        }
        try {
            deliver(packing.end());
            deliver(packing.flush());
            conveyor.drain();
            delivery.end();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        }
        isFinished = true;
        if (totals.rows() != packing.rows()) {
            throw new IllegalStateException(
                    "Writer " + writer + " took " + packing.rows() + " rows and has a place for " + totals.rows()
                            + " of them. This is a fault of the connector; please report it.");
        }
    }

    private void deliver(Parcel parcel) throws IOException {
        if (parcel != null) {
            conveyor.add(parcel);
        }
    }

    private void settled(Settled parcel) {
        totals.add(parcel);
        parcel.parcel().chunk().ifPresent(packing::release);
        progress();
    }

    /** Says what has become of the other rows, those under way included. */
    private DeliveryException failure(IOException cause) throws InterruptedIOException {
        try {
            conveyor.drain();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new DeliveryException(
                cause.getMessage() + " This writer had " + (totals.accepted() + totals.skipped())
                        + " rows accepted by Klaviyo before. " + plan.hint(),
                cause);
    }

    private void progress() {
        long now = clock.nanoTime();
        if (now - lastProgress >= PROGRESS_NANOS) {
            lastProgress = now;
            LOG.info(
                    "Writer {}: {} rows accepted in {} requests, {} s waited for quota.",
                    writer,
                    totals.accepted(),
                    tally.requests(),
                    tally.quotaWait().toSeconds());
        }
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        finish();
        return new KlaviyoCommitMessage(writer, totals, tally);
    }

    /** Must not throw: the failure that led here is the one to be seen. */
    @Override
    public void abort() {
        conveyor.close();
        LOG.warn(
                "Writer {} gives up after {} rows accepted in {} requests.",
                writer,
                totals.accepted(),
                tally.requests());
        plan.run().ifPresent(run -> {
            try {
                run.failed(writer, attempt, cost());
            } catch (IOException | RuntimeException e) {
                LOG.warn("What this attempt cost will be missing in the report.", e);
            }
        });
    }

    private AttemptFacts cost() {
        return new AttemptFacts(
                tally.acceptedRecords(),
                tally.acceptedBytes(),
                tally.requests(),
                tally.throttledRequests(),
                tally.repeatedRequests(),
                tally.quotaWait().toMillis());
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return WriteMetrics.values(
                WriteMetrics.ofTasks(),
                totals.accepted(),
                totals.superseded(),
                totals.skipped(),
                totals.dead(),
                tally.requests(),
                totals.bytes(),
                tally.throttledRequests(),
                tally.repeatedRequests(),
                tally.quotaWait().toMillis());
    }

    @Override
    public void close() throws IOException {
        conveyor.close();
        packing.close();
    }

    @Override
    public String toString() {
        return "KlaviyoDataWriter(" + writer + ")";
    }
}
