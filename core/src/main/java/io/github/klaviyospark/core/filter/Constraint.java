package io.github.klaviyospark.core.filter;

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
     * Rows where a field is one of some texts.
     *
     * @return that, or {@link #ALL} when one of the texts cannot be sent
     */
    public static Constraint values(String field, Collection<String> texts) {
        return texts.stream().allMatch(ValueSet::isSendable)
                ? new Constraint(Map.of(field, new ValueSet(new HashSet<>(texts))))
                : ALL;
    }

    /**
     * Rows where a field is between two instants, both included.
     *
     * @param from microseconds since 1970; the smallest long for no bound
     * @param to microseconds since 1970; the largest long for no bound
     */
    public static Constraint between(String field, long from, long to) {
        return new Constraint(Map.of(field, new TimeRange(from, to)));
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
                either.put(field, domain.or(other.domains.get(field)));
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
