package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.List;

/**
 * What a resource is related to.
 *
 * @param name as the API spells it
 * @param column the column that shows the ids
 * @param type the type of the related resources
 * @param isMany whether there may be several
 * @param formerNames what other revisions call it
 * @param formerAttributes the attributes, with dots where they are nested, that held the id in revisions before 2023-07-15
 */
public record Relationship(
        String name,
        String column,
        String type,
        boolean isMany,
        List<String> formerNames,
        List<String> formerAttributes)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Copies the lists. */
    public Relationship {
        formerNames = List.copyOf(formerNames);
        formerAttributes = List.copyOf(formerAttributes);
    }

    /** Whether a document means this one: revisions differ in the number of a name. */
    public boolean isCalled(String relationship) {
        return name.equals(relationship) || formerNames.contains(relationship);
    }
}
