package io.github.klaviyospark.emulator;

import java.time.Duration;

/**
 * The requests left to one endpoint.
 *
 * <p>Both windows are fixed and lie side by side from the origin of the time given to {@link #take}, rather than from
 * the first request: a client that counts in windows of its own then meets the harder case, two of its windows inside
 * one of the server's.
 */
final class Quota {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Limits limits;
    private final Counter burst;
    private final Counter steady;

    Quota(Limits limits) {
        this.limits = limits;
        this.burst = new Counter(limits.burst());
        this.steady = new Counter(limits.steady());
    }

    Limits limits() {
        return limits;
    }

    /** Takes one request at the given time, or refuses it and leaves both windows as they are. */
    synchronized Verdict take(long nanos) {
        burst.moveTo(nanos);
        steady.moveTo(nanos);
        if (burst.left() > 0 && steady.left() > 0) {
            burst.used++;
            steady.used++;
            return new Verdict(true, burst.left(), burst.untilNext(nanos) / SECOND, 0);
        }
        long wait = Math.max(
                burst.left() > 0 ? 0 : burst.untilNext(nanos), steady.left() > 0 ? 0 : steady.untilNext(nanos));
        return new Verdict(false, 0, 0, Math.max(1, (wait + SECOND - 1) / SECOND));
    }

    /**
     * What became of a request.
     *
     * @param remaining requests left in the burst window
     * @param resetSeconds until the burst window ends, rounded down
     * @param retryAfterSeconds until a refused request would pass, rounded up, at least one
     */
    record Verdict(boolean accepted, int remaining, long resetSeconds, long retryAfterSeconds) {}

    private static final class Counter {
        private final int limit;
        private final long length;
        private long window = Long.MIN_VALUE;
        private int used;

        Counter(Limits.Window window) {
            this.limit = window.requests();
            this.length = window.length().toNanos();
        }

        void moveTo(long nanos) {
            long current = Math.floorDiv(nanos, length);
            if (current != window) {
                window = current;
                used = 0;
            }
        }

        int left() {
            return limit - used;
        }

        long untilNext(long nanos) {
            return length - Math.floorMod(nanos, length);
        }
    }
}
