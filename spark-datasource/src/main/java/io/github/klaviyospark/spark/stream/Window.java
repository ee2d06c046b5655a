package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Constraint;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whole seconds, from one to another. A row belongs to the second that Klaviyo shows of it, whatever it keeps besides.
 *
 * @param from the first second
 * @param until the first second that does not belong to it any more
 */
record Window(Instant from, Instant until) implements Serializable {

    /** Clocks differ, a second that has not passed may still get rows, and bounds in the future are refused. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    private static final long MICROS = 1_000_000;

    /** The first second that may not be complete. */
    static Instant complete(Instant now) {
        return now.minus(MARGIN).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The second that an instant lies in, in seconds since 1970. */
    static long second(long micros) {
        return Math.floorDiv(micros, MICROS);
    }

    boolean contains(long second) {
        return second >= from.getEpochSecond() && second < until.getEpochSecond();
    }

    boolean isEmpty() {
        return !from.isBefore(until);
    }

    /** The same, with an earlier beginning. */
    Window from(Instant earlier) {
        return new Window(earlier, until);
    }

    /** At least the rows of these seconds. */
    Constraint constraint(FilterField field) {
        return Constraint.between(field, from.getEpochSecond() * MICROS, until.getEpochSecond() * MICROS - 1);
    }

    @Override
    public String toString() {
        return "from " + from + " until " + until;
    }
}
