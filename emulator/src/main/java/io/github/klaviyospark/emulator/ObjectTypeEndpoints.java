package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.DefinitionJson.CURRENT;
import static io.github.klaviyospark.emulator.DefinitionJson.DRAFT;
import static io.github.klaviyospark.emulator.DefinitionJson.PROFILE_TYPE;
import static io.github.klaviyospark.emulator.DefinitionJson.PROFILE_TYPES;
import static io.github.klaviyospark.emulator.DefinitionJson.SCHEMA;
import static io.github.klaviyospark.emulator.DefinitionJson.TYPE;
import static io.github.klaviyospark.emulator.DefinitionJson.TYPES;
import static io.github.klaviyospark.emulator.DefinitionJson.VERSIONS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Lists, reads, creates and deletes object types, and shows their schemas and relationships. */
final class ObjectTypeEndpoints {
    static final Set<String> FIELDS =
            Set.of("created_at", "description", "id", "namespace", "status", "title", "updated_at");

    private static final Set<String> META = Set.of("meta", "meta.description", "meta.name", "meta.relationship_id");
    private static final Set<String> PROFILE_FIELDS = with(Set.of("id"), META);
    private static final String POINTER = "/data/attributes/";

    private final CustomObjects objects;

    ObjectTypeEndpoints(CustomObjects objects) {
        this.objects = objects;
    }

    static Set<String> with(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    Answer list(Endpoint.Input input) throws Refusal {
        Query query = input.query();
        Set<String> fields = query.fields(TYPE, FIELDS);
        Set<String> schemaFields = query.fields(SCHEMA, ObjectSchemaEndpoints.FIELDS);
        Set<String> included = query.list("include", Set.of(CURRENT, DRAFT), "relationship to include");
        boolean all = true;
        if (query.value("filter").isPresent()) {
            all = namespace(query.value("filter").get()).equals(DataSources.NAMESPACE);
        }
        DefinitionJson json = new DefinitionJson(input.call());
        List<ObjectType> types = all ? List.copyOf(objects.types()) : List.of();
        List<Map<String, Object>> resources = new ArrayList<>();
        for (ObjectType type : types) {
            if (included.contains(CURRENT)) {
                type.current().ifPresent(schema -> resources.add(json.schema(schema, schemaFields, Set.of())));
            }
            if (included.contains(DRAFT)) {
                type.draft().ifPresent(schema -> resources.add(json.schema(schema, schemaFields, Set.of())));
            }
        }
        return Documents.list(
                input,
                types.stream().map(type -> json.type(type, fields, included)).toList(),
                included.isEmpty() ? null : resources,
                null);
    }

    private static String namespace(String filter) throws Refusal {
        List<FilterParser.Term> terms = FilterParser.parse(filter);
        FilterParser.Term only = terms.get(0);
        if (terms.size() > 1
                || !only.field().equals("namespace")
                || !only.operator().equals("equals")
                || only.list()
                || only.values().get(0).kind() != FilterParser.Kind.STRING) {
            throw Refusal.invalidParameter("The only filter for this resource is equals(namespace,\"...\").", "filter");
        }
        return only.values().get(0).text();
    }

    Answer read(Endpoint.Input input) throws Refusal {
        Query query = input.query();
        Set<String> fields = query.fields(TYPE, with(FIELDS, META));
        Set<String> schemaFields = query.fields(SCHEMA, ObjectSchemaEndpoints.FIELDS);
        Set<String> profileFields = query.fields(PROFILE_TYPE, PROFILE_FIELDS);
        Set<String> included = query.list(
                "include", Set.of(CURRENT, DRAFT, TYPES, PROFILE_TYPES, VERSIONS), "relationship to include");
        ObjectType type = objects.type(input.id());
        DefinitionJson json = new DefinitionJson(input.call());
        Map<String, ObjectSchema> schemas = new LinkedHashMap<>();
        if (included.contains(CURRENT)) {
            type.current().ifPresent(schema -> schemas.put(schema.id(), schema));
        }
        if (included.contains(DRAFT)) {
            type.draft().ifPresent(schema -> schemas.put(schema.id(), schema));
        }
        if (included.contains(VERSIONS)) {
            type.versions().forEach(schema -> schemas.put(schema.id(), schema));
        }
        List<Map<String, Object>> resources = new ArrayList<>();
        schemas.values().forEach(schema -> resources.add(json.schema(schema, schemaFields, Set.of())));
        if (included.contains(TYPES)) {
            resources.addAll(json.related(type, false, Selection.of(fields)));
        }
        if (included.contains(PROFILE_TYPES)) {
            resources.addAll(json.related(type, true, Selection.of(profileFields)));
        }
        return Documents.one(
                200, json.type(type, fields, included), included.isEmpty() ? null : resources, json.self(type));
    }

    Answer create(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(TYPE, FIELDS);
        ObjectSettings settings = objects.settings();
        if (settings.types() == 0) {
            throw Refusal.forbidden("Entitlement to create object type not found.");
        }
        Shape attributes = Shape.document(input.document(), TYPE)
                .only("type", "attributes")
                .object("attributes")
                .only("title", "description", "namespace", "visibility", "object-schema");
        SchemaContent content = new SchemaContent(
                SchemaBody.title(attributes, null), attributes.text("description", ""), List.of(), List.of());
        if (!attributes.text("visibility", "private").equals("private")) {
            throw Refusal.invalid("'visibility' must be 'private'.", POINTER + "visibility");
        }
        if (!attributes.text("namespace", DataSources.NAMESPACE).equals(DataSources.NAMESPACE)) {
            throw Refusal.invalid("'namespace' must be '" + DataSources.NAMESPACE + "'.", POINTER + "namespace");
        }
        SourceMapping mapping = SourceMapping.EMPTY;
        Activation activation = null;
        if (attributes.has("object-schema")) {
            Dialect dialect = Dialect.of(input.call());
            SchemaBody body = new SchemaBody(dialect, settings.properties());
            Shape schema = attributes
                    .object("object-schema")
                    .only("data")
                    .object("data")
                    .type(SCHEMA)
                    .only("type", "attributes")
                    .object("attributes")
                    .only("properties", "required", "source-mapping", "status");
            content = body.content(schema, content);
            mapping = new MappingBody(dialect, objects.sources()).inline(schema);
            activation = body.activates(schema) ? Activation.of(content, mapping, List.of(), objects.sources()) : null;
        }
        if (objects.types().size() >= settings.types()) {
            throw Refusal.forbidden("The account may have " + settings.types() + " object types, which are all there.");
        }
        ObjectType type = new ObjectType(
                objects.newId(),
                content.title(),
                content.description(),
                objects.now().wall());
        ObjectSchema draft = new ObjectSchema(objects.newId(), type, content, mapping);
        objects.add(type);
        objects.add(draft);
        if (activation != null) {
            objects.publish(draft, activation);
        }
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.one(201, json.type(type, fields, Set.of()), null, json.self(type));
    }

    Answer delete(Endpoint.Input input) throws Refusal {
        objects.delete(objects.type(input.id()));
        return Answer.noContent(0);
    }

    /** The schema that a type has in a role; null when it has none. */
    Endpoint schema(Function<ObjectType, ObjectSchema> role) {
        return input -> {
            Set<String> fields = input.query().fields(SCHEMA, ObjectSchemaEndpoints.FIELDS);
            ObjectSchema schema = role.apply(objects.type(input.id()));
            DefinitionJson json = new DefinitionJson(input.call());
            return Documents.one(200, schema == null ? null : json.schema(schema, fields, Set.of()), null, self(input));
        };
    }

    /** The same, as an identifier. */
    Endpoint schemaId(Function<ObjectType, ObjectSchema> role) {
        return input -> {
            ObjectSchema schema = role.apply(objects.type(input.id()));
            return Documents.one(200, schema == null ? null : DefinitionJson.identifier(schema), null, self(input));
        };
    }

    Answer versions(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(SCHEMA, ObjectSchemaEndpoints.FIELDS);
        DefinitionJson json = new DefinitionJson(input.call());
        return Documents.list(
                input,
                objects.type(input.id()).versions().stream()
                        .map(schema -> json.schema(schema, fields, Set.of()))
                        .toList(),
                null,
                null);
    }

    /** Identifiers of what belongs to a type. */
    Endpoint ids(Function<ObjectType, List<Map<String, Object>>> ids) {
        return input -> Documents.list(input, ids.apply(objects.type(input.id())), null, null);
    }

    private static String self(Endpoint.Input input) {
        return input.call().origin() + input.call().target();
    }
}
