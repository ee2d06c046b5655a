package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/** Names the kinds of JSON values, for messages that must not repeat a value. */
final class Kinds {

    static final String OBJECT = "object";
    static final String NOTHING = "nothing";

    private Kinds() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> OBJECT;
            default -> NOTHING;
        };
    }
}
