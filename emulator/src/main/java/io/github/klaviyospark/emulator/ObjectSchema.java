package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.ObjectPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One version of the schema of an object type, with the source mapping that shares its id. */
final class ObjectSchema {
    private final String id;
    private final ObjectType type;
    private final List<Relationship> relationships = new ArrayList<>();
    private SchemaContent content;
    private SourceMapping mapping;
    private SchemaStatus status = SchemaStatus.DRAFT;
    private Moment active;
    private ObjectPlan plan;

    ObjectSchema(String id, ObjectType type, SchemaContent content, SourceMapping mapping) {
        this.id = id;
        this.type = type;
        this.content = content;
        this.mapping = mapping;
    }

    String id() {
        return id;
    }

    ObjectType type() {
        return type;
    }

    SchemaContent content() {
        return content;
    }

    SourceMapping mapping() {
        return mapping;
    }

    SchemaStatus status() {
        return status;
    }

    /** When it became active; empty before. */
    Optional<Moment> published() {
        return status == SchemaStatus.DRAFT || status == SchemaStatus.PUBLISHING
                ? Optional.empty()
                : Optional.of(active);
    }

    /** When it will be active, or was. */
    Moment active() {
        return active;
    }

    List<Relationship> relationships() {
        return List.copyOf(relationships);
    }

    List<Relationship> relationships(boolean profile) {
        return relationships.stream()
                .filter(relationship -> relationship.isProfile() == profile)
                .toList();
    }

    Optional<Relationship> relationship(String relationshipId) {
        return relationships.stream()
                .filter(relationship -> relationship.id().equals(relationshipId))
                .findFirst();
    }

    void edit(SchemaContent changed) {
        content = changed;
    }

    void map(SourceMapping changed) {
        mapping = changed;
    }

    /** All relationships that it has from now on. */
    void relate(List<Relationship> changed) {
        relationships.clear();
        relationships.addAll(changed);
    }

    /** How it makes objects; null while it is a draft. */
    ObjectPlan plan() {
        return plan;
    }

    void publish(ObjectPlan checked, Moment at) {
        status = SchemaStatus.PUBLISHING;
        plan = checked;
        active = at;
    }

    void activate() {
        status = SchemaStatus.ACTIVE;
    }

    void retire() {
        status = SchemaStatus.UNDEFINED;
    }
}
