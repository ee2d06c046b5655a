package io.github.klaviyospark.core.filter;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the {@code filter} parameter says: conditions that all hold. The grammar has no {@code or} and no {@code not}.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/filtering_">Filtering</a>
 */
public final class Filter {

    /** No condition at all. */
    public static final Filter NONE = new Filter(List.of());

    private final List<Condition> conditions;

    private Filter(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    static Filter of(List<Condition> conditions) {
        return new Filter(conditions);
    }

    /**
     * Reads a filter and checks that a collection can be filtered so.
     *
     * @throws IllegalArgumentException when it is not of the grammar, or names a field or operator that the collection
     *     does not have; the message repeats no value
     */
    public static Filter parse(String text, CollectionDescriptor collection) {
        Filter filter = new Filter(FilterParser.parse(text));
        FilterRules.check(filter.conditions, collection);
        return filter;
    }

    List<Condition> conditions() {
        return conditions;
    }

    /** Both filters. */
    public Filter and(Filter other) {
        List<Condition> all = new ArrayList<>(conditions);
        all.addAll(other.conditions);
        return new Filter(all);
    }

    /** The fields that it has conditions on. */
    public Set<String> fields() {
        return conditions.stream().map(Condition::field).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The texts that a field is compared with; none when it is not, or not for being equal. */
    public Set<String> texts(String field) {
        return conditions.stream()
                .filter(condition -> condition.field().equals(field))
                .filter(condition -> condition.operator() == Operator.EQUALS || condition.operator() == Operator.ANY)
                .flatMap(condition -> condition.values().stream())
                .map(Literal::text)
                .collect(Collectors.toSet());
    }

    /** Whether there is no condition. */
    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** As the API reads it, not yet encoded for a URL. Holds values that may be a person's. */
    public String written() {
        return conditions.stream().map(Condition::written).collect(Collectors.joining(","));
    }

    /** Without strings: fit for plans and logs. */
    @Override
    public String toString() {
        return conditions.stream().map(Condition::shown).collect(Collectors.joining(","));
    }
}
