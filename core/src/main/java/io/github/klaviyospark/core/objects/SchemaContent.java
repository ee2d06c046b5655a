package io.github.klaviyospark.core.objects;

import java.util.List;

/**
 * What a version of a schema says, apart from relationships and mappings.
 *
 * @param title its title
 * @param description for people; may be empty
 * @param properties all of them, without the built-in id
 * @param required names of the properties without which no object is made
 */
public record SchemaContent(String title, String description, List<Property> properties, List<String> required) {

    /** Copies the lists. */
    public SchemaContent {
        properties = List.copyOf(properties);
        required = List.copyOf(required);
    }
}
