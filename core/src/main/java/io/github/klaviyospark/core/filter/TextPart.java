package io.github.klaviyospark.core.filter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Texts that have something in them. One condition of a kind on a field is what is sure to be taken, so of several the first
 * one is asked and rows are looked at again.
 *
 * @param operator where it is
 */
record TextPart(Operator operator, String text) implements Domain {

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Domain and(Domain other) {
        return other instanceof ValueSet ? other : this;
    }

    @Override
    public Optional<Domain> or(Domain other) {
        return equals(other) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public List<Filter> parts(String field, int room, Instant now) {
        return List.of(Filter.of(List.of(Condition.of(field, operator, Literal.of(text)))));
    }

    /** The operator only: the text may be a person's. */
    @Override
    public String toString() {
        return "TextPart(" + operator.label() + ")";
    }
}
