package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.PropertyType;
import java.util.Optional;

/**
 * A property that objects shall have.
 *
 * @param name as objects show it
 * @param type what it holds
 * @param description for people; may be null
 * @param isRequired whether no object is made without it
 * @param path where its value is in a record; null when it is constant
 * @param constant the value that every object has: a text, a number or a boolean; null when it comes from records
 */
public record PropertyDefinition(
        String name, PropertyType type, String description, boolean isRequired, MappingPath path, Object constant) {

    /** A property that comes from records. */
    public static PropertyDefinition of(String name, PropertyType type, MappingPath path) {
        return new PropertyDefinition(name, type, null, false, path, null);
    }

    /** The value that every object has. */
    public Optional<Object> constantValue() {
        return Optional.ofNullable(constant);
    }
}
