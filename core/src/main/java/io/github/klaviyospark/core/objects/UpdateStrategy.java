package io.github.klaviyospark.core.objects;

import java.util.Arrays;
import java.util.Locale;

/** What a record does to the links that an object has already. */
public enum UpdateStrategy {
    /** The links of the record take the place of those that came from the same mapping; what the API does by default. */
    REPLACE_FROM_ORIGIN,
    /** The links of the record are added. */
    ADDITIVE;

    /**
     * The strategy of a label in either case.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static UpdateStrategy of(String label) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no update strategy '" + label
                        + "'. Known are " + REPLACE_FROM_ORIGIN.label() + " and " + ADDITIVE.label() + "."));
    }

    /** As the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
