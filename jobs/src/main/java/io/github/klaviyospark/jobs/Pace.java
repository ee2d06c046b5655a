package io.github.klaviyospark.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What is left at the pace so far. */
final class Pace {

    private Pace() {}

    /**
     * How long the rest takes, in words.
     *
     * @param nanos what it took so far
     * @param settled before so much has passed, nothing is said
     */
    static Optional<String> left(long nanos, long done, OptionalLong total, Duration settled) {
        if (total.isEmpty() || done == 0 || nanos < settled.toNanos()) {
            return Optional.empty();
        }
        double left = (double) nanos / done * Math.max(0, total.getAsLong() - done);
        return Optional.of(Report.duration(Duration.ofNanos((long) left).toMillis()));
    }
}
