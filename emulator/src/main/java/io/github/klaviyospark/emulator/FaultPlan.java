package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The faults asked for and how far each has come. */
final class FaultPlan {
    private final long seed;
    private final List<Armed> armed = new ArrayList<>();
    private final Map<Fault.Kind, Long> fired = new EnumMap<>(Fault.Kind.class);
    private SplittableRandom random;

    FaultPlan(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    synchronized void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    /** Takes all faults away; {@link #fired} still tells what they did. */
    synchronized void clear() {
        armed.clear();
    }

    synchronized void reset() {
        armed.clear();
        fired.clear();
        random = new SplittableRandom(seed);
    }

    /** The faults that fire on a request: any number of delays, then at most one of another kind. */
    synchronized List<Fault> draw(String request, String operation) {
        List<Fault> firing = new ArrayList<>();
        for (Armed candidate : armed) {
            if (candidate.fault.matches(request, operation) && candidate.fires(random)) {
                firing.add(candidate.fault);
                fired.merge(candidate.fault.kind(), 1L, Long::sum);
                if (candidate.fault.kind() != Fault.Kind.DELAY) {
                    break;
                }
            }
        }
        return firing;
    }

    synchronized Map<Fault.Kind, Long> fired() {
        return Map.copyOf(fired);
    }

    private static final class Armed {
        private final Fault fault;
        private int seen;
        private int fired;

        Armed(Fault fault) {
            this.fault = fault;
        }

        boolean fires(SplittableRandom random) {
            seen++;
            if (seen <= fault.after() || fired >= fault.times() || random.nextDouble() >= fault.rate()) {
                return false;
            }
            fired++;
            return true;
        }
    }
}
