package io.github.klaviyospark.emulator;

import java.time.Duration;
import java.util.List;

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
    private final WindowLog log = new WindowLog();

    Quota(Limits limits) {
        this.limits = limits;
        this.burst = new Counter(limits.burst());
        this.steady = new Counter(limits.steady());
    }

    Limits limits() {
        return limits;
    }

    /** Takes one request at the given time, or refuses it and leaves both windows as they are. */
    Verdict take(long nanos) {
        return take(List.of(this), nanos);
    }

    /**
     * Takes one request from all or from none. The verdict counts what is left of the last, and how long until all would
     * pass. Callers that name several name them in the same order, as each is locked while the next is waited for.
     */
    static Verdict take(List<Quota> quotas, long nanos) {
        return take(quotas, nanos, 0, 0);
    }

    private static Verdict take(List<Quota> quotas, long nanos, int at, long waitBefore) {
        Quota quota = quotas.get(at);
        synchronized (quota) {
            long wait = Math.max(waitBefore, quota.untilRoom(nanos));
            Verdict verdict;
            if (at + 1 < quotas.size()) {
                verdict = take(quotas, nanos, at + 1, wait);
            } else if (wait > 0) {
                verdict = new Verdict(false, 0, 0, Math.max(1, (wait + SECOND - 1) / SECOND));
            } else {
                verdict = new Verdict(true, quota.burst.left() - 1, quota.burst.untilNext(nanos) / SECOND, 0);
            }
            if (verdict.accepted()) {
                quota.burst.used++;
                quota.steady.used++;
            }
            quota.log.add(quota.steady.window, verdict.accepted());
            return verdict;
        }
    }

    /** What became of requests in each steady window, those without any included; the last one may still be open. */
    synchronized List<WindowLog.Entry> windows() {
        return log.entries();
    }

    /** Zero when one more request passes. */
    private long untilRoom(long nanos) {
        burst.moveTo(nanos);
        steady.moveTo(nanos);
        return Math.max(burst.left() > 0 ? 0 : burst.untilNext(nanos), steady.left() > 0 ? 0 : steady.untilNext(nanos));
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
