package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.mapping.MappingPath;
import java.util.List;

/**
 * What an object type shall be and how records become its objects.
 *
 * @param title of the type, by which it is found in the account
 * @param description for people; may be empty
 * @param source title or id of the data source whose records it is made from
 * @param idPath where the id of an object is in a record
 * @param properties in order
 * @param profileLinks relationships to profiles
 * @param objectLinks relationships to objects of other types
 */
public record ObjectDefinition(
        String title,
        String description,
        String source,
        MappingPath idPath,
        List<PropertyDefinition> properties,
        List<ProfileLink> profileLinks,
        List<ObjectLink> objectLinks) {

    /** Copies the lists. */
    public ObjectDefinition {
        properties = List.copyOf(properties);
        profileLinks = List.copyOf(profileLinks);
        objectLinks = List.copyOf(objectLinks);
    }
}
