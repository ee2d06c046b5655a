package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.options.Following;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.stream.Parts.Order;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A read of the rows that changed from {@code since} until {@code until}. Where no end is given it is decided when the
 * read is planned, once, and stays the same however often Spark plans it again.
 */
public final class KlaviyoRangeBatch implements Batch {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoRangeBatch.class);

    private final ReadConf conf;
    private final Following following;
    private final StampedColumns columns;
    private final Parts parts;
    private final Object whole;

    private Window window;
    private Batch part;

    /**
     * A read that asks for nothing yet.
     *
     * @param wanted the columns that the query wants
     * @param whole what the read is a part of: parts of the same are the same
     */
    public KlaviyoRangeBatch(ReadConf conf, StructType wanted, Parts parts, Object whole) {
        this.conf = conf;
        this.following = conf.following();
        this.columns = new StampedColumns(wanted, conf.collection(), following.field());
        this.parts = parts;
        this.whole = whole;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        // Each time anew: what is known of the rows may have grown by the keys of a join.
        part = read(window());
        if (window().isEmpty()) {
            return new InputPartition[0];
        }
        return Arrays.stream(part.planInputPartitions())
                .map(partition -> WindowPartition.of(partition, window()))
                .toArray(InputPartition[]::new);
    }

    private Batch read(Window decided) {
        return parts.of(columns.all(), decided.constraint(following.bounds()), Order.ANY, Long.MAX_VALUE);
    }

    private synchronized Window window() {
        if (window == null) {
            window = decided();
        }
        return window;
    }

    private Window decided() {
        Instant complete = Window.complete(StreamClock.get().now());
        Instant until = following.until().orElse(complete);
        if (until.isAfter(complete)) {
            throw new IllegalArgumentException("Option until is " + until + ", and rows of the last minute may still"
                    + " come: the latest end that can be read is " + complete + ". Leave until out to read as far as"
                    + " possible, or run again later.");
        }
        Instant since = following.since().orElse(Instant.EPOCH);
        if (since.isAfter(until)) {
            LOG.info(
                    "Reading no {}: since is {}, and rows are complete until {}. The next run's since stays {}.",
                    conf.collection().name(),
                    since,
                    until,
                    since);
            until = since;
        } else {
            LOG.info(
                    "Reading {} by {} from {} until {}. When all of it has been read, the next run's since is {}.",
                    conf.collection().name(),
                    following.field(),
                    since,
                    until,
                    until);
        }
        return new Window(since, until);
    }

    /** Where the next run has to begin so that no row is lost or doubled; nothing before the read was planned. */
    public synchronized Optional<Instant> nextSince() {
        return Optional.ofNullable(window).map(Window::until);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        if (part == null) {
            part = read(window());
        }
        return new WindowReaderFactory(part.createReaderFactory(), columns, null, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KlaviyoRangeBatch that && whole.equals(that.whole);
    }

    @Override
    public int hashCode() {
        return whole.hashCode();
    }

    @Override
    public String toString() {
        return "KlaviyoRangeBatch(" + conf.collection().name() + following + ")";
    }
}
