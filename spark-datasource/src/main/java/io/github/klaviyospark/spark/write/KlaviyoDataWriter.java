package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.OversizeRecordException;
import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.metrics.WriteMetrics;
import io.github.klaviyospark.spark.rows.InvalidValueException;
import io.github.klaviyospark.spark.rows.RowEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task's rows: encoded, packed into chunks, sent one chunk after the other. */
final class KlaviyoDataWriter implements DataWriter<InternalRow> {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoDataWriter.class);
    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

    private final int writer;
    private final RowEncoder encoder;
    private final Chunker chunker;
    private final Delivery delivery;
    private final Tally tally;
    private final TaskTotals totals;
    private final Clock clock = Clock.system();

    private long rowsRead;
    private long lastProgress = clock.nanoTime();

    KlaviyoDataWriter(
            int writer,
            Delivery delivery,
            Tally tally,
            BulkTarget target,
            ChunkLimits limits,
            StructType schema,
            boolean omitNulls)
            throws IOException {
        this.writer = writer;
        this.delivery = delivery;
        this.tally = tally;
        this.encoder = new RowEncoder(schema, omitNulls);
        this.chunker = new Chunker(target, limits);
        this.totals = new TaskTotals(target.limits().and(limits));
    }

    @Override
    public void write(InternalRow row) throws IOException {
        rowsRead++;
        try {
            encoder.encode(row, chunker.beginRecord());
        } catch (InvalidValueException e) {
            refuse("column " + e.path() + " " + e.reason(), e);
            return;
        } catch (OversizeRecordException e) {
            refuse("it is larger than " + e.limit() + " bytes of JSON, the most that one record may have", e);
            return;
        }
        send(chunker.endRecord());
    }

    /** Called since Spark 4.0 for a whole partition: sends the last chunk before the metrics are polled. */
    public void writeAll(Iterator<InternalRow> rows) throws IOException {
        while (rows.hasNext()) {
            write(rows.next());
        }
        send(chunker.flush());
    }

    private void refuse(String reason, IOException cause) throws DeliveryException {
        chunker.dropRecord();
        totals.addInvalid(reason);
        if (!delivery.isOnlyCounting()) {
            throw new DeliveryException(
                    "Row " + rowsRead + " of writer " + writer + " cannot be written: " + reason
                            + ". Correct or leave out such rows and run again." + accepted(),
                    cause);
        }
    }

    private String accepted() {
        return " This writer had " + totals.rows() + " rows accepted by Klaviyo before.";
    }

    private void send(Chunk chunk) throws IOException {
        if (chunk == null) {
            return;
        }

        try {
            Receipt receipt = delivery.deliver(chunk);
            totals.add(receipt);
            chunker.release(chunk);
        } catch (KlaviyoException e) {
            throw new DeliveryException(e.getMessage() + accepted(), e);
        }
        progress();
    }

    private void progress() {
        long now = clock.nanoTime();
        if (now - lastProgress >= PROGRESS_NANOS) {
            lastProgress = now;
            LOG.info(
                    "Writer {}: {} rows accepted in {} requests, {} s waited for quota.",
                    writer,
                    totals.rows(),
                    tally.requests(),
                    tally.quotaWait().toSeconds());
        }
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        send(chunker.flush());
        return new KlaviyoCommitMessage(writer, totals, tally);
    }

    /** Must not throw: the failure that led here is the one to be seen. */
    @Override
    public void abort() {
        LOG.warn("Writer {} gives up after {} rows accepted in {} requests.", writer, totals.rows(), tally.requests());
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        long[] values = {
            totals.rows(),
            tally.requests(),
            totals.bytes(),
            tally.throttledRequests(),
            tally.quotaWait().toMillis()
        };
        CustomMetric[] names = WriteMetrics.ofTasks();
        CustomTaskMetric[] metrics = new CustomTaskMetric[names.length];
        for (int i = 0; i < names.length; i++) {
            metrics[i] = WriteMetrics.value(names[i], values[i]);
        }
        return metrics;
    }

    @Override
    public void close() {
        delivery.close();
    }

    @Override
    public String toString() {
        return "KlaviyoDataWriter(" + writer + ")";
    }
}
