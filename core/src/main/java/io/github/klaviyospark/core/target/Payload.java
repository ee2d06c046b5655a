package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what requests of different revisions write in different ways: before 2023-07-15 related resources were plain
 * members and arrays, since then they are wrapped in {@code data}, and plural where singular came later.
 */
final class Payload {

    private Payload() {}

    /** Whether a resource has one of some types, in whatever case. */
    static boolean isOf(JsonNode resource, String... types) {
        String type = resource.path("type").asText();
        return Arrays.stream(types).anyMatch(type::equalsIgnoreCase);
    }

    /** The resources below a node: an array of them or one alone, wrapped in {@code data} or not. */
    static List<JsonNode> resources(JsonNode node) {
        JsonNode inner = node.has("data") ? node.get("data") : node;
        List<JsonNode> resources = new ArrayList<>();
        if (inner.isArray()) {
            inner.forEach(resources::add);
        } else if (!inner.isMissingNode() && !inner.isNull()) {
            resources.add(inner);
        }
        return resources;
    }

    /** A text, or the digits of a number; nothing where there is something else. */
    static Optional<String> text(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(Digits.of(node.decimalValue()));
        }
        return Optional.ofNullable(node.textValue());
    }

    /** The id of a resource that is an identifier, or is nothing but its id. */
    static Optional<String> id(JsonNode resource) {
        return text(resource.isObject() ? resource.path("id") : resource);
    }

    /** The ids of related resources: of a relationship by its singular or plural name, or of an attribute. */
    static List<String> related(JsonNode data, String name) {
        List<String> ids = new ArrayList<>();
        JsonNode relationships = data.path("relationships");
        JsonNode attributes = data.path("attributes");
        for (JsonNode place : List.of(
                relationships.path(name + "s"),
                relationships.path(name),
                attributes.path(name + "_id"),
                attributes.path(name + "_ids"))) {
            resources(place).forEach(resource -> id(resource).ifPresent(ids::add));
        }
        return ids.stream().distinct().toList();
    }

    /** Copies a member that is there and not null. */
    static void copy(JsonNode from, String name, ObjectNode to) {
        if (from.hasNonNull(name)) {
            to.set(name, from.get(name));
        }
    }
}
