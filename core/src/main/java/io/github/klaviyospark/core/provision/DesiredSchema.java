package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ObjectLink;
import io.github.klaviyospark.core.definition.ProfileLink;
import io.github.klaviyospark.core.definition.PropertyDefinition;
import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyMapping;
import io.github.klaviyospark.core.objects.Relationship;
import io.github.klaviyospark.core.objects.RelationshipMapping;
import io.github.klaviyospark.core.objects.SchemaContent;
import io.github.klaviyospark.core.objects.SourceMapping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The schema and the mapping that a definition asks for, in the terms of a schema that the account has. */
final class DesiredSchema {

    private final ObjectDefinition definition;

    DesiredSchema(ObjectDefinition definition) {
        this.definition = definition;
    }

    /**
     * What the schema shall say. A property keeps the number that it has in the account; a new one gets the next that was
     * not used there, in no version that is known. The title of the schema stays, since the definition may name the type
     * by its id, and so do descriptions that the definition has none for.
     *
     * @param versions those that the account has, beginning with the one that is changed or followed
     */
    SchemaContent content(List<ObjectSchema> versions) {
        Map<String, Property> known = known(versions);
        int last = versions.stream()
                .flatMap(version -> version.content().properties().stream())
                .mapToInt(Property::id)
                .max()
                .orElse(0);

        List<Property> properties = new ArrayList<>();
        List<String> required = new ArrayList<>();
        for (PropertyDefinition property : definition.properties()) {
            Property same = known.get(property.name());
            String description =
                    same == null || property.description() != null ? property.description() : same.description();
            properties.add(
                    new Property(same == null ? ++last : same.id(), property.name(), property.type(), description));
            if (property.isRequired()) {
                required.add(property.name());
            }
        }
        Optional<SchemaContent> before =
                versions.stream().map(ObjectSchema::content).findFirst();
        return new SchemaContent(
                before.map(SchemaContent::title)
                        .filter(title -> !title.isEmpty())
                        .orElse(definition.title()),
                before.map(SchemaContent::description)
                        .filter(description -> definition.description().isEmpty())
                        .orElse(definition.description()),
                properties,
                required);
    }

    /** Properties by their names; each number is that of one property, and the first version decides of which. */
    private static Map<String, Property> known(List<ObjectSchema> versions) {
        Map<String, Property> known = new HashMap<>();
        Set<Integer> used = new HashSet<>();
        for (ObjectSchema version : versions) {
            for (Property property : version.content().properties()) {
                if (!known.containsKey(property.name()) && used.add(property.id())) {
                    known.put(property.name(), property);
                }
            }
        }
        return known;
    }

    /**
     * The mapping of a draft that has all properties and relationships.
     *
     * @param sourceId the data source
     */
    SourceMapping mapping(ObjectSchema draft, String sourceId) {
        List<PropertyMapping> properties = new ArrayList<>();
        for (PropertyDefinition property : definition.properties()) {
            int id = draft.property(property.name()).orElseThrow().id();
            properties.add(
                    property.constant() == null
                            ? new PropertyMapping.Simple(
                                    id,
                                    sourceId,
                                    definition.idPath().toString(),
                                    property.path().toString())
                            : new PropertyMapping.Constant(id, property.constant()));
        }

        List<RelationshipMapping> relationships = new ArrayList<>();
        for (ProfileLink link : definition.profileLinks()) {
            Map<IdentifierType, String> paths = new EnumMap<>(IdentifierType.class);
            link.identifiers().forEach((type, path) -> paths.put(type, path.toString()));
            relationships.add(new RelationshipMapping(
                    idOf(draft, link.name(), true), sourceId, link.idPath().toString(), paths, null, link.strategy()));
        }
        for (ObjectLink link : definition.objectLinks()) {
            relationships.add(new RelationshipMapping(
                    idOf(draft, link.name(), false),
                    sourceId,
                    link.idPath().toString(),
                    Map.of(),
                    link.relatedIdPath().toString(),
                    link.strategy()));
        }
        return new SourceMapping(draft.mapping().id(), properties, relationships);
    }

    private static String idOf(ObjectSchema draft, String name, boolean isToProfiles) {
        return draft.relationships().stream()
                .filter(relationship -> relationship.name().equals(name) && relationship.isToProfiles() == isToProfiles)
                .map(Relationship::id)
                .findFirst()
                .orElseThrow();
    }

    /** Writes a path as this project writes it, so that two spellings of one path compare equal. */
    static String normal(String path) {
        try {
            return MappingPath.ofAccount(path).toString();
        } catch (IllegalArgumentException e) {
            // A path beyond what is documented: equal to nothing that a definition can say.
            return path;
        }
    }
}
