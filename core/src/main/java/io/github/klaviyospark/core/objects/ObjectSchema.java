package io.github.klaviyospark.core.objects;

import java.util.List;
import java.util.Optional;

/**
 * A version of the schema of an object type, with its relationships and its source mapping.
 *
 * @param id its ULID
 * @param status how far it is
 * @param content what it says
 * @param relationships to profiles and to other types
 * @param mapping where its values come from
 */
public record ObjectSchema(
        String id,
        SchemaStatus status,
        SchemaContent content,
        List<Relationship> relationships,
        SourceMapping mapping) {

    /** Copies the list. */
    public ObjectSchema {
        relationships = List.copyOf(relationships);
    }

    /** A relationship by its name. */
    public Optional<Relationship> relationship(String name) {
        return relationships.stream()
                .filter(relationship -> relationship.name().equals(name))
                .findFirst();
    }

    /** A property by its name. */
    public Optional<Property> property(String name) {
        return content.properties().stream()
                .filter(property -> property.name().equals(name))
                .findFirst();
    }
}
