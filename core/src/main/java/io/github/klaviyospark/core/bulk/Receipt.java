package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.Tally;
import java.io.Serializable;
import java.time.Duration;

/**
 * What is known of a chunk that is settled: that Klaviyo accepted it, which is not the same as stored, or all of it that
 * it would take.
 *
 * <p>It travels in the results of tasks, which may be serialised by libraries that do not know records.
 */
public final class Receipt implements Serializable {

    private static final long serialVersionUID = 2L;

    private final long ordinal;
    private final int records;
    private final int bytes;
    private final int rejected;
    private final long acceptedBytes;
    private final int attempts;
    private final long waitedNanos;
    private final String requestId;

    private Receipt(Chunk chunk, int rejected, long acceptedBytes, Tally tally, String requestId) {
        this.ordinal = chunk.ordinal();
        this.records = chunk.records();
        this.bytes = chunk.length();
        this.rejected = rejected;
        this.acceptedBytes = acceptedBytes;
        this.attempts = Math.toIntExact(tally.requests());
        this.waitedNanos = tally.quotaWait().toNanos();
        this.requestId = requestId;
    }

    static Receipt of(Chunk chunk, int rejected, long acceptedBytes, Tally tally, String requestId) {
        return new Receipt(chunk, rejected, acceptedBytes, tally, requestId);
    }

    /** For a chunk that was only counted. */
    public static Receipt counted(Chunk chunk) {
        return new Receipt(chunk, 0, chunk.length(), new Tally(), null);
    }

    /** The chunk's place among those of its writer, from 0. */
    public long ordinal() {
        return ordinal;
    }

    /** Records in the chunk. */
    public int records() {
        return records;
    }

    /** Bytes of the chunk's body. */
    public int bytes() {
        return bytes;
    }

    /** How many of its records were accepted. */
    public int accepted() {
        return records - rejected;
    }

    /** How many of its records were not. */
    public int rejected() {
        return rejected;
    }

    /** Bytes of the requests that were accepted: those of the chunk, unless records had to be set aside. */
    public long acceptedBytes() {
        return acceptedBytes;
    }

    /** Requests that it took; 0 when it was only counted. */
    public int attempts() {
        return attempts;
    }

    /** Time spent waiting for quota. */
    public Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }

    /** Klaviyo's id of the last request that was accepted, or null. */
    public String requestId() {
        return requestId;
    }

    @Override
    public String toString() {
        return "Receipt(chunk " + ordinal + ", " + accepted() + " of " + records + " records, request " + requestId
                + ")";
    }
}
