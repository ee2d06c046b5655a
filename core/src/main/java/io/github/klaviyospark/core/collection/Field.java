package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A field of a collection.
 *
 * @param name as the API spells it
 * @param type what it holds
 * @param members the fields of an {@link FieldType#OBJECT}; the one element, which has no name, of a {@link
 *     FieldType#LIST}; empty otherwise
 */
public record Field(String name, FieldType type, List<Field> members) implements Serializable {

    /** A field with members of its own. */
    public Field {
        members = List.copyOf(members);
    }

    /** The element of a list. */
    public Field element() {
        return members.get(0);
    }

    /** A member by its name. */
    public Optional<Field> member(String memberName) {
        return members.stream()
                .filter(member -> member.name().equals(memberName))
                .findFirst();
    }
}
