package io.github.klaviyospark.core.mapping;

import io.github.klaviyospark.core.objects.IdentifierType;

/**
 * What one link of an object leads to.
 *
 * @param type what kind of identifier of a profile it is; null for the id of another object
 * @param value the identifier; may be a person's
 */
public record Identifier(IdentifierType type, String value) {

    /** Without the value. */
    @Override
    public String toString() {
        return type == null ? "object" : type.label();
    }
}
