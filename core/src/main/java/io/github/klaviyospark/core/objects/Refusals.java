package io.github.klaviyospark.core.objects;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Explains why Klaviyo refuses to change or activate a schema. The texts of its errors are not promised, so the cause is
 * looked for in the account itself: each cause that the Custom Objects overview names leaves a trace there.
 */
public final class Refusals {

    private final ObjectSchemas schemas;
    private final DataSources sources;

    /** Looks through a client. */
    public Refusals(KlaviyoClient client) {
        this.schemas = new ObjectSchemas(client);
        this.sources = new DataSources(client);
    }

    /**
     * The causes of a refusal with what to do about each, as sentences; empty when none was found.
     *
     * @param schemaId the schema that was to be changed or activated
     * @throws IOException when the account cannot be read
     */
    public String explain(KlaviyoException refusal, String schemaId) throws IOException {
        if (refusal.status() != 400 && refusal.status() != 404 && refusal.status() != 409) {
            return "";
        }
        List<String> causes = new ArrayList<>();
        ObjectSchema schema = schemas.read(schemaId);
        if (schema.status() != SchemaStatus.DRAFT) {
            causes.add("The schema is no draft but "
                    + schema.status().name().toLowerCase(Locale.ROOT)
                    + ": make a new version and change that.");
        }
        Operation operation = refusal.operation();
        if (operation.equals(ObjectOperations.ACTIVATE_OBJECT_SCHEMA)) {
            propertyCauses(schema, causes);
            relationshipCauses(schema, causes);
            sourceCauses(schema, causes);
        }
        if (operation.equals(ObjectOperations.UPDATE_SOURCE_MAPPING)) {
            causes.add(
                    "A mapping names a data source that does not exist, a property or relationship that the schema does"
                            + " not have, or paths through different arrays: look for the source by its title, create it first,"
                            + " and give id path and data path the same [*].");
        }
        if (operation.equals(ObjectOperations.CREATE_PROFILE_SCHEMA_RELATIONSHIP)
                || operation.equals(ObjectOperations.CREATE_OBJECT_SCHEMA_RELATIONSHIP)) {
            causes.add("A relationship needs a name of its own in meta, the type profile-object-schema with the id"
                    + " 'profile' or object-schema with the id of the other schema, which is a ULID.");
        }
        return String.join(" ", causes);
    }

    private static void propertyCauses(ObjectSchema schema, List<String> causes) {
        Set<Integer> properties =
                schema.content().properties().stream().map(Property::id).collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> mapped = schema.mapping().properties().stream()
                .map(PropertyMapping::propertyId)
                .collect(Collectors.toCollection(TreeSet::new));
        // The built-in id may be mapped under the number 0.
        mapped.remove(0);
        Set<Integer> unmapped = without(properties, mapped);
        Set<Integer> unknown = without(mapped, properties);
        if (!unmapped.isEmpty()) {
            causes.add("Properties " + unmapped + " have no mapping: add one for each.");
        }
        if (!unknown.isEmpty()) {
            causes.add("Mappings " + unknown + " are of no property of the schema: remove them or add the properties.");
        }
    }

    private static void relationshipCauses(ObjectSchema schema, List<String> causes) {
        Set<String> relationships =
                schema.relationships().stream().map(Relationship::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> mapped = schema.mapping().relationships().stream()
                .map(RelationshipMapping::relationshipId)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unmapped = without(relationships, mapped);
        Set<String> unknown = without(mapped, relationships);
        if (!unmapped.isEmpty()) {
            causes.add("Relationships " + unmapped + " have no mapping: add one for each, or remove them.");
        }
        if (!unknown.isEmpty()) {
            causes.add("Mappings of relationships " + unknown
                    + " are of none that the schema has: each version has ids of its own, read them again.");
        }
    }

    private void sourceCauses(ObjectSchema schema, List<String> causes) throws IOException {
        Set<String> ids = new TreeSet<>();
        for (PropertyMapping mapping : schema.mapping().properties()) {
            if (mapping instanceof PropertyMapping.Simple simple) {
                ids.add(simple.sourceId());
            }
        }
        schema.mapping().relationships().forEach(mapping -> ids.add(mapping.sourceId()));
        for (String id : ids) {
            if (sources.find(id).isEmpty()) {
                causes.add("The data source " + id + " does not exist any more: map to another.");
            }
        }
    }

    private static <T> Set<T> without(Set<T> all, Set<T> others) {
        Set<T> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }
}
