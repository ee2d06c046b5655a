package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Related resources that can come with a collection.
 *
 * @param name what the {@code include} parameter and the relationship call them
 * @param type their resource type
 * @param isMany whether one resource may have several
 * @param formerNames what other revisions call them
 * @param fields their attributes
 * @param sparseFields what {@code fields[type]} takes
 */
public record Include(
        String name,
        String type,
        boolean isMany,
        List<String> formerNames,
        List<Field> fields,
        Set<String> sparseFields)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Related resources and their fields. */
    public Include {
        formerNames = List.copyOf(formerNames);
        fields = List.copyOf(fields);
        sparseFields = Set.copyOf(sparseFields);
    }

    /** Whether a relationship or parameter of this name means these resources: revisions differ in its number. */
    public boolean isCalled(String relationship) {
        return name.equals(relationship) || formerNames.contains(relationship);
    }
}
