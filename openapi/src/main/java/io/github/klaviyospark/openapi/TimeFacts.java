package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In which orders a collection can be relied on, by which times it can be cut into ranges, and which tell what is new in
 * it. A key that some resources lack is good for none of these: ranges would leave them out.
 */
final class TimeFacts {

    /** Times that stay as they are, so that a resource does not move from one range to another while they are read. */
    private static final List<String> FIXED =
            List.of("created", "created_at", "datetime", "joined_group_at", "timestamp");

    /** Times that move when a resource changes; they tell more than {@link #FIXED} ones. */
    private static final List<String> MOVING = List.of("updated", "updated_at");

    private static final Set<String> LOWER = Set.of("greater-than", "greater-or-equal");
    private static final Set<String> UPPER = Set.of("less-than", "less-or-equal");
    private static final Set<String> ORDERED = Set.of("timestamp", "integer", "number", "boolean");

    private final JsonNode attributes;
    private final JsonNode filters;
    private final JsonNode fields;
    private final List<String> sortKeys = new ArrayList<>();
    private final Known known;

    /**
     * Facts from what is known already.
     *
     * @param attributes the members of the attributes in the document, in one piece each
     */
    TimeFacts(JsonNode attributes, JsonNode filters, JsonNode sortKeys, JsonNode fields, Known known) {
        this.attributes = attributes;
        this.filters = filters;
        this.fields = fields;
        this.known = known;
        sortKeys.forEach(key -> this.sortKeys.add(key.asText()));
    }

    /** The keys that every resource has and that Klaviyo cannot but sort as anybody would. */
    List<String> orders() {
        return sortKeys.stream().filter(this::isSure).toList();
    }

    private boolean isSure(String key) {
        boolean isOrdered = ORDERED.contains(fields.path(key).asText());
        boolean isThere =
                attributes.has(key) && !attributes.path(key).path("nullable").asBoolean();
        return known.isAlways(key) || (isOrdered && isThere);
    }

    /** The time to cut by: it needs both bounds, and an order that finds the first and the last one. */
    Optional<String> slice() {
        return FIXED.stream()
                .filter(sortKeys::contains)
                .filter(field -> isSure(field) && takes(field, LOWER) && takes(field, UPPER))
                .findFirst();
    }

    /** The time after which a resource is new or changed; it needs a lower bound. */
    Optional<String> follow() {
        List<String> candidates = new ArrayList<>(MOVING);
        candidates.addAll(FIXED);
        return candidates.stream()
                .filter(field -> isSure(field) && takes(field, LOWER))
                .findFirst();
    }

    private boolean takes(String field, Set<String> operators) {
        JsonNode filter = filters.path(field);
        boolean takes = false;
        for (JsonNode operator : filter.path("single")) {
            takes |= operators.contains(operator.asText());
        }
        return takes && filter.path("value").asText().equals("timestamp");
    }
}
