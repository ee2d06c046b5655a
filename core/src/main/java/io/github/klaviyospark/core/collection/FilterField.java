package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.Set;

/**
 * What a collection can be filtered by.
 *
 * @param name the field, with dots where it is nested
 * @param value what it is compared with
 * @param operators the operators that the API takes, as it spells them
 */
public record FilterField(String name, FieldType value, Set<String> operators) implements Serializable {

    /** A field and its operators. */
    public FilterField {
        operators = Set.copyOf(operators);
    }
}
