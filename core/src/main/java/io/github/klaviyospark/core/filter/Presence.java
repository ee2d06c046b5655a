package io.github.klaviyospark.core.filter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Anything, as long as there is something. */
record Presence() implements Domain {

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Domain and(Domain other) {
        return other;
    }

    @Override
    public Optional<Domain> or(Domain other) {
        return Optional.of(this);
    }

    @Override
    public List<Filter> parts(String field, int room, Instant now) {
        return List.of(Filter.of(List.of(new Condition(field, Operator.HAS, List.of(), false))));
    }
}
