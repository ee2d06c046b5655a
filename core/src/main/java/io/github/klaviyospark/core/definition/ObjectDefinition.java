package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.mapping.ObjectMapping;
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

    /**
     * How records become objects by this definition, to try it without an account.
     *
     * @throws IllegalArgumentException when the definition breaks rules, see {@link Definition#of}
     */
    public ObjectMapping mapping() {
        ObjectMapping.Builder builder = ObjectMapping.builder();
        for (PropertyDefinition property : properties) {
            if (property.constant() == null) {
                builder.property(property.name(), property.type(), property.isRequired(), idPath, property.path());
            } else {
                builder.constant(property.name(), property.type(), property.isRequired(), property.constant());
            }
        }
        profileLinks.forEach(link -> builder.profile(link.name(), link.idPath(), link.identifiers()));
        objectLinks.forEach(link -> builder.related(link.name(), link.idPath(), link.relatedIdPath()));
        return builder.build();
    }
}
