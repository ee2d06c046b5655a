package io.github.klaviyospark.core.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What a piece of work cost: counts that every attempt adds to, also those that fail. Safe for many threads. */
public final class Tally {

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong throttled = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong quotaNanos = new AtomicLong();
    private final AtomicLong acceptedRecords = new AtomicLong();
    private final AtomicLong acceptedBytes = new AtomicLong();
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong receivedResources = new AtomicLong();
    private final AtomicLong receivedBytes = new AtomicLong();

    void waited(Duration duration) {
        quotaNanos.addAndGet(duration.toNanos());
    }

    void request() {
        requests.incrementAndGet();
    }

    void throttled() {
        throttled.incrementAndGet();
    }

    void repeated() {
        repeated.incrementAndGet();
    }

    /** Counts what an accepted request held. */
    public void accepted(int records, int bytes) {
        acceptedRecords.addAndGet(records);
        acceptedBytes.addAndGet(bytes);
    }

    /** Counts a page that was read. */
    public void received(int resources, int bytes) {
        pages.incrementAndGet();
        receivedResources.addAndGet(resources);
        receivedBytes.addAndGet(bytes);
    }

    /** Adds what another piece of work cost. */
    public void add(Tally other) {
        requests.addAndGet(other.requests.get());
        throttled.addAndGet(other.throttled.get());
        repeated.addAndGet(other.repeated.get());
        quotaNanos.addAndGet(other.quotaNanos.get());
        acceptedRecords.addAndGet(other.acceptedRecords.get());
        acceptedBytes.addAndGet(other.acceptedBytes.get());
        pages.addAndGet(other.pages.get());
        receivedResources.addAndGet(other.receivedResources.get());
        receivedBytes.addAndGet(other.receivedBytes.get());
    }

    /** Requests that left, each attempt counted. */
    public long requests() {
        return requests.get();
    }

    /** Requests that were answered 429. */
    public long throttledRequests() {
        return throttled.get();
    }

    /** Requests that were sent again after a failure other than 429. */
    public long repeatedRequests() {
        return repeated.get();
    }

    /** Records of accepted requests, those that were sent twice counted twice. */
    public long acceptedRecords() {
        return acceptedRecords.get();
    }

    /** Bytes of accepted requests. */
    public long acceptedBytes() {
        return acceptedBytes.get();
    }

    /** Pages that were read. */
    public long pages() {
        return pages.get();
    }

    /** Resources on the pages that were read. */
    public long receivedResources() {
        return receivedResources.get();
    }

    /** Bytes of the pages that were read. */
    public long receivedBytes() {
        return receivedBytes.get();
    }

    /** Time spent waiting for quota, pauses that the server asked for included. */
    public Duration quotaWait() {
        return Duration.ofNanos(quotaNanos.get());
    }

    @Override
    public String toString() {
        return "Tally(" + requests + " requests, " + throttled + " throttled, " + repeated + " repeated)";
    }
}
