package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wanted of the rows that changed: from when to when, and how much at a time. */
public final class Following {

    private final CollectionDescriptor collection;
    private final Filter filter;
    private final Optional<Instant> since;
    private final Optional<Instant> until;
    private final long maxRows;
    private final long maxRequests;
    private final Duration lookback;

    private Following(OptionValues options, CollectionDescriptor collection, Filter filter) {
        this.collection = collection;
        this.filter = filter;
        this.since = options.get(ReadSettings.SINCE);
        this.until = options.get(ReadSettings.UNTIL);
        this.maxRows = options.orFallback(ReadSettings.MAX_ROWS_PER_BATCH);
        this.maxRequests = options.orFallback(ReadSettings.MAX_REQUESTS_PER_BATCH);
        this.lookback = options.orFallback(ReadSettings.LOOKBACK);
    }

    static Following of(OptionValues options, CollectionDescriptor collection, Filter filter) {
        Following following = new Following(options, collection, filter);
        following.check();
        return following;
    }

    private void check() {
        if (isRange()) {
            field();
        }
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            throw new IllegalArgumentException("Option since is " + since.get() + ", and until is " + until.get()
                    + ", which is earlier. Exchange them.");
        }
    }

    /** Whether only the rows of some time are wanted. */
    public boolean isRange() {
        return since.isPresent() || until.isPresent();
    }

    /**
     * The time that says when a row changed.
     *
     * @throws IllegalArgumentException when there is none, or the user filters by it already
     */
    public String field() {
        String field = collection
                .followField()
                .orElseThrow(() -> new IllegalArgumentException(collection.name()
                        + " have no time of change that Klaviyo can be asked for, so there is no since, until or stream"
                        + " of them. Read them whole."));
        if (filter.fields().contains(field)) {
            throw new IllegalArgumentException("The filter compares " + field
                    + ", which since, until and streams do themselves. Take it out of the filter, and give since and"
                    + " until in its place.");
        }
        return field;
    }

    /** How that time is bounded. */
    public FilterField bounds() {
        return collection.filter(field()).orElseThrow();
    }

    /**
     * Looks whether a read that ends may have these options.
     *
     * @throws IllegalArgumentException when one is for streams
     */
    public void checkBatch() {
        String why = "is for streams, and this read is none. Remove it, or use readStream.";
        refuse(maxRows > 0, ReadSettings.MAX_ROWS_PER_BATCH, why);
        refuse(maxRequests > 0, ReadSettings.MAX_REQUESTS_PER_BATCH, why);
        refuse(!lookback.isZero(), ReadSettings.LOOKBACK, why);
    }

    /**
     * Looks whether a stream may have these options.
     *
     * @throws IllegalArgumentException when it may not
     */
    public void checkStream() {
        String field = field();
        if (!collection.sortKeys().contains(field)) {
            throw new IllegalArgumentException(collection.name() + " cannot be had in the order of " + field
                    + ", so there is no stream of them. Use spark.read with since and until.");
        }
        refuse(
                until.isPresent(),
                ReadSettings.UNTIL,
                "is for reads that end, and a stream goes on. Remove it; Trigger.AvailableNow ends a stream when it has"
                        + " caught up.");
    }

    private static void refuse(boolean isGiven, Setting<?> setting, String why) {
        if (isGiven) {
            throw new IllegalArgumentException("Option " + setting.name() + " " + why);
        }
    }

    /** The first second that is wanted. */
    public Optional<Instant> since() {
        return since;
    }

    /** The first second that is not wanted any more. */
    public Optional<Instant> until() {
        return until;
    }

    /** How many rows a batch may have; 0 for any number. */
    public long maxRowsPerBatch() {
        return maxRows;
    }

    /** How many requests a batch may take; 0 for any number. */
    public long maxRequestsPerBatch() {
        return maxRequests;
    }

    /** How far to look back for rows that came late. */
    public Duration lookback() {
        return lookback;
    }

    /** For plans; empty when nothing was given. */
    @Override
    public String toString() {
        return Stream.of(since.map(time -> " since=" + time), until.map(time -> " until=" + time))
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
    }
}
