package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a collection can be filtered by.
 *
 * @param name the field, with dots where it is nested
 * @param shown the column that shows what is compared, or null: some filters compare what no answer shows
 * @param value what it is compared with
 * @param values the only values that it may be compared with; any when there are none
 * @param single the operators that take a single value, as the API spells them
 * @param list the operators that take a list
 * @param bare the operators that take no value
 */
public record FilterField(
        String name,
        String shown,
        FieldType value,
        Set<String> values,
        Set<String> single,
        Set<String> list,
        Set<String> bare)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A field and its operators. */
    public FilterField {
        values = Set.copyOf(values);
        single = Set.copyOf(single);
        list = Set.copyOf(list);
        bare = Set.copyOf(bare);
    }

    /** The column that shows what is compared; nothing where no answer shows it. */
    public Optional<String> column() {
        return Optional.ofNullable(shown);
    }

    /** All operators, in the order of the alphabet. */
    public Set<String> operators() {
        Set<String> operators = new TreeSet<>(single);
        operators.addAll(list);
        operators.addAll(bare);
        return operators;
    }

    /** Whether the API takes all of some values; a resource may well have another one. */
    public boolean takes(Collection<String> some) {
        return values.isEmpty() || values.containsAll(some);
    }

    /** Whether it compares ids, letter by letter. The server may compare other texts more loosely. */
    public boolean comparesIds() {
        return shown != null && (shown.equals("id") || shown.endsWith("_id"));
    }
}
