package io.github.klaviyospark.core.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A range of instants in whole seconds since 1970, both ends included, on a field that is compared as a number.
 *
 * @param from the smallest long for no bound
 * @param to the largest long for no bound
 */
record SecondsRange(long from, long to) implements Domain {

    @Override
    public boolean isEmpty() {
        return from > to;
    }

    @Override
    public Domain and(Domain other) {
        SecondsRange that = (SecondsRange) other;
        return new SecondsRange(Math.max(from, that.from), Math.min(to, that.to));
    }

    @Override
    public Optional<Domain> or(Domain other) {
        SecondsRange that = (SecondsRange) other;
        if (isEmpty() || that.isEmpty()) {
            return Optional.of(isEmpty() ? that : this);
        }
        return Optional.of(new SecondsRange(Math.min(from, that.from), Math.max(to, that.to)));
    }

    /** The upper bound leaves room for fractions of a second that answers do not show. */
    @Override
    public List<Filter> parts(String field, int room, Instant now) {
        long latest = TimeRange.latest(now);
        List<Condition> conditions = new ArrayList<>();
        if (from > 0) {
            conditions.add(condition(field, Operator.GREATER_OR_EQUAL, Math.min(from, latest)));
        }
        if (to < latest) {
            conditions.add(condition(field, Operator.LESS_THAN, Math.max(to, 0) + 1));
        }
        return List.of(Filter.of(conditions));
    }

    private static Condition condition(String field, Operator operator, long seconds) {
        return Condition.of(field, operator, new Literal(Literal.Kind.WORD, Long.toString(seconds)));
    }
}
