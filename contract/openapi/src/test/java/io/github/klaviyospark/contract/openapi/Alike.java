package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves one of several alternatives of a {@code oneOf} that say the same, or of which one lets in all that the other does:
 * the options for sending a campaign are three times the same, under three names, so that by the letter whatever fits one
 * of them fits three and is wrong.
 */
final class Alike {
    private final JsonNode document;

    private Alike(JsonNode document) {
        this.document = document;
    }

    static void drop(JsonNode document) {
        new Alike(document).walk(document);
    }

    private void walk(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.path("oneOf") instanceof ArrayNode alternatives) {
            List<JsonNode> left = new ArrayList<>();
            for (int i = 0; i < alternatives.size(); i++) {
                if (!isCovered(alternatives, i)) {
                    left.add(alternatives.get(i));
                }
            }
            alternatives.removeAll();
            alternatives.addAll(left);
        }
        node.forEach(this::walk);
    }

    private boolean isCovered(ArrayNode alternatives, int place) {
        JsonNode one = resolved(alternatives.get(place));
        for (int i = 0; i < alternatives.size(); i++) {
            JsonNode other = resolved(alternatives.get(i));
            // Of two that cover each other the first is left.
            if (i != place && covers(other, one) && (i < place || !covers(one, other))) {
                return true;
            }
        }
        return false;
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode found = schema;
        while (found.has("$ref")) {
            found = document.at(found.path("$ref").asText().substring(1));
        }
        return found;
    }

    /** Whether an object lets in all that another does; a member that it does not have would be an error. */
    private static boolean covers(JsonNode wide, JsonNode narrow) {
        return wide.path("properties").isObject()
                && narrow.path("properties").isObject()
                && narrow.path("properties").properties().stream().allMatch(member -> member.getValue()
                        .equals(wide.path("properties").get(member.getKey())))
                && names(narrow).containsAll(names(wide));
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new HashSet<>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }
}
