package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Order;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Attribute;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import io.github.klaviyospark.emulator.collections.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader of a collection asks for.
 *
 * @param fields what is wanted of the resources of each type
 * @param included the relationships whose resources are wanted too
 * @param owner which cursors belong to this request
 * @param old whether the answer is in the form of revisions before {@link OldShape}
 */
record CollectionRequest(
        Table table,
        Map<String, Selection> fields,
        List<Relationship> included,
        Order order,
        CollectionFilter filter,
        int size,
        String owner,
        Optional<Cursor> cursor,
        boolean old) {
    static final String PROFILE = "profile";

    private static final String SIZE = "page[size]";
    private static final String INCLUDE = "include";
    private static final String FILTER = "filter";
    private static final String SORT = "sort";
    /** More than any collection without pages has. */
    private static final int ALL = 1_000_000;

    /** The query parameters of the operation. */
    static Set<String> parameters(Table table) {
        Set<String> names = new TreeSet<>();
        names.add(fieldsOf(table.type()));
        includable(table).values().forEach(relationship -> names.add(fieldsOf(relationship.type())));
        if (!includable(table).isEmpty()) {
            names.add(INCLUDE);
        }
        if (!table.filters().isEmpty()) {
            names.add(FILTER);
        }
        if (!table.sorts().isEmpty()) {
            names.add(SORT);
        }
        if (table.size() > 0) {
            names.addAll(List.of(ProfileRequest.CURSOR, SIZE));
        }
        if (table.type().equals(PROFILE)) {
            names.add(ProfileRequest.ADDITIONAL);
        }
        return names;
    }

    private static String fieldsOf(String type) {
        return "fields[" + type + "]";
    }

    private static Map<String, Relationship> includable(Table table) {
        Map<String, Relationship> includable = new LinkedHashMap<>();
        table.relationships().values().stream()
                .filter(Relationship::includable)
                .forEach(relationship -> includable.put(relationship.name(), relationship));
        return includable;
    }

    static CollectionRequest read(Table table, Endpoint.Input input, Holdings holdings, long now) throws Refusal {
        Query query = input.query();
        boolean old = OldShape.isSpokenBy(input.call());
        Map<String, Relationship> includable = new LinkedHashMap<>();
        includable(table)
                .forEach((name, relationship) ->
                        includable.put(old ? OldShape.relationship(table, name) : name, relationship));
        List<Relationship> included = new ArrayList<>();
        for (String name : query.list(INCLUDE, includable.keySet(), "relationship to include")) {
            included.add(includable.get(name));
        }
        Map<String, Selection> fields = new HashMap<>();
        for (Relationship relationship : includable(table).values()) {
            boolean profile = relationship.type().equals(PROFILE);
            Set<String> known = profile
                    ? ProfileFields.INCLUDED
                    : Tables.of(relationship.target()).fields();
            fields.put(relationship.type(), Selection.of(query.fields(relationship.type(), known)));
        }
        fields.put(
                table.type(),
                table.type().equals(PROFILE)
                        ? member(query)
                        : Selection.of(query.fields(table.type(), table.fields())));
        Order order = order(table, query, holdings);
        if (table.mostPerPage() == 0 && query.value(SIZE).isPresent()) {
            throw Refusal.invalidParameter(
                    "'page_size' is not a valid field for the resource '" + table.type() + "'.", SIZE);
        }
        int size = table.mostPerPage() > 0
                ? query.number(SIZE, table.size(), table.mostPerPage())
                : table.size() > 0 ? table.size() : ALL;
        // A plus sign that should have been %2B makes Klaviyo answer as if there were no filter.
        Optional<String> filter = query.hasPlus(FILTER) ? Optional.empty() : query.value(FILTER);
        String owner = owner(table, input, size);
        Optional<String> cursor = query.value(ProfileRequest.CURSOR);
        return new CollectionRequest(
                table,
                fields,
                included,
                order,
                CollectionFilter.parse(filter, table, holdings, now),
                size,
                owner,
                cursor.isPresent()
                        ? Optional.of(Cursor.parse(cursor.get(), owner, key -> isKey(table, order, key)))
                        : Optional.empty(),
                old);
    }

    /** What is asked of the resources of a table when they are included by something that no table is of. */
    static CollectionRequest included(Table table, Query query) throws Refusal {
        return new CollectionRequest(
                table,
                Map.of(table.type(), Selection.of(query.fields(table.type(), table.fields()))),
                List.of(),
                Holdings.usual(table),
                null,
                0,
                "",
                Optional.empty(),
                false);
    }

    private static Selection member(Query query) throws Refusal {
        Set<String> names = new LinkedHashSet<>(ProfileFields.PROFILE);
        names.add(Member.JOINED);
        Set<String> optional = Set.of(ProfileFields.SUBSCRIPTIONS, ProfileFields.PREDICTIVE_ANALYTICS);
        Set<String> additional = query.list(ProfileRequest.ADDITIONAL, optional, "additional field");
        Selection wanted = Selection.of(query.fields(PROFILE, names));
        for (String name : optional) {
            wanted = additional.contains(name) ? wanted : wanted.without(name);
        }
        return wanted;
    }

    private static Order order(Table table, Query query, Holdings holdings) throws Refusal {
        Optional<String> name = query.value(SORT);
        if (name.isEmpty()) {
            return Holdings.usual(table);
        }
        boolean descending = name.get().startsWith("-");
        String path = table.sorts().get(name.get().substring(descending ? 1 : 0));
        if (path == null) {
            Set<String> known = new TreeSet<>();
            table.sorts().keySet().forEach(sort -> known.addAll(List.of(sort, "-" + sort)));
            throw Refusal.invalidParameter(
                    "'" + name.get()
                            + "' is not a sortable field for this resource. The sortable fields on this resource are: "
                            + String.join(", ", known),
                    SORT);
        }
        return new Order(name.get(), descending, resource -> holdings.values(table, resource, path).stream()
                .findFirst()
                .orElse(null));
    }

    private static boolean isKey(Table table, Order order, Object key) {
        String name = order.descending() ? order.name().substring(1) : order.name();
        Attribute attribute = table.attributes().get(table.sorts().getOrDefault(name, name));
        boolean time = attribute != null && attribute.kind().isTime();
        return key == null || (time ? key instanceof Long : key instanceof String);
    }

    private static String owner(Table table, Endpoint.Input input, int size) {
        List<String> parts = new ArrayList<>(List.of(input.call().path(), Integer.toString(size)));
        for (String name : parameters(table)) {
            if (!name.equals(ProfileRequest.CURSOR) && !name.equals(SIZE)) {
                parts.add(input.query().value(name).orElse(null));
            }
        }
        parts.add(input.query().hasPlus(FILTER) ? "+" : "");
        return Cursor.owner(parts);
    }
}
