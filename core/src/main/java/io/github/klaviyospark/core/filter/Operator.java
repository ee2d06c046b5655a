package io.github.klaviyospark.core.filter;

import java.util.Arrays;
import java.util.Optional;

/**
 * The operators of the filter grammar.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/filtering_">Filtering</a>
 */
public enum Operator {
    /** Equal; some fields take a list, which then works as {@link #ANY}. */
    EQUALS("equals"),
    /** Equal to one of a list. */
    ANY("any"),
    /** Strictly greater. */
    GREATER_THAN("greater-than"),
    /** Greater or equal. */
    GREATER_OR_EQUAL("greater-or-equal"),
    /** Strictly less. */
    LESS_THAN("less-than"),
    /** Less or equal. */
    LESS_OR_EQUAL("less-or-equal"),
    /** A part of a text, or an element of a list. */
    CONTAINS("contains"),
    /** One of several elements. */
    CONTAINS_ANY("contains-any"),
    /** All of several elements. */
    CONTAINS_ALL("contains-all"),
    /** The beginning of a text. */
    STARTS_WITH("starts-with"),
    /** The end of a text. */
    ENDS_WITH("ends-with"),
    /** Not empty; takes no value. */
    HAS("has");

    private final String label;

    Operator(String label) {
        this.label = label;
    }

    /** The operator that the API spells so. */
    public static Optional<Operator> of(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
    }

    /** As the API spells it. */
    public String label() {
        return label;
    }

    boolean isBound() {
        return this == GREATER_THAN || this == GREATER_OR_EQUAL || this == LESS_THAN || this == LESS_OR_EQUAL;
    }
}
