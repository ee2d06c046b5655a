package io.github.klaviyospark.core.objects;

import java.util.List;

/**
 * How the records of data sources become objects of a type.
 *
 * @param id its ULID
 * @param properties one for each property of the schema
 * @param relationships one for each relationship of the schema
 */
public record SourceMapping(String id, List<PropertyMapping> properties, List<RelationshipMapping> relationships) {

    /** Copies the lists. */
    public SourceMapping {
        properties = List.copyOf(properties);
        relationships = List.copyOf(relationships);
    }
}
