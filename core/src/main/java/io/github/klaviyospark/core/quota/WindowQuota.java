package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.quota.QuotaLimits.Window;
import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 *
 * <p>What the server grants is learnt: from the limits that it names, which take the place of those that are documented,
 * and from refusals of what should have been granted, which {@link Yielding} turns into a smaller window for a while.
 */
final class WindowQuota implements Quota {

    private static final Logger LOG = LoggerFactory.getLogger(WindowQuota.class);

    private static final int ROUND_TRIPS = 32;
    private static final long MAX_BURST_GUARD = Duration.ofMillis(250).toNanos();

    /** {@code Retry-After} comes in whole seconds, so the window may turn up to so much before. */
    private static final long WHOLE_SECOND = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Clock clock;
    private final long[] roundTrips = new long[ROUND_TRIPS];
    private int answers;

    private QuotaTerms terms;
    private QuotaLimits told;
    private QuotaLimits limits;
    private final Instants departures;
    private final Instants grants;
    private Yielding yielding;
    private long pausedUntil;
    private final Set<QuotaLimits> said = new HashSet<>();
    private boolean hasSaidToYield;

    /**
     * A quota of which nothing has been used.
     *
     * @param name of the endpoint, for the log
     */
    WindowQuota(String name, QuotaTerms terms, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.terms = terms;
        this.limits = terms.with(null);
        this.departures = new Instants(largest(limits));
        this.grants = new Instants(largest(limits));
        this.yielding = new Yielding(steady(limits));
        this.pausedUntil = clock.nanoTime();
        said.add(limits);
    }

    private static int largest(QuotaLimits limits) {
        return limits.windows().stream().mapToInt(Window::permits).max().orElseThrow();
    }

    private static Window steady(QuotaLimits limits) {
        return limits.windows().get(limits.windows().size() - 1);
    }

    @Override
    public synchronized Duration reserve(QuotaTerms asked, int permits) {
        terms(asked);
        int smallest = limits.smallest();
        if (permits < 1 || permits > smallest) {
            throw new IllegalArgumentException(
                    "Cannot reserve " + permits + " permits of a quota of " + limits + ": give 1 to " + smallest + ".");
        }

        long now = clock.nanoTime();
        long last = now;
        for (int i = 0; i < permits; i++) {
            last = earliest(now);
            departures.add(last);
        }

        return Duration.ofNanos(last - now);
    }

    private long earliest(long now) {
        long earliest = Instants.later(now, pausedUntil);
        List<Window> windows = limits.windows();
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            earliest = free(earliest, window.permits(), window.length().toNanos());
        }
        long apart = yielding.apart(now);
        if (apart > 0) {
            earliest = free(earliest, yielding.allowed(now), yielding.length());
            earliest = departures.size() == 0 ? earliest : Instants.later(earliest, departures.last(1) + apart);
        }
        return earliest;
    }

    private long free(long earliest, int permits, long length) {
        return departures.size() < permits
                ? earliest
                : Instants.later(earliest, departures.last(permits) + length + guard(length));
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
        long now = clock.nanoTime();
        // Requests that were under way together are refused together; the first one tells all.
        if (pausedUntil - now <= 0) {
            refused(now, duration.toNanos());
        }
        pausedUntil = Instants.later(pausedUntil, now + duration.toNanos());
    }

    private void refused(long now, long pause) {
        int wanted = steady(limits).permits();
        long burst = limits.windows().get(0).length().toNanos();
        if (grants.size() == 0) {
            // Nothing is known of what was wanted before.
            return;
        }
        // So short a pause may be the burst's, which others cannot be kept from by it.
        if (pause <= burst + WHOLE_SECOND || pause > yielding.length() + WHOLE_SECOND) {
            return;
        }

        long began = now + pause - yielding.length() - WHOLE_SECOND;
        int got = grants.since(began);
        boolean wasThere = grants.since(began - yielding.length()) > got;
        if (yielding.refused(now, got, wanted, wasThere, now + pause, told != null) && !hasSaidToYield) {
            hasSaidToYield = true;
            LOG.warn(
                    "Klaviyo refuses requests of {} after {} in {} s where {} are granted: something else uses the quota of this"
                            + " account. Sending fewer until it does not; quotaShare keeps a part of the quota free from the"
                            + " beginning.",
                    name,
                    got,
                    Duration.ofNanos(yielding.length()).toSeconds(),
                    wanted);
        }
    }

    @Override
    public synchronized Duration paused() {
        return Duration.ofNanos(Math.max(0, pausedUntil - clock.nanoTime()));
    }

    @Override
    public synchronized void answered(Duration roundTrip) {
        roundTrips[answers] = roundTrip.toNanos();
        answers = (answers + 1) % ROUND_TRIPS;
        grants.add(clock.nanoTime());
    }

    @Override
    public synchronized void granted(QuotaLimits server) {
        if (!server.equals(told)) {
            told = server;
            yielding = new Yielding(steady(server));
            take(terms.with(told));
        }
    }

    private void terms(QuotaTerms other) {
        if (!other.equals(terms)) {
            terms = other;
            take(terms.with(told));
        }
    }

    private void take(QuotaLimits other) {
        if (other.equals(limits)) {
            return;
        }

        // The logs only grow: whoever sets limits back and forth must not make them forget what has left.
        departures.grow(largest(other));
        grants.grow(largest(other));
        limits = other;
        if (told == null) {
            yielding = new Yielding(steady(limits));
        }
        if (said.add(other)) {
            LOG.info(
                    "Quota of {} is now {} ({} {}{}{}).",
                    name,
                    limits,
                    terms.isGiven() ? "given" : "documented",
                    terms.limits(),
                    told == null ? "" : ", granted " + told,
                    terms.part() == 1 ? "" : ", a part of " + terms.part());
        }
    }

    @Override
    public synchronized QuotaLimits limits() {
        return limits;
    }

    @Override
    public synchronized String toString() {
        return "WindowQuota(" + name + ", " + limits + ", " + yielding + ", last "
                + Arrays.stream(roundTrips).max().orElse(0) / 1_000_000 + " ms)";
    }
}
