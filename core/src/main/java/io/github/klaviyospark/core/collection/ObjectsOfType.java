package io.github.klaviyospark.core.collection;

import java.util.List;

/**
 * The objects of one type as a collection.
 *
 * @param objectTypeId the type
 * @param idColumn what the column of ids is called
 * @param properties the other columns
 */
public record ObjectsOfType(String objectTypeId, String idColumn, List<Field> properties) {

    /** Copies the list. */
    public ObjectsOfType {
        properties = List.copyOf(properties);
    }
}
