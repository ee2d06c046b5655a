package io.github.klaviyospark.core.definition;

import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong with a definition, each thing with its place. */
final class Problems {

    private final List<String> found;
    private final String place;

    Problems() {
        this(new ArrayList<>(), "");
    }

    private Problems(List<String> found, String place) {
        this.found = found;
        this.place = place;
    }

    /** The same collection, seen from a member of this place. */
    Problems in(String member) {
        return new Problems(found, place.isEmpty() || member.startsWith("[") ? place + member : place + "." + member);
    }

    /** Notes a problem; what was noted already is not noted again. */
    void add(String problem) {
        String placed = place.isEmpty() ? problem : place + ": " + problem;
        if (!found.contains(placed)) {
            found.add(placed);
        }
    }

    List<String> all() {
        return found;
    }

    void throwIfAny(String subject) {
        if (!found.isEmpty()) {
            throw new DefinitionException(subject, found);
        }
    }
}
