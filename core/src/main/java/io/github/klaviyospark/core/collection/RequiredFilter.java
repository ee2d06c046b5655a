package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.List;

/**
 * A condition without which the API lists nothing.
 *
 * @param field what has to be equal to something
 * @param values what it may be equal to, as far as is known
 */
public record RequiredFilter(String field, List<String> values) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public RequiredFilter {
        values = List.copyOf(values);
    }

    /** The condition with the first value that is known, in the grammar of filters. */
    public String example() {
        return "equals(" + field + ",\"" + (values.isEmpty() ? "..." : values.get(0)) + "\")";
    }
}
