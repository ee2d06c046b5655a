package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.Coerced;
import io.github.klaviyospark.emulator.objects.IdentifierType;
import io.github.klaviyospark.emulator.objects.ObjectPlan;
import io.github.klaviyospark.emulator.objects.RecordPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A draft that may become active, as far as can be told before any record is looked at. */
final class Activation {
    private static final String POINTER = "/data/attributes/status";

    private final ObjectPlan plan;

    private Activation(ObjectPlan plan) {
        this.plan = plan;
    }

    ObjectPlan plan() {
        return plan;
    }

    /** Checks a draft; nothing changes. */
    static Activation of(
            SchemaContent content, SourceMapping mapping, List<Relationship> relationships, DataSources sources)
            throws Refusal {
        if (content.properties().isEmpty()) {
            throw Refusal.invalid("A schema without properties cannot be activated.", POINTER);
        }
        match(
                "property",
                content.properties().stream().map(SchemaContent.Property::id).toList(),
                mapping.properties().stream().map(SourceMapping.Property::id).toList());
        match(
                "relationship",
                relationships.stream().map(Relationship::id).toList(),
                mapping.relationships().stream()
                        .map(SourceMapping.Relationship::id)
                        .toList());
        ObjectPlan.Builder plan = ObjectPlan.builder(content.properties().stream()
                .map(property -> new ObjectPlan.Property(
                        property.id(),
                        property.name(),
                        property.type(),
                        content.required().contains(property.name())))
                .toList());
        for (SourceMapping.Property property : mapping.properties()) {
            add(property, content, sources, plan);
        }
        Map<String, Relationship> byId =
                relationships.stream().collect(Collectors.toMap(Relationship::id, relationship -> relationship));
        for (SourceMapping.Relationship relationship : mapping.relationships()) {
            add(relationship, byId.get(relationship.id()), sources, plan);
        }
        return new Activation(plan.build());
    }

    private static void match(String what, List<?> declared, List<?> mapped) throws Refusal {
        if (!Set.copyOf(declared).equals(Set.copyOf(mapped))) {
            throw Refusal.invalid(
                    "The " + what + " ids of the schema and of its source mapping do not match: "
                            + new TreeSet<>(declared) + " and " + new TreeSet<>(mapped) + ".",
                    POINTER);
        }
    }

    private static void add(
            SourceMapping.Property mapped, SchemaContent content, DataSources sources, ObjectPlan.Builder plan)
            throws Refusal {
        if (!mapped.isConstant()) {
            requireSource(mapped.source(), sources);
            plan.property(
                    mapped.id(),
                    mapped.source(),
                    RecordPath.parse(mapped.idPath()),
                    RecordPath.parse(mapped.dataPath()));
            return;
        }
        SchemaContent.Property property = content.properties().stream()
                .filter(each -> each.id() == mapped.id())
                .findFirst()
                .orElseThrow();
        Coerced constant = property.type().coerce(mapped.constant());
        if (!constant.fits()) {
            throw Refusal.invalid(
                    "The constant of the property '" + property.name() + "' does not fit its type '"
                            + property.type().text() + "'.",
                    POINTER);
        }
        plan.constant(mapped.id(), constant.value());
    }

    private static void add(
            SourceMapping.Relationship mapped, Relationship relationship, DataSources sources, ObjectPlan.Builder plan)
            throws Refusal {
        requireSource(mapped.source(), sources);
        if (mapped.isProfile() != relationship.isProfile()) {
            throw Refusal.invalid(
                    "The relationship '" + relationship.name() + "' leads to "
                            + (relationship.isProfile() ? "profiles" : "objects") + ", but its mapping does not.",
                    POINTER);
        }
        RecordPath idPath = RecordPath.parse(mapped.idPath());
        if (mapped.isProfile()) {
            Map<IdentifierType, RecordPath> identifiers = new LinkedHashMap<>();
            mapped.identifiers().forEach((type, path) -> identifiers.put(type, RecordPath.parse(path)));
            plan.profiles(relationship.name(), mapped.source(), idPath, mapped.additive(), identifiers);
        } else {
            plan.objects(
                    relationship.name(),
                    mapped.source(),
                    idPath,
                    mapped.additive(),
                    RecordPath.parse(mapped.related()));
        }
    }

    private static void requireSource(String id, DataSources sources) throws Refusal {
        if (sources.find(id).isEmpty()) {
            throw Refusal.notFound("A data source with id '" + id + "' does not exist.", POINTER);
        }
    }
}
