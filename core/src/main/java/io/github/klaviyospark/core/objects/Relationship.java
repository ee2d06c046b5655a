package io.github.klaviyospark.core.objects;

/**
 * A relationship of a schema, to profiles or to another object type.
 *
 * @param id the {@code relationship_id} that a source mapping names it by
 * @param name unique in the schema
 * @param description for people; may be null
 * @param relatedSchemaId the schema of the other object type; null when it leads to profiles
 */
public record Relationship(String id, String name, String description, String relatedSchemaId) {

    /** Whether it leads to profiles. */
    public boolean isToProfiles() {
        return relatedSchemaId == null;
    }
}
