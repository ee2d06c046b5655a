package io.github.klaviyospark.core.objects;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the links of a relationship come from.
 *
 * @param relationshipId the relationship
 * @param sourceId the data source that the records are in
 * @param idPath where the id of the object is
 * @param identifierPaths where the identifiers of profiles are; empty when it leads to another object type
 * @param relatedIdPath where the id of the other object is; null when it leads to profiles
 * @param strategy what becomes of the links that the object has
 */
public record RelationshipMapping(
        String relationshipId,
        String sourceId,
        String idPath,
        Map<IdentifierType, String> identifierPaths,
        String relatedIdPath,
        UpdateStrategy strategy) {

    /** Copies the map. */
    public RelationshipMapping {
        identifierPaths = Collections.unmodifiableMap(new TreeMap<>(identifierPaths));
    }
}
