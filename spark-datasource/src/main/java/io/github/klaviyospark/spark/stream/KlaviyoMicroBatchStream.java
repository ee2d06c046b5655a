package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.spark.options.Following;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.run.Folder;
import io.github.klaviyospark.spark.run.SessionConf;
import io.github.klaviyospark.spark.stream.Parts.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collection as a stream of rows that are new or changed. Each batch is a range of whole seconds that begins where the
 * one before ended; none reaches into the last minute. A range that is past is closed: a row that changes leaves it and
 * turns up in a later one, so a range can be read again, and in any order, without a row coming twice.
 */
public final class KlaviyoMicroBatchStream
        implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoMicroBatchStream.class);

    private final CollectionDescriptor collection;
    private final Following following;
    private final String field;
    private final Parts parts;
    private final StampedColumns columns;
    private final BatchBound bound;
    private final Deliveries deliveries;
    private final StreamTotals totals;
    private final EndFinder ends;

    private Instant frozen;
    private Window planned;
    private InputPartition[] partitions;
    private Batch part;

    /**
     * A stream, which asks for nothing yet.
     *
     * @param wanted the columns of its rows
     * @param checkpoint the source's own folder in the checkpoint
     * @throws IllegalArgumentException when the collection cannot be followed, or an option is not for streams
     */
    public KlaviyoMicroBatchStream(ReadConf conf, StructType wanted, Parts parts, String checkpoint) {
        this.collection = conf.collection();
        this.following = conf.following();
        following.checkStream();
        this.field = following.field();
        this.parts = parts;
        this.columns = new StampedColumns(wanted, collection, field);
        this.bound = BatchBound.of(following.maxRowsPerBatch(), following.maxRequestsPerBatch());

        SparkContext context = SparkContext.getOrCreate();
        Configuration hadoop = SessionConf.hadoop(context);
        this.deliveries = new Deliveries(Folder.of(checkpoint, hadoop).folder("delivered"));
        this.totals = StreamTotals.of(context);
        this.ends = new EndFinder(collection, field, parts, totals);
    }

    @Override
    public Offset initialOffset() {
        return offset(following.since().orElse(Instant.EPOCH));
    }

    @Override
    public Offset deserializeOffset(String json) {
        return StreamOffset.of(json, collection.name(), field);
    }

    private StreamOffset offset(Instant until) {
        return new StreamOffset(collection.name(), field, until);
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return bound.readLimit();
    }

    /** From here on nothing newer is delivered, so that a query which runs until it has caught up ends. */
    @Override
    public void prepareForTriggerAvailableNow() {
        frozen = Window.complete(StreamClock.get().now());
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("Spark asks a source that admits so much at a time for its next end.");
    }

    /** The end of the next batch; null, which is no batch, when there is nothing new. */
    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        Instant complete = frozen == null ? Window.complete(StreamClock.get().now()) : frozen;
        Window open = new Window(((StreamOffset) start).until(), complete);
        try {
            return ends.find(open, bound.under(limit)).map(this::offset).orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        Window batch = new Window(((StreamOffset) start).until(), ((StreamOffset) end).until());
        if (batch.equals(planned)) {
            return partitions;
        }
        try {
            partitions = plan(batch);
            planned = batch;
            return partitions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputPartition[] plan(Window batch) throws IOException {
        BatchMemory memory = deliveries.replay(batch).orElse(null);
        Duration lookback = following.lookback();
        if (memory == null && lookback.isZero()) {
            return partitions(batch, batch, null);
        }

        Window looked = batch.from(memory == null ? deliveries.lookback(batch, lookback) : memory.from());
        InputPartition[] work = partitions(batch, looked, memory);
        if (memory != null) {
            LOG.info("The batch {} was delivered before, and its rows are delivered again.", batch);
            return work;
        }

        BatchMemory fresh = deliveries.begin(batch, looked.from(), work.length);
        for (int i = 0; i < work.length; i++) {
            work[i] = new WindowPartition(((WindowPartition) work[i]).part(), batch, fresh, i);
        }
        return work;
    }

    private InputPartition[] partitions(Window batch, Window looked, BatchMemory memory) {
        part = parts.of(columns.all(), looked.constraint(following.bounds()), Order.ANY, Long.MAX_VALUE);
        InputPartition[] found = part.planInputPartitions();
        InputPartition[] work = new InputPartition[found.length];
        for (int i = 0; i < work.length; i++) {
            work[i] = new WindowPartition(found[i], batch, memory, i);
        }
        return work;
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new WindowReaderFactory(part.createReaderFactory(), columns, deliveries.folder(), totals);
    }

    /** Spark will not ask for rows before this any more. */
    @Override
    public void commit(Offset end) {
        try {
            deliveries.forget(((StreamOffset) end).until().minus(following.lookback()));
        } catch (IOException e) {
            // What is left over is removed next time.
            LOG.warn("What earlier batches delivered cannot be removed: {}.", e.toString());
        }
    }

    @Override
    public void stop() {
        // Requests end with the thread and the tasks that make them, which Spark interrupts.
    }

    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumedOffset) {
        Map<String, String> metrics = totals.shown();
        latestConsumedOffset.ifPresent(offset -> {
            Instant until =
                    StreamOffset.of(offset.json(), collection.name(), field).until();
            metrics.put(
                    "lagSeconds",
                    Long.toString(
                            Duration.between(until, StreamClock.get().now()).toSeconds()));
        });
        return metrics;
    }

    /** Shown in each progress of a query. */
    @Override
    public String toString() {
        return "klaviyo " + collection.name() + " by " + field;
    }
}
