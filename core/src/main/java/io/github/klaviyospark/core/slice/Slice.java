package io.github.klaviyospark.core.slice;

import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Constraint;

/**
 * A part of a collection: the resources whose time, as answers show it, is in a range.
 *
 * @param from microseconds since 1970, included; the smallest long where the part has no beginning
 * @param to microseconds since 1970, included; the largest long where the part has no end
 */
public record Slice(long from, long to) {

    /** All of it. */
    public static final Slice WHOLE = new Slice(Long.MIN_VALUE, Long.MAX_VALUE);

    /** What the API is asked for, which is up to a second wider on each side. */
    public Constraint constraint(FilterField field) {
        return equals(WHOLE) ? Constraint.ALL : Constraint.between(field, from, to);
    }

    /** Whether a time lies in it. */
    public boolean holds(long micros) {
        return from <= micros && micros <= to;
    }
}
