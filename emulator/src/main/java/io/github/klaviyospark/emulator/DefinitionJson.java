package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.databind.util.RawValue;
import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Object types, schemas and source mappings as resources, in the dialect of a request. */
final class DefinitionJson {
    static final String TYPE = "object-type";
    static final String SCHEMA = "object-schema";
    static final String MAPPING = "source-mapping";
    static final String PROFILE_TYPE = "profile-object-type";
    static final String PROFILE_SCHEMA = "profile-object-schema";

    static final String CURRENT = "current-schema";
    static final String DRAFT = "draft-schema";
    static final String VERSIONS = "schema-versions";
    static final String TYPES = "object-types";
    static final String PROFILE_TYPES = "profile-object-types";
    static final String SCHEMAS = "object-schemas";
    static final String PROFILE_SCHEMAS = "profile-object-schemas";

    private final String origin;
    private final Dialect dialect;

    DefinitionJson(Call call) {
        origin = call.origin();
        dialect = Dialect.of(call);
    }

    String self(ObjectType type) {
        return origin + "/api/object-types/" + type.id();
    }

    String self(ObjectSchema schema) {
        return origin + "/api/object-schemas/" + schema.id();
    }

    String selfOfMapping(ObjectSchema schema) {
        return origin + "/api/source-mappings/" + schema.id();
    }

    /** Lists that nobody asked to include are told by their links alone. */
    Map<String, Object> type(ObjectType type, Set<String> fields, Set<String> included) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("title", type.title());
        attributes.put("description", type.description());
        attributes.put("status", dialect.shown(type.status().text()));
        attributes.put("namespace", DataSources.NAMESPACE);
        attributes.put("created_at", Micros.text(Micros.of(type.created())));
        attributes.put("updated_at", Micros.text(Micros.of(type.updated())));
        attributes.keySet().retainAll(fields);
        String self = self(type);
        Map<String, Object> relationships = new LinkedHashMap<>();
        relationships.put(CURRENT, one(type.current().orElse(null), self, CURRENT));
        relationships.put(DRAFT, one(type.draft().orElse(null), self, DRAFT));
        many(relationships, included, VERSIONS, identifiers(type.versions()), self);
        many(relationships, included, TYPES, types(type), self);
        many(relationships, included, PROFILE_TYPES, profileTypes(type), self);
        return Documents.resource(TYPE, type.id(), attributes, relationships, self);
    }

    private static Map<String, Object> one(ObjectSchema schema, String self, String name) {
        return Documents.relationship(schema == null ? null : identifier(schema), self, name);
    }

    private static void many(
            Map<String, Object> relationships, Set<String> included, String name, Object data, String self) {
        relationships.put(name, Documents.relationship(included.contains(name) ? data : null, self, name));
    }

    static Map<String, Object> identifier(ObjectSchema schema) {
        return Documents.identifier(SCHEMA, schema.id());
    }

    static List<Map<String, Object>> identifiers(List<ObjectSchema> schemas) {
        return schemas.stream().map(DefinitionJson::identifier).toList();
    }

    static List<Map<String, Object>> types(ObjectType type) {
        return type.leading().relationships(false).stream()
                .map(each -> Documents.identifier(TYPE, each.target().type().id()))
                .toList();
    }

    static List<Map<String, Object>> profileTypes(ObjectType type) {
        return type.leading().relationships(true).stream()
                .map(each -> Documents.identifier(PROFILE_TYPE, profileTypeId(each)))
                .toList();
    }

    static List<Map<String, Object>> schemas(ObjectSchema schema) {
        return schema.relationships(false).stream()
                .map(each -> identifier(each.target()))
                .toList();
    }

    List<Map<String, Object>> profileSchemas(ObjectSchema schema) {
        return schema.relationships(true).stream()
                .map(each -> Documents.identifier(PROFILE_SCHEMA, dialect.profileId(each.name())))
                .toList();
    }

    private static String profileTypeId(Relationship relationship) {
        return "profile:::" + relationship.name();
    }

    Map<String, Object> schema(ObjectSchema schema, Set<String> fields, Set<String> included) {
        SchemaContent content = schema.content();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("title", content.title());
        attributes.put("description", content.description());
        attributes.put("status", dialect.shown(schema.status().text()));
        attributes.put(
                "properties", content.properties().stream().map(this::property).toList());
        attributes.put("required", content.required());
        attributes.put(
                "published_at",
                schema.published().map(at -> Micros.text(Micros.of(at.wall()))).orElse(null));
        attributes.put("visibility", "private");
        attributes.keySet().retainAll(fields);
        String self = self(schema);
        Map<String, Object> relationships = new LinkedHashMap<>();
        many(relationships, included, SCHEMAS, schemas(schema), self);
        many(relationships, included, PROFILE_SCHEMAS, profileSchemas(schema), self);
        many(relationships, included, MAPPING, Documents.identifier(MAPPING, schema.id()), self);
        return Documents.resource(SCHEMA, schema.id(), attributes, relationships, self);
    }

    private Map<String, Object> property(SchemaContent.Property property) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", dialect.shown(property.id()));
        shown.put("name", property.name());
        shown.put("type", dialect.shown(property.type().text()));
        shown.put("description", property.description());
        return shown;
    }

    Map<String, Object> mapping(ObjectSchema schema, Set<String> fields) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(
                "property_mappings",
                schema.mapping().properties().stream().map(this::property).toList());
        attributes.put(
                "relationship_mappings",
                schema.mapping().relationships().stream()
                        .map(DefinitionJson::relationship)
                        .toList());
        attributes.keySet().retainAll(fields);
        return Documents.resource(MAPPING, schema.id(), attributes, Map.of(), selfOfMapping(schema));
    }

    private Map<String, Object> property(SourceMapping.Property mapping) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", dialect.shown(mapping.id()));
        if (mapping.isConstant()) {
            shown.put("type", "constant");
            shown.put(
                    "value",
                    mapping.constant() instanceof PlainNumber number
                            ? new RawValue(number.text())
                            : mapping.constant());
            return shown;
        }
        shown.put("type", "simple");
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("source_id", mapping.source());
        source.put("id_path", mapping.idPath());
        source.put("data_path", mapping.dataPath());
        shown.put("source", source);
        return shown;
    }

    private static Map<String, Object> relationship(SourceMapping.Relationship mapping) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("source_id", mapping.source());
        source.put("type", mapping.isProfile() ? "profile" : "custom-object");
        source.put("id_path", mapping.idPath());
        if (mapping.isProfile()) {
            source.put(
                    "related_id_paths",
                    mapping.identifiers().entrySet().stream()
                            .map(each -> Map.of("identifier_type", each.getKey().text(), "path", each.getValue()))
                            .toList());
        } else {
            source.put("related_id_path", mapping.related());
        }
        source.put("update_strategy", mapping.additive() ? "additive" : "replace_from_origin");
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("relationship_id", mapping.id());
        shown.put("type", "simple");
        shown.put("source", source);
        return shown;
    }

    /** Each relationship of a schema as a resource of its own, which tells its id and its name. */
    List<Map<String, Object>> related(ObjectSchema schema, boolean profile, Selection fields) {
        return schema.relationships(profile).stream()
                .map(each -> related(
                        profile ? PROFILE_SCHEMA : SCHEMA,
                        profile ? dialect.profileId(each.name()) : each.target().id(),
                        each,
                        fields,
                        profile ? self(schema) + "/relationships/" + PROFILE_SCHEMAS : self(each.target())))
                .toList();
    }

    /** The same for a type. */
    List<Map<String, Object>> related(ObjectType type, boolean profile, Selection fields) {
        return type.leading().relationships(profile).stream()
                .map(each -> related(
                        profile ? PROFILE_TYPE : TYPE,
                        profile ? profileTypeId(each) : each.target().type().id(),
                        each,
                        fields,
                        profile
                                ? self(type) + "/relationships/" + PROFILE_TYPES
                                : self(each.target().type())))
                .toList();
    }

    private static Map<String, Object> related(
            String type, String id, Relationship relationship, Selection fields, String self) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Selection wanted = fields.part("meta");
        if (wanted != null) {
            Map<String, Object> meta = meta(relationship);
            meta.keySet().removeIf(name -> wanted.part(name) == null);
            attributes.put("meta", meta);
        }
        return Documents.resource(type, id, attributes, Map.of(), self);
    }

    static Map<String, Object> meta(Relationship relationship) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("relationship_id", relationship.id());
        meta.put("name", relationship.name());
        meta.put("description", relationship.description());
        return meta;
    }
}
