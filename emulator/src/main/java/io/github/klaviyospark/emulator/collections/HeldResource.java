package io.github.klaviyospark.emulator.collections;

import java.util.List;
import java.util.Map;

/** A resource with all its parts in memory. */
public record HeldResource(String id, Map<String, Object> attributes, Map<String, List<String>> relationships)
        implements Resource {
    @Override
    public Object value(String attribute) {
        return attributes.get(attribute);
    }

    @Override
    public List<String> related(String relationship) {
        return relationships.getOrDefault(relationship, List.of());
    }
}
