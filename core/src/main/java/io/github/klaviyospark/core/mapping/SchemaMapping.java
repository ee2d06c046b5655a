package io.github.klaviyospark.core.mapping;

import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyMapping;
import io.github.klaviyospark.core.objects.RelationshipMapping;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/** Makes the mapping of a schema that an account has. */
public final class SchemaMapping {

    private SchemaMapping() {}

    /**
     * The mapping of a schema, its properties in the order of the schema.
     *
     * @throws IllegalArgumentException when it has more than one data source, or a part that this version cannot follow
     */
    public static ObjectMapping of(ObjectSchema schema) {
        checkSources(schema);
        ObjectMapping.Builder builder = ObjectMapping.builder();
        for (Property property : schema.content().properties()) {
            PropertyMapping mapping = schema.mapping().properties().stream()
                    .filter(candidate -> candidate.propertyId() == property.id())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Property '" + property.name() + "' has no mapping. Add one to the source mapping."));
            boolean isRequired = schema.content().required().contains(property.name());
            if (mapping instanceof PropertyMapping.Simple simple) {
                builder.property(
                        property.name(),
                        property.type(),
                        isRequired,
                        MappingPath.ofAccount(simple.idPath()),
                        MappingPath.ofAccount(simple.dataPath()));
            } else if (mapping instanceof PropertyMapping.Constant constant) {
                builder.constant(property.name(), property.type(), isRequired, constant.value());
            } else {
                throw new IllegalArgumentException("Property '" + property.name()
                        + "' has a mapping of a kind that this version does not know: " + mapping + ".");
            }
        }
        schema.mapping().relationships().forEach(mapping -> add(schema, mapping, builder));
        return builder.build();
    }

    private static void add(ObjectSchema schema, RelationshipMapping mapping, ObjectMapping.Builder builder) {
        String name = schema.relationships().stream()
                .filter(relationship -> relationship.id().equals(mapping.relationshipId()))
                .map(relationship -> relationship.name())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The source mapping names a relationship "
                        + mapping.relationshipId() + " that the schema does not have."));
        MappingPath id = MappingPath.ofAccount(mapping.idPath());
        if (mapping.relatedIdPath() != null) {
            builder.related(name, id, MappingPath.ofAccount(mapping.relatedIdPath()));
            return;
        }
        Map<IdentifierType, MappingPath> identifiers = new EnumMap<>(IdentifierType.class);
        mapping.identifierPaths().forEach((type, path) -> identifiers.put(type, MappingPath.ofAccount(path)));
        builder.profile(name, id, identifiers);
    }

    private static void checkSources(ObjectSchema schema) {
        TreeSet<String> sources = new TreeSet<>();
        for (PropertyMapping mapping : schema.mapping().properties()) {
            if (mapping instanceof PropertyMapping.Simple simple) {
                sources.add(simple.sourceId());
            }
        }
        schema.mapping().relationships().forEach(mapping -> sources.add(mapping.sourceId()));
        if (sources.size() > 1) {
            throw new IllegalArgumentException(
                    "The objects are made from the records of " + sources.size() + " data sources, "
                            + String.join(", ", sources) + ", and the rows of one are not the whole story.");
        }
    }
}
