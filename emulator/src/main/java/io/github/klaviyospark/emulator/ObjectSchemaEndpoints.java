package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.DefinitionJson.MAPPING;
import static io.github.klaviyospark.emulator.DefinitionJson.PROFILE_SCHEMA;
import static io.github.klaviyospark.emulator.DefinitionJson.PROFILE_SCHEMAS;
import static io.github.klaviyospark.emulator.DefinitionJson.SCHEMA;
import static io.github.klaviyospark.emulator.DefinitionJson.SCHEMAS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads, creates, edits and activates schemas, and shows and edits their source mappings. */
final class ObjectSchemaEndpoints {
    static final Set<String> FIELDS =
            Set.of("description", "id", "properties", "published_at", "required", "status", "title", "visibility");

    private static final Set<String> META = Set.of("meta", "meta.description", "meta.name", "meta.relationship_id");
    private static final Set<String> MAPPING_FIELDS = Set.of("id", "property_mappings", "relationship_mappings");

    private final CustomObjects objects;

    ObjectSchemaEndpoints(CustomObjects objects) {
        this.objects = objects;
    }

    Answer read(Endpoint.Input input) throws Refusal {
        Query query = input.query();
        Set<String> fields = query.fields(SCHEMA, ObjectTypeEndpoints.with(FIELDS, META));
        Set<String> profileFields = query.fields(PROFILE_SCHEMA, ObjectTypeEndpoints.with(Set.of("id"), META));
        Set<String> mappingFields = query.fields(MAPPING, MAPPING_FIELDS);
        Set<String> included =
                query.list("include", Set.of(SCHEMAS, PROFILE_SCHEMAS, MAPPING), "relationship to include");
        ObjectSchema schema = objects.schema(input.id());
        DefinitionJson json = new DefinitionJson(input.call());
        List<Map<String, Object>> resources = new ArrayList<>();
        if (included.contains(SCHEMAS)) {
            resources.addAll(json.related(schema, false, Selection.of(fields)));
        }
        if (included.contains(PROFILE_SCHEMAS)) {
            resources.addAll(json.related(schema, true, Selection.of(profileFields)));
        }
        if (included.contains(MAPPING)) {
            resources.add(json.mapping(schema, mappingFields));
        }
        return Documents.one(
                200, json.schema(schema, fields, included), included.isEmpty() ? null : resources, json.self(schema));
    }

    Answer create(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(SCHEMA, FIELDS);
        Shape data = Shape.document(input.document(), SCHEMA).only("type", "attributes", "relationships");
        Shape attributes = data.object("attributes")
                .only("title", "description", "properties", "required", "source-mapping", "status");
        Dialect dialect = Dialect.of(input.call());
        SchemaBody body = new SchemaBody(dialect, objects.settings().properties());
        attributes.objects("properties");
        SchemaContent content = body.content(attributes, new SchemaContent(null, "", List.of(), List.of()));
        Shape named = data.object("relationships")
                .only("object-type")
                .object("object-type")
                .only("data")
                .object("data")
                .type("object-type")
                .only("type", "id");
        String typeId = named.text("id");
        ObjectType type = objects.findType(typeId)
                .orElseThrow(() -> Refusal.notFound(
                        "An object type with id '" + typeId + "' does not exist.", named.pointer("id")));
        SourceMapping mapping = new MappingBody(dialect, objects.sources()).inline(attributes);
        if (type.draft().isPresent()) {
            throw Refusal.invalid(
                    "The object type already has a draft schema, '"
                            + type.draft().get().id() + "'.",
                    named.pointer("id"));
        }
        Activation activation =
                body.activates(attributes) ? Activation.of(content, mapping, List.of(), objects.sources()) : null;
        ObjectSchema schema = new ObjectSchema(objects.newId(), type, content, mapping);
        objects.add(schema);
        type.touch(objects.now().wall());
        if (activation != null) {
            objects.publish(schema, activation);
        }
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.one(201, json.schema(schema, fields, Set.of()), null, json.self(schema));
    }

    /** Edits and activates in one step or not at all. */
    Answer update(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(SCHEMA, FIELDS);
        ObjectSchema schema = objects.schema(input.id());
        Shape attributes = identified(input, SCHEMA)
                .object("attributes")
                .only("title", "description", "properties", "required", "status");
        requireDraft(schema);
        SchemaBody body =
                new SchemaBody(Dialect.of(input.call()), objects.settings().properties());
        SchemaContent content = body.content(attributes, schema.content());
        Activation activation = body.activates(attributes)
                ? Activation.of(content, schema.mapping(), schema.relationships(), objects.sources())
                : null;
        schema.edit(content);
        schema.type().touch(objects.now().wall());
        if (activation != null) {
            objects.publish(schema, activation);
        }
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.one(200, json.schema(schema, fields, Set.of()), null, json.self(schema));
    }

    static void requireDraft(ObjectSchema schema) throws Refusal {
        if (schema.status() != SchemaStatus.DRAFT) {
            throw Refusal.invalid(
                    "The schema is not in draft: it is '" + schema.status().text()
                            + "'. Create a new version to change it.",
                    "/data");
        }
    }

    private static Shape identified(Endpoint.Input input, String type) throws Refusal {
        Shape data = Shape.document(input.document(), type).only("type", "id", "attributes");
        if (!data.text("id").equals(input.id())) {
            throw Refusal.invalid("'id' must be that of the path, '" + input.id() + "'.", data.pointer("id"));
        }
        return data;
    }

    /** By the id of a mapping or by that of its schema, as they are the same. */
    Answer readMapping(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(MAPPING, MAPPING_FIELDS);
        ObjectSchema schema = mapped(input);
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.one(200, json.mapping(schema, fields), null, json.selfOfMapping(schema));
    }

    Answer readMappingId(Endpoint.Input input) throws Refusal {
        ObjectSchema schema = objects.schema(input.id());
        return Documents.one(
                200,
                Documents.identifier(MAPPING, schema.id()),
                null,
                input.call().origin() + input.call().target());
    }

    Answer updateMapping(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(MAPPING, MAPPING_FIELDS);
        ObjectSchema schema = mapped(input);
        Shape attributes = identified(input, MAPPING).object("attributes");
        SourceMapping mapping =
                new MappingBody(Dialect.of(input.call()), objects.sources()).mapping(attributes, schema.mapping());
        requireDraft(schema);
        schema.map(mapping);
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.one(200, json.mapping(schema, fields), null, json.selfOfMapping(schema));
    }

    private ObjectSchema mapped(Endpoint.Input input) throws Refusal {
        return objects.findSchema(input.id())
                .orElseThrow(() -> Refusal.notFound("A source mapping with id '" + input.id() + "' does not exist."));
    }
}
