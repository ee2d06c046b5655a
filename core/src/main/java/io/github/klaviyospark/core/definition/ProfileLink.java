package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A relationship to profiles that objects shall have.
 *
 * @param name of the relationship
 * @param description for people; may be null
 * @param idPath where the id of the object is; mostly that of the object itself
 * @param identifiers where the identifiers of the profile are
 * @param strategy what becomes of links that an object has already
 */
public record ProfileLink(
        String name,
        String description,
        MappingPath idPath,
        Map<IdentifierType, MappingPath> identifiers,
        UpdateStrategy strategy) {

    /** Copies the map. */
    public ProfileLink {
        identifiers = Collections.unmodifiableMap(new TreeMap<>(identifiers));
    }
}
