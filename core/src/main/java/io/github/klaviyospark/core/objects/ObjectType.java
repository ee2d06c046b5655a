package io.github.klaviyospark.core.objects;

import java.util.Optional;

/**
 * An object type as the account has it.
 *
 * @param id its ULID
 * @param title its title
 * @param description for people
 * @param status of the type
 * @param currentSchemaId the schema by which objects are made; null before the first activation
 * @param draftSchemaId the schema that can be changed; null when there is none
 */
public record ObjectType(
        String id,
        String title,
        String description,
        SchemaStatus status,
        String currentSchemaId,
        String draftSchemaId) {

    /** The schema by which objects are made. */
    public Optional<String> currentSchema() {
        return Optional.ofNullable(currentSchemaId);
    }

    /** The schema that can be changed. */
    public Optional<String> draftSchema() {
        return Optional.ofNullable(draftSchemaId);
    }
}
