package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.time.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;

/**
 * A server with fixed windows, those who ask it through a quota, and one who asks it evenly without. Time is simulated:
 * hours pass in milliseconds. It knows nothing of how the quota decides.
 */
final class SimulatedServer {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FakeClock clock;
    private final QuotaTerms terms;
    private final Quota quota;
    private final int burst;
    private final int steady;
    private final long steadyLength;
    private final long phase;
    private final Random random;
    private boolean namesLimits = true;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final TreeMap<Long, int[]> windows = new TreeMap<>();
    private final TreeMap<Long, Integer> bursts = new TreeMap<>();
    private long order;

    SimulatedServer(FakeClock clock, QuotaTerms terms, int burst, int steady, Duration length, Random random) {
        this.clock = clock;
        this.terms = terms;
        this.quota = new WindowQuota("POST /x", terms, clock);
        this.burst = burst;
        this.steady = steady;
        this.steadyLength = length.toNanos();
        this.random = random;
        this.phase = random.nextLong(steadyLength);
    }

    /** Leaves out the header that names the limits. */
    SimulatedServer withoutHeaders() {
        namesLimits = false;
        return this;
    }

    /** What became of requests in one window of the server. */
    record Window(int ours, int others, int refusedOfOurs, int refusedOfOthers) {}

    private record Event(long at, long order, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private void at(long instant, Runnable run) {
        events.add(new Event(instant, order++, run));
    }

    /** Adds one who has always something to send, one request after the other. */
    void worker() {
        at(clock.nanoTime(), this::reserve);
    }

    private void reserve() {
        Duration wait = quota.reserve(terms, 1);
        at(clock.nanoTime() + wait.toNanos(), wait.isZero() ? this::send : this::waited);
    }

    private void waited() {
        if (quota.paused().isZero()) {
            send();
        } else {
            reserve();
        }
    }

    private void send() {
        long roundTrip = Duration.ofMillis(100 + random.nextInt(100)).toNanos();
        at(clock.nanoTime() + roundTrip / 2, () -> {
            long retryAfter = take(true);
            at(clock.nanoTime() + roundTrip / 2, () -> answered(retryAfter, roundTrip));
        });
    }

    private void answered(long retryAfter, long roundTrip) {
        if (retryAfter == 0) {
            quota.answered(Duration.ofNanos(roundTrip));
            if (namesLimits) {
                quota.granted(QuotaLimits.of(burst, SECOND, steady, steadyLength));
            }
        } else {
            quota.pause(Duration.ofSeconds(retryAfter));
        }
        reserve();
    }

    /** Adds one who asks so often in each window, evenly, and does not care for the answer. */
    Competitor competitor(int perWindow) {
        Competitor competitor = new Competitor(steadyLength / perWindow);
        at(clock.nanoTime() + random.nextLong(competitor.apart), competitor::ask);
        return competitor;
    }

    /** Another application. */
    final class Competitor {

        private final long apart;
        private boolean hasLeft;

        private Competitor(long apart) {
            this.apart = apart;
        }

        void leave() {
            hasLeft = true;
        }

        private void ask() {
            if (!hasLeft) {
                take(false);
                at(clock.nanoTime() + apart, this::ask);
            }
        }
    }

    /** Whole seconds to wait, zero when granted. */
    private long take(boolean isOurs) {
        long now = clock.nanoTime() + phase;
        int[] window = windows.computeIfAbsent(now / steadyLength, key -> new int[4]);
        long second = now / SECOND;
        int column = isOurs ? 0 : 1;
        long retryAfter = 0;
        if (window[0] + window[1] >= steady) {
            retryAfter = (steadyLength - now % steadyLength + SECOND - 1) / SECOND;
        } else if (bursts.getOrDefault(second, 0) >= burst) {
            retryAfter = 1;
        }
        if (retryAfter == 0) {
            window[column]++;
            bursts.merge(second, 1, Integer::sum);
        } else {
            window[column + 2]++;
        }
        return retryAfter;
    }

    /** Lets so many windows pass, and tells of those that are whole, without the first and the last. */
    List<Window> run(int count) {
        long end = clock.nanoTime() + count * steadyLength;
        while (events.peek().at() < end) {
            Event next = events.poll();
            clock.advance(Duration.ofNanos(next.at() - clock.nanoTime()));
            next.run().run();
        }
        List<Window> all = new ArrayList<>();
        windows.values().forEach(window -> all.add(new Window(window[0], window[1], window[2], window[3])));
        return all.subList(1, all.size() - 1);
    }

    @Override
    public String toString() {
        return "SimulatedServer(" + burst + ", " + steady + ")";
    }
}
