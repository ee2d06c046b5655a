package io.github.klaviyospark.emulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object type with all versions of its schema, the oldest first. */
final class ObjectType {
    private final String id;
    private final String title;
    private final String description;
    private final Instant created;
    private final List<ObjectSchema> versions = new ArrayList<>();
    private Instant updated;

    ObjectType(String id, String title, String description, Instant created) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.created = created;
        this.updated = created;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    Instant created() {
        return created;
    }

    Instant updated() {
        return updated;
    }

    void touch(Instant now) {
        updated = now;
    }

    List<ObjectSchema> versions() {
        return List.copyOf(versions);
    }

    void add(ObjectSchema version) {
        versions.add(version);
    }

    Optional<ObjectSchema> current() {
        return versions.stream()
                .filter(version -> version.status() == SchemaStatus.ACTIVE)
                .findFirst();
    }

    /** The version that is a draft or is being published; there is one at most. */
    Optional<ObjectSchema> draft() {
        return versions.stream()
                .filter(version ->
                        version.status() == SchemaStatus.DRAFT || version.status() == SchemaStatus.PUBLISHING)
                .findFirst();
    }

    /** The state of the type: that of its schema, and active for good once it was. */
    SchemaStatus status() {
        return current().isPresent()
                ? SchemaStatus.ACTIVE
                : draft().orElseThrow().status();
    }

    /** The version whose relationships are those of the type. */
    ObjectSchema leading() {
        return current().orElseGet(() -> draft().orElseThrow());
    }
}
