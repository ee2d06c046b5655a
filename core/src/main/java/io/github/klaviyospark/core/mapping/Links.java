package io.github.klaviyospark.core.mapping;

import java.util.List;

/**
 * What a record says of one relationship of an object.
 *
 * @param relationship its name
 * @param identifiers what the object is linked to, each once; with none of them, a mapping that replaces links drops the
 *     ones that the object had
 */
public record Links(String relationship, List<Identifier> identifiers) {

    /** Takes a copy. */
    public Links {
        identifiers = List.copyOf(identifiers);
    }
}
