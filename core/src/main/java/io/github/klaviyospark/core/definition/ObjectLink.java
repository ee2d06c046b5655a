package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.UpdateStrategy;

/**
 * A relationship to objects of another type. Klaviyo does not use these in segments and filters of flows.
 *
 * @param name of the relationship
 * @param description for people; may be null
 * @param objectType title or id of the other type
 * @param idPath where the id of the object is; mostly that of the object itself
 * @param relatedIdPath where the id of the other object is
 * @param strategy what becomes of links that an object has already
 */
public record ObjectLink(
        String name,
        String description,
        String objectType,
        MappingPath idPath,
        MappingPath relatedIdPath,
        UpdateStrategy strategy) {}
