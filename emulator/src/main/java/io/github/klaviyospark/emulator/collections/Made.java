package io.github.klaviyospark.emulator.collections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a resource together. */
final class Made {
    private final String id;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, List<String>> relationships = new LinkedHashMap<>();

    Made(String id) {
        this.id = id;
    }

    Made with(String attribute, Object value) {
        attributes.put(attribute, value);
        return this;
    }

    Made to(String relationship, List<String> ids) {
        relationships.put(relationship, List.copyOf(ids));
        return this;
    }

    /** To one, or to none when the id is null. */
    Made to(String relationship, String id) {
        return to(relationship, id == null ? List.of() : List.of(id));
    }

    HeldResource done() {
        return new HeldResource(id, attributes, relationships);
    }

    /** A map in the order of its names and values in turn; values may be null. */
    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
