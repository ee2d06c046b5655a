package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** What Klaviyo takes as the properties of an event. One event beyond a limit has its whole request refused. */
final class EventProperties {

    private static final int MEMBERS = 400;
    private static final int DEPTH = 10;
    private static final int ELEMENTS = 4_000;
    private static final int TEXT_BYTES = 100_000;

    private EventProperties() {}

    /**
     * Looks whether properties are within the limits.
     *
     * @throws InvalidRowException when they are not
     */
    static void check(String column, JsonNode properties) throws InvalidRowException {
        if (properties.size() > MEMBERS) {
            throw new InvalidRowException(
                    column, "holds " + properties.size() + " properties, and Klaviyo takes " + MEMBERS + " an event");
        }
        check(column, properties, 1);
    }

    private static void check(String column, JsonNode tree, int depth) throws InvalidRowException {
        if (tree.isContainerNode() && depth > DEPTH) {
            throw new InvalidRowException(
                    column, "holds something nested deeper than the " + DEPTH + " levels that Klaviyo takes");
        }
        if (tree.isArray() && tree.size() > ELEMENTS) {
            throw new InvalidRowException(
                    column, "holds an array of " + tree.size() + " elements, and Klaviyo takes " + ELEMENTS);
        }
        if (tree.isTextual() && isLong(tree.textValue())) {
            throw new InvalidRowException(
                    column, "holds a text of more than the " + TEXT_BYTES + " bytes that Klaviyo takes");
        }
        for (JsonNode inner : tree) {
            check(column, inner, depth + 1);
        }
    }

    /** Counts bytes only where it matters: a character has one to three. */
    private static boolean isLong(String text) {
        return text.length() > TEXT_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES;
    }
}
