package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ObjectLink;
import io.github.klaviyospark.core.definition.ProfileLink;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyMapping;
import io.github.klaviyospark.core.objects.Relationship;
import io.github.klaviyospark.core.objects.RelationshipMapping;
import io.github.klaviyospark.core.objects.SchemaContent;
import io.github.klaviyospark.core.objects.SourceMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a schema lacks of what a definition asks for. Titles and descriptions are written when something is made and not
 * compared: a new version and the processing of all records again would be a high price for a word.
 */
final class SchemaDifference {

    private final ObjectDefinition definition;
    private final ObjectSchema schema;
    private final AccountState account;
    private final SchemaContent desired;

    SchemaDifference(ObjectDefinition definition, ObjectSchema schema, AccountState account) {
        this.definition = definition;
        this.schema = schema;
        this.account = account;
        this.desired = new DesiredSchema(definition).content(List.of(schema));
    }

    boolean isEmpty(String sourceId) {
        return properties().isEmpty()
                && missingRelationships().isEmpty()
                && superfluousRelationships().isEmpty()
                && isMapped(sourceId);
    }

    /** The differences between properties, a line each. */
    List<String> properties() {
        List<String> lines = new ArrayList<>();
        for (Property property : desired.properties()) {
            Property known = schema.property(property.name()).orElse(null);
            if (known == null) {
                lines.add("+ " + property.name() + " " + property.type().label());
            } else if (known.type() != property.type()) {
                lines.add("~ " + property.name() + " " + known.type().label() + " becomes "
                        + property.type().label());
            }
        }
        droppedProperties().forEach(name -> lines.add("- " + name));

        Set<String> before = new HashSet<>(schema.content().required());
        Set<String> after = new HashSet<>(desired.required());
        after.stream().filter(name -> !before.contains(name)).forEach(name -> lines.add("~ " + name + " required"));
        before.stream()
                .filter(name -> !after.contains(name) && schema.property(name).isPresent())
                .filter(name -> definition.properties().stream()
                        .anyMatch(property -> property.name().equals(name)))
                .forEach(name -> lines.add("~ " + name + " no longer required"));
        return lines;
    }

    /** What would be taken away if the definition took the place of the schema: properties, then relationships. */
    List<String> drops() {
        List<String> drops = new ArrayList<>(droppedProperties());
        superfluousRelationships().stream().map(Relationship::name).forEach(drops::add);
        return drops;
    }

    List<String> droppedProperties() {
        return schema.content().properties().stream()
                .map(Property::name)
                .filter(name -> definition.properties().stream()
                        .noneMatch(property -> property.name().equals(name)))
                .toList();
    }

    /** The relationships that the schema lacks. */
    List<String> missingRelationships() {
        List<String> missing = new ArrayList<>();
        definition.profileLinks().stream()
                .filter(link -> schema.relationships().stream().noneMatch(relationship -> is(relationship, link)))
                .forEach(link -> missing.add(link.name()));
        definition.objectLinks().stream()
                .filter(link -> schema.relationships().stream().noneMatch(relationship -> is(relationship, link)))
                .forEach(link -> missing.add(link.name()));
        return missing;
    }

    /** The relationships that the definition does not have, or that lead elsewhere. */
    List<Relationship> superfluousRelationships() {
        return schema.relationships().stream()
                .filter(relationship -> definition.profileLinks().stream().noneMatch(link -> is(relationship, link))
                        && definition.objectLinks().stream().noneMatch(link -> is(relationship, link)))
                .toList();
    }

    private static boolean is(Relationship relationship, ProfileLink link) {
        return relationship.isToProfiles() && relationship.name().equals(link.name());
    }

    private boolean is(Relationship relationship, ObjectLink link) {
        return !relationship.isToProfiles()
                && relationship.name().equals(link.name())
                && !account.leadsElsewhere(relationship.relatedSchemaId(), link.objectType());
    }

    /** Whether the mapping is the one that is asked for; the schema must have all properties and relationships. */
    boolean isMapped(String sourceId) {
        SourceMapping wanted = new DesiredSchema(definition).mapping(schema, sourceId);
        return properties(wanted).equals(properties(schema.mapping()))
                && relationships(wanted).equals(relationships(schema.mapping()))
                && schema.mapping().properties().size() == wanted.properties().size();
    }

    private static Map<Integer, List<Object>> properties(SourceMapping mapping) {
        Map<Integer, List<Object>> comparable = new TreeMap<>();
        for (PropertyMapping property : mapping.properties()) {
            if (property instanceof PropertyMapping.Simple simple) {
                comparable.put(
                        simple.propertyId(),
                        List.of(
                                simple.sourceId(),
                                DesiredSchema.normal(simple.idPath()),
                                DesiredSchema.normal(simple.dataPath())));
            } else if (property instanceof PropertyMapping.Constant constant) {
                comparable.put(constant.propertyId(), List.of(comparable(constant.value())));
            } else {
                comparable.put(property.propertyId(), List.of());
            }
        }
        return comparable;
    }

    private static Object comparable(Object constant) {
        return constant instanceof Number ? new BigDecimal(constant.toString()).stripTrailingZeros() : constant;
    }

    private static Map<String, List<Object>> relationships(SourceMapping mapping) {
        Map<String, List<Object>> comparable = new TreeMap<>();
        for (RelationshipMapping relationship : mapping.relationships()) {
            Map<String, String> paths = new TreeMap<>();
            relationship.identifierPaths().forEach((type, path) -> paths.put(type.label(), DesiredSchema.normal(path)));
            comparable.put(
                    relationship.relationshipId(),
                    List.of(
                            relationship.sourceId(),
                            DesiredSchema.normal(relationship.idPath()),
                            paths,
                            relationship.relatedIdPath() == null
                                    ? ""
                                    : DesiredSchema.normal(relationship.relatedIdPath()),
                            relationship.strategy()));
        }
        return comparable;
    }
}
