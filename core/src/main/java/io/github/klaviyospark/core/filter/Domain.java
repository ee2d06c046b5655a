package io.github.klaviyospark.core.filter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The values that one field may have. */
sealed interface Domain permits ValueSet, TimeRange, SecondsRange, TextPart, Presence {

    /** Whether there is no such value. */
    boolean isEmpty();

    /** At least everything that is in both. */
    Domain and(Domain other);

    /** At least everything that is in one of them; nothing when that cannot be asked for. */
    Optional<Domain> or(Domain other);

    /**
     * Conditions that hold for everything in it, in parts that have nothing in common.
     *
     * @param room how many characters of a URL the values of a part may take
     * @param now the time, which no bound may exceed
     */
    List<Filter> parts(String field, int room, Instant now);

    /** How many characters of a URL all values take that could be cut into parts. */
    default int encodedLength() {
        return 0;
    }
}
