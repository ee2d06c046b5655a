package io.github.klaviyospark.core.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done with a resource. */
public enum Change {
    /** Makes it, or adds it to what is there. */
    CREATE,
    /** Changes what is there. */
    UPDATE,
    /** Removes it. */
    DELETE;

    /** The change of a label, if there is one. */
    public static Optional<Change> of(String label) {
        return Arrays.stream(values())
                .filter(change -> change.label().equalsIgnoreCase(label))
                .findFirst();
    }

    /** The name that settings use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
