package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which times of a collection it can be cut into ranges by, and which tell what is new in it. */
final class TimeFacts {

    /** Times that stay as they are, so that a resource does not move from one range to another while they are read. */
    private static final List<String> FIXED =
            List.of("created", "created_at", "datetime", "joined_group_at", "timestamp");

    /** Times that move when a resource changes; they tell more than {@link #FIXED} ones. */
    private static final List<String> MOVING = List.of("updated", "updated_at");

    private static final List<String> LOWER = List.of("greater-than", "greater-or-equal");
    private static final List<String> UPPER = List.of("less-than", "less-or-equal");

    private final JsonNode filters;
    private final List<String> sortKeys = new ArrayList<>();

    TimeFacts(JsonNode filters, JsonNode sortKeys) {
        this.filters = filters;
        sortKeys.forEach(key -> this.sortKeys.add(key.asText()));
    }

    /** The time to cut by: it needs both bounds, and an order that finds the first and the last one. */
    Optional<String> slice() {
        return FIXED.stream()
                .filter(sortKeys::contains)
                .filter(field -> takes(field, LOWER) && takes(field, UPPER))
                .findFirst();
    }

    /** The time after which a resource is new or changed; it needs a lower bound. */
    Optional<String> follow() {
        List<String> candidates = new ArrayList<>(MOVING);
        candidates.addAll(FIXED);
        return candidates.stream().filter(field -> takes(field, LOWER)).findFirst();
    }

    private boolean takes(String field, List<String> operators) {
        JsonNode filter = filters.path(field);
        boolean[] found = new boolean[1];
        filter.path("operators").forEach(operator -> found[0] |= operators.contains(operator.asText()));
        return found[0] && filter.path("value").asText().equals("timestamp");
    }
}
