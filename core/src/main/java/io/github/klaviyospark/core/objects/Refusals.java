package io.github.klaviyospark.core.objects;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Explains why Klaviyo refuses to change or activate a schema. The texts of its errors are not promised, so the cause is
 * looked for in the account itself: each cause that the Custom Objects overview names leaves a trace there.
 */
public final class Refusals {

    private static final String MAPPING_RULE = "A mapping names a data source that does not exist, a property or"
            + " relationship that the schema does not have, or paths through different arrays: look for the source by"
            + " its title, create it first, and give id path and data path the same [*].";

    private static final String RELATIONSHIP_RULE = "A relationship needs a name of its own in meta, the type"
            + " profile-object-schema with the id 'profile' or object-schema with the id of the other schema, which is a"
            + " ULID.";

    private static final String TAKING_RULE = "A relationship is taken by the relationship_id that this schema shows, a"
            + " ULID; each version has ids of its own, read them again.";

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
        return explain(refusal, schemaId, null);
    }

    /**
     * The causes of a refusal, as {@link #explain(KlaviyoException, String)} tells them.
     *
     * @param wanted the mapping that the schema was to be given; null when it was to stay as it is
     * @throws IOException when the account cannot be read
     */
    public String explain(KlaviyoException refusal, String schemaId, SourceMapping wanted) throws IOException {
        if (refusal.status() != 400 && refusal.status() != 404 && refusal.status() != 409) {
            return "";
        }
        Optional<ObjectSchema> schema = schemas.find(schemaId);
        if (schema.isEmpty()) {
            return "The schema " + schemaId
                    + " does not exist any more, nor perhaps its type: run again, and what is missing is made.";
        }
        SchemaStatus status = schema.get().status();
        return status == SchemaStatus.DRAFT
                ? String.join(" ", causes(refusal.operation(), schema.get(), wanted))
                : "The schema is no draft but " + status.name().toLowerCase(Locale.ROOT)
                        + ": make a new version and change that.";
    }

    private List<String> causes(Operation operation, ObjectSchema schema, SourceMapping wanted) throws IOException {
        // An edit has the same method and path as an activation, and may be repeated.
        if (operation.equals(ObjectOperations.ACTIVATE_OBJECT_SCHEMA) && !operation.repeatable()) {
            return causes(schema, schema.mapping());
        }
        if (operation.equals(ObjectOperations.UPDATE_SOURCE_MAPPING)) {
            List<String> causes = wanted == null ? List.of() : causes(schema, wanted);
            return causes.isEmpty() ? List.of(MAPPING_RULE) : causes;
        }
        if (operation.equals(ObjectOperations.CREATE_PROFILE_SCHEMA_RELATIONSHIP)
                || operation.equals(ObjectOperations.CREATE_OBJECT_SCHEMA_RELATIONSHIP)) {
            List<String> taken =
                    schema.relationships().stream().map(Relationship::name).toList();
            return taken.isEmpty()
                    ? List.of(RELATIONSHIP_RULE)
                    : List.of(RELATIONSHIP_RULE, "It has relationships by the names " + taken + " already.");
        }
        if (operation.equals(ObjectOperations.DELETE_PROFILE_SCHEMA_RELATIONSHIP)
                || operation.equals(ObjectOperations.DELETE_OBJECT_SCHEMA_RELATIONSHIP)) {
            return List.of(TAKING_RULE);
        }
        return List.of();
    }

    private List<String> causes(ObjectSchema schema, SourceMapping mapping) throws IOException {
        List<String> causes = new ArrayList<>();
        if (schema.content().properties().isEmpty()) {
            causes.add("The schema has no properties: add at least one.");
        }
        propertyCauses(schema, mapping, causes);
        relationshipCauses(schema, mapping, causes);
        sourceCauses(mapping, causes);
        return causes;
    }

    private static void propertyCauses(ObjectSchema schema, SourceMapping mapping, List<String> causes) {
        Map<Integer, String> unmapped = new TreeMap<>();
        schema.content().properties().forEach(property -> unmapped.put(property.id(), property.name()));
        Set<Integer> unknown = new TreeSet<>();
        for (PropertyMapping mapped : mapping.properties()) {
            if (unmapped.remove(mapped.propertyId()) == null) {
                unknown.add(mapped.propertyId());
            }
        }
        if (!unmapped.isEmpty()) {
            causes.add("The properties " + unmapped.values() + " have no mapping: add one for each.");
        }
        if (!unknown.isEmpty()) {
            causes.add("The numbers " + unknown + " are mapped, and no property of the schema has them: remove those"
                    + " mappings or add the properties.");
        }
    }

    private static void relationshipCauses(ObjectSchema schema, SourceMapping mapping, List<String> causes) {
        Map<String, String> unmapped = new TreeMap<>();
        schema.relationships().forEach(relationship -> unmapped.put(relationship.id(), relationship.name()));
        Set<String> unknown = new TreeSet<>();
        for (RelationshipMapping mapped : mapping.relationships()) {
            if (unmapped.remove(mapped.relationshipId()) == null) {
                unknown.add(mapped.relationshipId());
            }
        }
        if (!unmapped.isEmpty()) {
            causes.add(
                    "The relationships " + unmapped.values() + " have no mapping: add one for each, or remove them.");
        }
        if (!unknown.isEmpty()) {
            causes.add("Mappings of relationships " + unknown
                    + " are of none that the schema has: each version has ids of its own, read them again.");
        }
    }

    private void sourceCauses(SourceMapping mapping, List<String> causes) throws IOException {
        Set<String> ids = new TreeSet<>();
        for (PropertyMapping mapped : mapping.properties()) {
            if (mapped instanceof PropertyMapping.Simple simple) {
                ids.add(simple.sourceId());
            }
        }
        mapping.relationships().forEach(mapped -> ids.add(mapped.sourceId()));
        for (String id : ids) {
            if (sources.find(id).isEmpty()) {
                causes.add(
                        "The data source " + id
                                + " does not exist: create it, or map to another one, by the id that its title is found under.");
            }
        }
    }
}
