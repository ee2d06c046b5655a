package io.github.klaviyospark.core.filter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A range of instants, both ends included.
 *
 * <p>The API's bounds refuse fractions of a second, and compare what it keeps, which may be microseconds, while answers show
 * whole seconds. The conditions made here are therefore wider than the range by up to a second on each side, and rows have
 * to be looked at again.
 *
 * @param from microseconds since 1970; the smallest long for no bound
 * @param to microseconds since 1970; the largest long for no bound
 * @param isInclusive whether there is a lower bound that takes its own value; all others are strict
 */
record TimeRange(long from, long to, boolean isInclusive) implements Domain {

    /** Bounds in the future are refused, and clocks differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final long MICROS = 1_000_000;

    /** The latest second that no clock takes for the future. */
    static long latest(Instant now) {
        return now.minus(CLOCK_SKEW).getEpochSecond();
    }

    @Override
    public boolean isEmpty() {
        return from > to;
    }

    @Override
    public Domain and(Domain other) {
        TimeRange that = (TimeRange) other;
        return new TimeRange(Math.max(from, that.from), Math.min(to, that.to), isInclusive);
    }

    @Override
    public Optional<Domain> or(Domain other) {
        TimeRange that = (TimeRange) other;
        if (isEmpty() || that.isEmpty()) {
            return Optional.of(isEmpty() ? that : this);
        }
        return Optional.of(new TimeRange(Math.min(from, that.from), Math.max(to, that.to), isInclusive));
    }

    @Override
    public List<Filter> parts(String field, int room, Instant now) {
        return List.of(Filter.of(conditions(field, now)));
    }

    private List<Condition> conditions(String field, Instant now) {
        long latest = latest(now);
        List<Condition> conditions = new ArrayList<>();
        if (from != Long.MIN_VALUE) {
            long first = Math.floorDiv(isInclusive ? from : from - 1, MICROS);
            if (first >= 0) {
                Operator operator = isInclusive ? Operator.GREATER_OR_EQUAL : Operator.GREATER_THAN;
                conditions.add(condition(field, operator, Math.min(first, latest)));
            }
        }
        if (to != Long.MAX_VALUE) {
            long before = Math.max(Math.floorDiv(to, MICROS) + 1, 1);
            if (before <= latest) {
                conditions.add(condition(field, Operator.LESS_THAN, before));
            }
        }
        return conditions;
    }

    private static Condition condition(String field, Operator operator, long second) {
        return Condition.of(field, operator, Literal.of(Instant.ofEpochSecond(second)));
    }
}
