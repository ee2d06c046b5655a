package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.FilterParser.Kind;
import io.github.klaviyospark.emulator.FilterParser.Literal;
import io.github.klaviyospark.emulator.FilterParser.Term;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Source.Wanted;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Filter;
import io.github.klaviyospark.emulator.collections.Table.Operand;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@code filter} says about the resources of a collection, by its table. */
final class CollectionFilter {
    /** No source tells the true number; more are refused so that no client relies on more. */
    private static final int MOST_VALUES = 100;

    /** By which profiles are found quickly; the names under which members are filtered. */
    private static final Map<String, ProfileKey> KEYS = Map.of(
            "profile_id", ProfileKey.ID,
            "email", ProfileKey.EMAIL,
            "phone_number", ProfileKey.PHONE_NUMBER,
            "_kx", ProfileKey.KX);

    private final Table table;
    private final Holdings holdings;
    private final long now;
    private final List<Predicate<Resource>> conditions = new ArrayList<>();
    private Long lowest;
    private Long highest;
    private ProfileKey key;
    private Set<String> keys = Set.of();

    private CollectionFilter(Table table, Holdings holdings, long now) {
        this.table = table;
        this.holdings = holdings;
        this.now = now;
    }

    /**
     * Reads a filter, if there is one.
     *
     * @param now microseconds since 1970; a bound after it is refused
     */
    static CollectionFilter parse(Optional<String> text, Table table, Holdings holdings, long now) throws Refusal {
        CollectionFilter filter = new CollectionFilter(table, holdings, now);
        Set<String> seen = new HashSet<>();
        Set<String> fields = new HashSet<>();
        for (Term term : text.isEmpty() ? List.<Term>of() : FilterParser.parse(text.get())) {
            Filter known = filter.check(term);
            if (!seen.add(term.operator() + " " + term.field())) {
                throw invalid(
                        "'" + term.operator() + "' is given more than once for the field '" + term.field() + "'.");
            }
            fields.add(term.field());
            filter.add(known, term);
        }
        for (Filter known : table.filters().values()) {
            if (known.required() && !fields.contains(known.field())) {
                throw invalid("A filter on '" + known.field() + "' is required to list this resource, such as equals("
                        + known.field() + ",'" + known.values().get(0) + "').");
            }
        }
        return filter;
    }

    /**
     * What the resources must be.
     *
     * @param orderedBy the attribute by which they are listed
     */
    Wanted wanted(String orderedBy) {
        boolean bounded = ordersOf(orderedBy).anyMatch(table.order()::equals);
        return new Wanted(this::test, bounded ? lowest : null, bounded ? highest : null);
    }

    /** The attribute itself, and another one that is the same time in another spelling. */
    private Stream<String> ordersOf(String attribute) {
        Table.Attribute held = table.attributes().get(attribute);
        return held == null ? Stream.of(attribute) : Stream.of(attribute, held.of());
    }

    /** A key that has one of {@link #keys}, for all members that pass; empty when there is no such key. */
    Optional<ProfileKey> key() {
        return Optional.ofNullable(key);
    }

    Set<String> keys() {
        return keys;
    }

    private boolean test(Resource resource) {
        for (Predicate<Resource> condition : conditions) {
            if (!condition.test(resource)) {
                return false;
            }
        }
        return true;
    }

    private Filter check(Term term) throws Refusal {
        Filter filter = table.filters().get(term.field());
        if (filter == null) {
            throw invalid("'" + term.field() + "' is not a filterable field for this resource. The filterable fields on"
                    + " this resource are: " + String.join(", ", table.filters().keySet()));
        }
        Set<String> operators = new TreeSet<>(filter.single());
        operators.addAll(filter.list());
        if (!operators.contains(term.operator())) {
            throw invalid("'" + term.operator() + "' is not an allowed operator for the field '" + term.field()
                    + "'. The allowed operators on this field are: " + String.join(", ", operators));
        }
        if (!(term.list() ? filter.list() : filter.single()).contains(term.operator())) {
            throw invalid("'" + term.operator() + "' on '" + term.field() + "' takes "
                    + (term.list() ? "one value, not a list." : "a list of values."));
        }
        return filter;
    }

    private void add(Filter filter, Term term) throws Refusal {
        switch (filter.operand()) {
            case NONE -> conditions.add(resource -> !values(resource, filter).isEmpty());
            case TIME -> bound(filter, TimeBound.datetime(term, now));
            case EPOCH -> bound(filter, TimeBound.epoch(term, now));
            case BOOLEAN -> {
                Set<String> any = Set.copyOf(constants(filter, term, Kind.BOOLEAN));
                conditions.add(resource ->
                        values(resource, filter).stream().anyMatch(value -> any.contains(String.valueOf(value))));
            }
            default -> texts(filter, term);
        }
    }

    private List<Object> values(Resource resource, Filter filter) {
        return holdings.values(table, resource, filter.path());
    }

    private void bound(Filter filter, TimeBound bound) {
        conditions.add(resource -> values(resource, filter).stream().anyMatch(time -> bound.test((Long) time)));
        if (ordersOf(filter.path()).anyMatch(table.order()::equals)) {
            lowest = lowest == null || (bound.lowest() != null && bound.lowest() > lowest) ? bound.lowest() : lowest;
            highest = highest == null || (bound.highest() != null && bound.highest() < highest)
                    ? bound.highest()
                    : highest;
        }
    }

    private void texts(Filter filter, Term term) throws Refusal {
        boolean email = filter.operand() == Operand.EMAIL;
        Set<String> any = new HashSet<>();
        for (String text : constants(filter, term, Kind.STRING)) {
            any.add(email ? text.toLowerCase(Locale.ROOT) : text);
        }
        String one = any.iterator().next();
        Predicate<String> passes =
                switch (term.operator()) {
                    case "contains" -> text -> text.contains(one);
                    case "starts-with" -> text -> text.startsWith(one);
                    case "ends-with" -> text -> text.endsWith(one);
                    default -> any::contains;
                };
        Relationship relationship = table.relationships().get(filter.path());
        if (relationship != null && relationship.resolved()) {
            // Whether an id leads somewhere is only worth asking when it is one of those that are wanted.
            conditions.add(
                    resource -> resource.related(relationship.name()).stream().anyMatch(passes));
        }
        conditions.add(resource -> {
            for (Object value : values(resource, filter)) {
                if (value instanceof String text && passes.test(email ? text.toLowerCase(Locale.ROOT) : text)) {
                    return true;
                }
            }
            return false;
        });
        if (table.type().equals("profile") && key == null && KEYS.containsKey(filter.field())) {
            key = KEYS.get(filter.field());
            keys = any;
        }
    }

    private static List<String> constants(Filter filter, Term term, Kind kind) throws Refusal {
        if (term.values().isEmpty() || term.values().size() > MOST_VALUES) {
            throw invalid("A list of values has from 1 to " + MOST_VALUES + " of them, not "
                    + term.values().size() + ".");
        }
        List<String> texts = new ArrayList<>();
        for (Literal value : term.values()) {
            if (value.kind() != kind || value.text().isEmpty()) {
                throw invalid("The field '" + term.field() + "' is compared with "
                        + (kind == Kind.BOOLEAN ? "true or false." : "strings that are not empty."));
            }
            if (!filter.values().isEmpty() && !filter.values().contains(value.text())) {
                throw invalid("'" + value.text() + "' is not a valid value for the field '" + term.field()
                        + "'. There are: " + String.join(", ", filter.values()) + ".");
            }
            texts.add(value.text());
        }
        return texts;
    }

    private static Refusal invalid(String detail) {
        return Refusal.invalidParameter(detail, "filter");
    }
}
