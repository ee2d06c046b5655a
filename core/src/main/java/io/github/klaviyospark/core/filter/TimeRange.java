package io.github.klaviyospark.core.filter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of instants, both ends included.
 *
 * <p>The API's bounds are strict, refuse fractions of a second, and compare what it keeps, which may be microseconds,
 * while answers show whole seconds. The conditions made here are therefore wider than the range by up to a second on each
 * side, and rows have to be looked at again.
 *
 * @param from microseconds since 1970; the smallest long for no bound
 * @param to microseconds since 1970; the largest long for no bound
 */
record TimeRange(long from, long to) implements Domain {

    /** Bounds in the future are refused, and clocks differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final long MICROS = 1_000_000;

    @Override
    public boolean isEmpty() {
        return from > to;
    }

    @Override
    public Domain and(Domain other) {
        TimeRange that = (TimeRange) other;
        return new TimeRange(Math.max(from, that.from), Math.min(to, that.to));
    }

    @Override
    public Domain or(Domain other) {
        TimeRange that = (TimeRange) other;
        if (isEmpty()) {
            return that;
        }
        return that.isEmpty() ? this : new TimeRange(Math.min(from, that.from), Math.max(to, that.to));
    }

    /** Conditions that hold for everything in the range. */
    List<Condition> conditions(String field, Instant now) {
        long latest = now.minus(CLOCK_SKEW).getEpochSecond();
        List<Condition> conditions = new ArrayList<>();
        if (from != Long.MIN_VALUE) {
            long after = Math.min(Math.floorDiv(from - 1, MICROS), latest);
            if (after >= 0) {
                conditions.add(Condition.of(field, Operator.GREATER_THAN, Literal.of(Instant.ofEpochSecond(after))));
            }
        }
        if (to != Long.MAX_VALUE) {
            long before = Math.max(Math.floorDiv(to, MICROS) + 1, 1);
            if (before <= latest) {
                conditions.add(Condition.of(field, Operator.LESS_THAN, Literal.of(Instant.ofEpochSecond(before))));
            }
        }
        return conditions;
    }
}
