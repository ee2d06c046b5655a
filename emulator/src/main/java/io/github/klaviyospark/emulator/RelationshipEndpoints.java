package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.DefinitionJson.PROFILE_SCHEMA;
import static io.github.klaviyospark.emulator.DefinitionJson.SCHEMA;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and edits the relationships of schemas: those with profiles, or those with other schemas. */
final class RelationshipEndpoints {
    private static final String META = "meta";
    private static final String ID = "relationship_id";

    private final CustomObjects objects;
    private final boolean profile;
    private final String resource;

    RelationshipEndpoints(CustomObjects objects, boolean profile) {
        this.objects = objects;
        this.profile = profile;
        this.resource = profile ? PROFILE_SCHEMA : SCHEMA;
    }

    /** Without names and relationship ids, as in Klaviyo's document; those are in the included resources of a schema. */
    Answer list(Endpoint.Input input) throws Refusal {
        ObjectSchema schema = objects.schema(input.id());
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.list(
                input, profile ? json.profileSchemas(schema) : DefinitionJson.schemas(schema), null, null);
    }

    Answer create(Endpoint.Input input) throws Refusal {
        ObjectSchema schema = objects.schema(input.id());
        List<Shape> items = Shape.documents(input.document(), resource);
        ObjectSchemaEndpoints.requireDraft(schema);
        Dialect dialect = Dialect.of(input.call());
        List<Relationship> all = new ArrayList<>(schema.relationships());
        List<Wanted> wanted = new ArrayList<>();
        for (Shape item : items) {
            Shape meta = meta(item).only("name", "description");
            String name = name(meta, all, null);
            Relationship added =
                    new Relationship(null, target(item, name, dialect), name, meta.text("description", null));
            wanted.add(new Wanted(added));
            all.add(added);
        }
        List<Relationship> made = new ArrayList<>(schema.relationships());
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Wanted each : wanted) {
            Relationship relationship = each.with(objects.newId());
            made.add(relationship);
            Map<String, Object> identifier =
                    new LinkedHashMap<>(Documents.identifier(resource, dialect.profileId(relationship.name())));
            identifier.put(META, DefinitionJson.meta(relationship));
            shown.add(identifier);
        }
        schema.relate(made);
        // The first beta told the ids at once; since then they must be read.
        return profile && dialect == Dialect.JANUARY
                ? Answer.document(200, Map.of("data", shown))
                : Answer.noContent(0);
    }

    Answer update(Endpoint.Input input) throws Refusal {
        ObjectSchema schema = objects.schema(input.id());
        Shape item = Shape.document(input.document(), resource);
        ObjectSchemaEndpoints.requireDraft(schema);
        Shape meta = meta(item).only(ID, "name", "description");
        Relationship before = named(schema, item, meta, Dialect.of(input.call()));
        String name = meta.has("name") ? name(meta, schema.relationships(), before) : before.name();
        Relationship after =
                new Relationship(before.id(), before.target(), name, meta.text("description", before.description()));
        schema.relate(schema.relationships().stream()
                .map(each -> each.equals(before) ? after : each)
                .toList());
        return Answer.noContent(0);
    }

    Answer delete(Endpoint.Input input) throws Refusal {
        ObjectSchema schema = objects.schema(input.id());
        List<Shape> items = Shape.documents(input.document(), resource);
        ObjectSchemaEndpoints.requireDraft(schema);
        List<Relationship> left = new ArrayList<>(schema.relationships());
        for (Shape item : items) {
            left.remove(named(schema, item, meta(item).only(ID), Dialect.of(input.call())));
        }
        schema.relate(left);
        return Answer.noContent(0);
    }

    private static Shape meta(Shape item) throws Refusal {
        item.only("type", "id", META);
        if (!item.has(META)) {
            throw Refusal.invalid("A relationship must include 'meta'.", item.pointer(META));
        }
        return item.object(META);
    }

    private static String name(Shape meta, List<Relationship> all, Relationship itself) throws Refusal {
        String name = meta.text("name");
        if (!DataSources.isTitle(name)) {
            throw Refusal.invalid(
                    "'name' must have from 1 to " + DataSources.TITLE_CHARACTERS
                            + " characters, not all of them blank.",
                    meta.pointer("name"));
        }
        if (all.stream().anyMatch(each -> !each.equals(itself) && each.name().equals(name))) {
            throw Refusal.invalid("The schema already has a relationship '" + name + "'.", meta.pointer("name"));
        }
        return name;
    }

    /** The schema that is named; null for profiles. */
    private ObjectSchema target(Shape item, String name, Dialect dialect) throws Refusal {
        String id = item.text("id");
        if (profile) {
            if (!dialect.profileIds(name).contains(id)) {
                throw Refusal.invalid(
                        "The id of a relationship with profiles is '"
                                + dialect.profileIds(name).get(0) + "'.",
                        item.pointer("id"));
            }
            return null;
        }
        return objects.findSchema(id)
                .orElseThrow(() ->
                        Refusal.notFound("An object schema with id '" + id + "' does not exist.", item.pointer("id")));
    }

    private Relationship named(ObjectSchema schema, Shape item, Shape meta, Dialect dialect) throws Refusal {
        String id = meta.text(ID);
        if (!Ulids.isUlid(id)) {
            throw Refusal.invalid("'" + ID + "' must be a ULID.", meta.pointer(ID));
        }
        Relationship found = schema.relationship(id)
                .filter(each -> each.isProfile() == profile)
                .orElseThrow(() -> Refusal.notFound(
                        "The schema has no relationship '" + id + "' of this kind.", meta.pointer(ID)));
        if (target(item, found.name(), dialect) != found.target()) {
            throw Refusal.invalid(
                    "The relationship '" + id + "' leads to '" + found.target().id() + "'.", item.pointer("id"));
        }
        return found;
    }

    /** A relationship before it has an id: ids are only used up by requests that are taken. */
    private record Wanted(Relationship relationship) {
        Relationship with(String id) {
            return new Relationship(id, relationship.target(), relationship.name(), relationship.description());
        }
    }
}
