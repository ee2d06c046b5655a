package io.github.klaviyospark.core.objects;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The type of a property of an object. Revision 2026-07-15 spells types in lower case, the documents of the beta in upper
 * case; either is read and the current one is written.
 */
public enum PropertyType {
    /** Text of at most 2 KB. */
    STRING,
    /** A whole number. */
    INT,
    /** A number. */
    FLOAT,
    /** True or false. */
    BOOLEAN,
    /** An instant, held in UTC. */
    TIMESTAMP;

    /**
     * The type of a label in either case.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static PropertyType of(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no type '" + label + "' of properties. Known are " + labels() + "."));
    }

    static String labels() {
        return Arrays.stream(values()).map(PropertyType::label).collect(Collectors.joining(", "));
    }

    /** As the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
