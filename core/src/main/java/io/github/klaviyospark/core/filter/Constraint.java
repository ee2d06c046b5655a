package io.github.klaviyospark.core.filter;

import io.github.klaviyospark.core.collection.FilterField;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which rows are wanted, field by field: a row is only wanted if every field named here has one of its values. What is
 * not said of a field may be anything. The API can be asked for no more than this: one set of values or one range for
 * each field.
 */
public final class Constraint {

    /** Every row. */
    public static final Constraint ALL = new Constraint(Map.of());

    private final Map<String, Domain> domains;

    private Constraint(Map<String, Domain> domains) {
        this.domains = new TreeMap<>(domains);
    }

    /**
     * Rows where a field is one of some texts; the field can be equal to one and to any of a list.
     *
     * @return that, or {@link #ALL} when one of the texts cannot be sent
     */
    public static Constraint values(String field, Collection<String> texts) {
        return values(field, texts, ValueForm.USUAL);
    }

    /**
     * Rows where a field has one of some values, which are texts, {@code true} or {@code false}.
     *
     * @return that, or {@link #ALL} when the field cannot be asked so or one of the values cannot be sent
     */
    public static Constraint values(FilterField field, Collection<String> values) {
        ValueForm form = ValueForm.of(field);
        return form.isAskable() && field.takes(values) ? values(field.name(), values, form) : ALL;
    }

    private static Constraint values(String field, Collection<String> values, ValueForm form) {
        return values.stream().allMatch(ValueSet::isSendable)
                ? new Constraint(Map.of(field, new ValueSet(new HashSet<>(values), form)))
                : ALL;
    }

    /**
     * Rows where a field is between two instants, both included; the field has strict bounds on both sides.
     *
     * @param from microseconds since 1970; the smallest long for no bound
     * @param to microseconds since 1970; the largest long for no bound
     */
    public static Constraint between(String field, long from, long to) {
        return new Constraint(Map.of(field, new TimeRange(from, to, false)));
    }

    /**
     * Rows where a field is between two instants, both included, as far as the field can be bounded.
     *
     * @param from microseconds since 1970; the smallest long for no bound
     * @param to microseconds since 1970; the largest long for no bound
     */
    public static Constraint between(FilterField field, long from, long to) {
        boolean isInclusive = field.single().contains(Operator.GREATER_OR_EQUAL.label());
        boolean hasLower = isInclusive || field.single().contains(Operator.GREATER_THAN.label());
        boolean hasUpper = field.single().contains(Operator.LESS_THAN.label());
        TimeRange range = new TimeRange(hasLower ? from : Long.MIN_VALUE, hasUpper ? to : Long.MAX_VALUE, isInclusive);
        return new Constraint(Map.of(field.name(), range));
    }

    /**
     * Rows where a time that is compared as a number is between two seconds, both included.
     *
     * @param from seconds since 1970; the smallest long for no bound
     * @param to seconds since 1970; the largest long for no bound
     */
    public static Constraint betweenSeconds(FilterField field, long from, long to) {
        boolean isBounded = field.single().contains(Operator.GREATER_OR_EQUAL.label())
                && field.single().contains(Operator.LESS_THAN.label());
        return isBounded ? new Constraint(Map.of(field.name(), new SecondsRange(from, to))) : ALL;
    }

    /**
     * Rows where a field has a text in it, by one of the operators {@code contains}, {@code starts-with} and {@code
     * ends-with}.
     *
     * @return that, or {@link #ALL} when the field does not have the operator or the text cannot be sent
     */
    public static Constraint part(FilterField field, Operator operator, String text) {
        return field.single().contains(operator.label()) && ValueSet.isSendable(text)
                ? new Constraint(Map.of(field.name(), new TextPart(operator, text)))
                : ALL;
    }

    /** Rows where a field has something; {@link #ALL} when it cannot be asked so. */
    public static Constraint has(FilterField field) {
        return field.bare().contains(Operator.HAS.label()) ? new Constraint(Map.of(field.name(), new Presence())) : ALL;
    }

    /** Rows that both want. */
    public Constraint and(Constraint other) {
        Map<String, Domain> both = new TreeMap<>(domains);
        other.domains.forEach((field, domain) -> both.merge(field, domain, Domain::and));
        return new Constraint(both);
    }

    /** At least the rows that one of them wants. */
    public Constraint or(Constraint other) {
        if (isImpossible()) {
            return other;
        }
        if (other.isImpossible()) {
            return this;
        }

        Map<String, Domain> either = new TreeMap<>();
        domains.forEach((field, domain) -> {
            if (other.domains.containsKey(field)) {
                domain.or(other.domains.get(field)).ifPresent(both -> either.put(field, both));
            }
        });
        return new Constraint(either);
    }

    /** The fields that it says something of. */
    public Set<String> fields() {
        return Collections.unmodifiableSet(domains.keySet());
    }

    /** Whether no row can be wanted. */
    public boolean isImpossible() {
        return domains.values().stream().anyMatch(Domain::isEmpty);
    }

    /** Whether some field may only have certain texts. */
    public boolean hasValues() {
        return domains.values().stream().anyMatch(ValueSet.class::isInstance);
    }

    /** Whether it can be asked for: two long lists would need a request for each pair of their parts. */
    public boolean isAskable() {
        List<ValueSet> longLists = domains.values().stream()
                .filter(ValueSet.class::isInstance)
                .map(ValueSet.class::cast)
                .filter(values -> !values.isShort())
                .toList();
        return longLists.size() <= 1 && longLists.stream().allMatch(ValueSet::canBeCut);
    }

    Map<String, Domain> domains() {
        return domains;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Constraint that && domains.equals(that.domains);
    }

    @Override
    public int hashCode() {
        return domains.hashCode();
    }

    /** The fields only: the values may be a person's. */
    @Override
    public String toString() {
        return "Constraint" + domains.keySet();
    }
}
