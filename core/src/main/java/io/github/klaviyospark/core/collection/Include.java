package io.github.klaviyospark.core.collection;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Related resources that can come with a collection.
 *
 * @param name what the {@code include} parameter calls them
 * @param type their resource type
 * @param fields their attributes
 * @param sparseFields what {@code fields[type]} takes
 */
public record Include(String name, String type, List<Field> fields, Set<String> sparseFields) implements Serializable {

    /** Related resources and their fields. */
    public Include {
        fields = List.copyOf(fields);
        sparseFields = Set.copyOf(sparseFields);
    }

    /** Whether a relationship or parameter of this name means these resources: revisions differ in its number. */
    public boolean isCalled(String relationship) {
        return name.equals(relationship) || type.equals(relationship);
    }
}
