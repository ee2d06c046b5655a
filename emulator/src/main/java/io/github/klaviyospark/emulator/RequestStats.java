package io.github.klaviyospark.emulator;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one operation has seen so far: a snapshot that does not change any more. */
public final class RequestStats {
    static final RequestStats NONE = new RequestStats(new TreeMap<>(), 0, 0);

    private final SortedMap<Integer, Long> status;
    private final long bytes;
    private final long records;

    RequestStats(SortedMap<Integer, Long> status, long bytes, long records) {
        this.status = new TreeMap<>(status);
        this.bytes = bytes;
        this.records = records;
    }

    /** All requests, whatever became of them. */
    public long count() {
        return status.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Requests by the status they were given, in ascending order. A request that a fault kept from its answer after it
     * was processed counts under the status it would have had; one that was never processed and got no answer counts
     * under 0.
     */
    public Map<Integer, Long> status() {
        return new TreeMap<>(status);
    }

    /** Bytes of the bodies of accepted (2xx) requests, as received. */
    public long bytes() {
        return bytes;
    }

    /**
     * Records that accepted (2xx) requests brought in; for lists of collections, those that were given out, and for deletions
     * of objects, the ids that were named.
     */
    public long records() {
        return records;
    }

    @Override
    public String toString() {
        return "RequestStats{status=" + status + ", bytes=" + bytes + ", records=" + records + "}";
    }
}
