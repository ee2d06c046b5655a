package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.JobFate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** The faults asked for and how far each has come. */
final class FaultPlan {
    private final long seed;
    private final List<Armed> armed = new ArrayList<>();
    private final Map<Fault.Kind, Long> fired = new EnumMap<>(Fault.Kind.class);
    private final IdentityHashMap<Fault, Long> firedByFault = new IdentityHashMap<>();
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
        firedByFault.clear();
        random = new SplittableRandom(seed);
    }

    /** The faults that fire on a request: any number of delays, then at most one of another kind. */
    synchronized List<Fault> draw(String request, String operation) {
        List<Fault> firing = new ArrayList<>();
        for (Armed candidate : armed) {
            if (!candidate.fault.kind().waits() && candidate.fault.matches(request, operation) && fires(candidate)) {
                firing.add(candidate.fault);
                if (candidate.fault.kind() != Fault.Kind.DELAY) {
                    break;
                }
            }
        }
        return firing;
    }

    /**
     * The poison that fires on a request.
     *
     * @param held whether the request has a record that a fault poisons; not called while anything is locked, as it
     *     takes its time
     */
    Optional<Fault> drawPoison(String request, String operation, Predicate<Fault> held) {
        for (Armed candidate : poisons(request, operation)) {
            if (held.test(candidate.fault) && fires(candidate)) {
                return Optional.of(candidate.fault);
            }
        }
        return Optional.empty();
    }

    /** What faults make of the job that a request of an operation is about to make, of so many records. */
    synchronized JobFate drawFate(String request, String operation, int records) {
        for (Armed candidate : armed) {
            if (candidate.fault.kind().ofJobs() && candidate.fault.matches(request, operation) && fires(candidate)) {
                return candidate.fault.fate(random, records);
            }
        }
        return JobFate.USUAL;
    }

    private synchronized List<Armed> poisons(String request, String operation) {
        return armed.stream()
                .filter(candidate -> candidate.fault.kind() == Fault.Kind.POISON && !candidate.spent())
                .filter(candidate -> candidate.fault.matches(request, operation))
                .toList();
    }

    private synchronized boolean fires(Armed candidate) {
        if (!candidate.fires(random)) {
            return false;
        }
        fired.merge(candidate.fault.kind(), 1L, Long::sum);
        firedByFault.merge(candidate.fault, 1L, Long::sum);
        return true;
    }

    /** The faults that are set, those that will not fire again included. */
    synchronized List<Standing> standings() {
        return armed.stream().map(each -> new Standing(each.fault, each.fired)).toList();
    }

    synchronized Map<Fault.Kind, Long> fired() {
        return Map.copyOf(fired);
    }

    /** How often this very fault fired, even if it was taken away since. */
    synchronized long fired(Fault fault) {
        return firedByFault.getOrDefault(fault, 0L);
    }

    synchronized long firedInAll() {
        return fired.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A fault that is set and how often it fired. */
    record Standing(Fault fault, int fired) {}

    private static final class Armed {
        private final Fault fault;
        private int seen;
        private int fired;

        Armed(Fault fault) {
            this.fault = fault;
        }

        boolean spent() {
            return fired >= fault.times();
        }

        boolean fires(SplittableRandom random) {
            seen++;
            if (seen <= fault.after() || spent() || random.nextDouble() >= fault.rate()) {
                return false;
            }
            fired++;
            return true;
        }
    }
}
