package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.quota.QuotaLimits.Window;
import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The quota of one JVM.
 *
 * <p>Klaviyo counts requests in fixed windows whose phase nobody tells: fifteen requests at the end of one minute and
 * fifteen at the beginning of the next are fine for a window that turns in between, and fifteen too many for one that
 * does not. A token bucket has the same flaw. What is right <em>whatever the phase</em> is a log: a request may leave
 * when the one that left {@code n} requests earlier is a whole window old. No stretch of a window's length then holds
 * more than {@code n} of ours, so no fixed window does, and in steady state exactly {@code n} leave per window, which is
 * all that the account may have.
 *
 * <p>The log holds the times at which requests were told to leave, in order, one entry per permit of the largest window;
 * a reservation looks up one entry per window. The server, however, counts arrivals. A request that is told to leave
 * arrives at some moment within its round trip, so two that leave a window apart may arrive a little closer. Windows are
 * therefore widened by the slowest of the last round trips, up to a bound that keeps the loss of a stalled network below
 * two percent of a minute.
 *
 * <p>A pause ({@code Retry-After}) moves the earliest moment for those who reserve afterwards; those who already wait
 * ask {@link #paused()} when they wake, and reserve again.
 */
final class WindowQuota implements Quota {

    private static final int ROUND_TRIPS = 32;
    private static final long MAX_BURST_GUARD = Duration.ofMillis(250).toNanos();

    private final Clock clock;
    private final long[] roundTrips = new long[ROUND_TRIPS];
    private int answers;

    private QuotaLimits limits;
    private long[] departures;
    private long count;
    private long pausedUntil;

    WindowQuota(QuotaLimits limits, Clock clock) {
        this.clock = clock;
        this.limits = limits;
        this.departures = new long[largest(limits)];
        this.pausedUntil = clock.nanoTime();
    }

    private static int largest(QuotaLimits limits) {
        return limits.windows().stream().mapToInt(Window::permits).max().orElseThrow();
    }

    @Override
    public synchronized Duration reserve(int permits) {
        int smallest = limits.smallest();
        if (permits < 1 || permits > smallest) {
            throw new IllegalArgumentException(
                    "Cannot reserve " + permits + " permits of a quota of " + limits + ": give 1 to " + smallest + ".");
        }

        long now = clock.nanoTime();
        long last = now;
        for (int i = 0; i < permits; i++) {
            last = earliest(now);
            departures[index(count)] = last;
            count++;
        }

        return Duration.ofNanos(last - now);
    }

    private long earliest(long now) {
        long earliest = later(now, pausedUntil);
        List<Window> windows = limits.windows();
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            if (count >= window.permits()) {
                long length = window.length().toNanos();
                long previous = departures[index(count - window.permits())];
                earliest = later(earliest, previous + length + guard(length));
            }
        }
        return earliest;
    }

    // System.nanoTime may be negative and may wrap, so instants are compared by their difference.
    private static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }

    private int index(long entry) {
        return (int) (entry % departures.length);
    }

    private long guard(long length) {
        long slowest = 0;
        for (long roundTrip : roundTrips) {
            slowest = Math.max(slowest, roundTrip);
        }
        long most = Math.max(length / 50, Math.min(MAX_BURST_GUARD, length / 4));
        return Math.min(slowest, most);
    }

    @Override
    public synchronized void pause(Duration duration) {
        pausedUntil = later(pausedUntil, clock.nanoTime() + duration.toNanos());
    }

    @Override
    public synchronized Duration paused() {
        return Duration.ofNanos(Math.max(0, pausedUntil - clock.nanoTime()));
    }

    @Override
    public synchronized void answered(Duration roundTrip) {
        roundTrips[answers] = roundTrip.toNanos();
        answers = (answers + 1) % ROUND_TRIPS;
    }

    /** Takes other limits from now on; what has left already keeps counting. */
    synchronized void limits(QuotaLimits other) {
        if (limits.equals(other)) {
            return;
        }

        // The log only grows: whoever sets limits back and forth must not make it forget what has left.
        int kept = (int) Math.min(count, departures.length);
        long[] resized = new long[Math.max(departures.length, largest(other))];
        for (int i = 0; i < kept; i++) {
            resized[i] = departures[index(count - kept + i)];
        }
        departures = resized;
        count = kept;
        limits = other;
    }

    synchronized QuotaLimits limits() {
        return limits;
    }

    @Override
    public synchronized String toString() {
        return "WindowQuota(" + limits + ", last "
                + Arrays.stream(roundTrips).max().orElse(0) / 1_000_000 + " ms)";
    }
}
