package io.github.klaviyospark.core.bulk;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is known of a chunk that Klaviyo took: that it was accepted, which is not the same as stored.
 *
 * <p>It travels in the results of tasks, which may be serialised by libraries that do not know records.
 */
public final class Receipt implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long ordinal;
    private final int records;
    private final int bytes;
    private final int attempts;
    private final long waitedNanos;
    private final String requestId;

    private Receipt(Chunk chunk, int attempts, Duration waited, String requestId) {
        this.ordinal = chunk.ordinal();
        this.records = chunk.records();
        this.bytes = chunk.length();
        this.attempts = attempts;
        this.waitedNanos = waited.toNanos();
        this.requestId = requestId;
    }

    /**
     * A receipt for a chunk.
     *
     * @param attempts requests that it took; 0 when it was only counted
     * @param waited time spent waiting for quota
     * @param requestId Klaviyo's id of the request, or null
     */
    public static Receipt of(Chunk chunk, int attempts, Duration waited, String requestId) {
        return new Receipt(chunk, attempts, waited, requestId);
    }

    /** The chunk's place among those of its writer, from 0. */
    public long ordinal() {
        return ordinal;
    }

    /** Records in it. */
    public int records() {
        return records;
    }

    /** Bytes of the body. */
    public int bytes() {
        return bytes;
    }

    /** Requests that it took. */
    public int attempts() {
        return attempts;
    }

    /** Time spent waiting for quota. */
    public Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }

    /** Klaviyo's id of the request, or null. */
    public String requestId() {
        return requestId;
    }

    @Override
    public String toString() {
        return "Receipt(chunk " + ordinal + ", " + records + " records, request " + requestId + ")";
    }
}
