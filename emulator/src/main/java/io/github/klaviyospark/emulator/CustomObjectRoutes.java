package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The operations of custom objects; paths, parameters and limits as in Klaviyo's OpenAPI document of 2026-07-15. */
final class CustomObjectRoutes {
    private static final String LIMITS = "3/1s,60/1m";
    private static final String LOG_LIMITS = "1/1s,15/1m";

    private static final String TYPES = "/api/object-types";
    private static final String TYPE = TYPES + "/{id}";
    private static final String TYPE_RELATIONSHIPS = TYPE + "/relationships/";
    private static final String SCHEMA = "/api/object-schemas/{id}";
    private static final String SCHEMA_RELATIONSHIPS = SCHEMA + "/relationships/";
    private static final String MAPPING = "/api/source-mappings/{id}";

    private static final String TYPE_FIELDS = "fields[object-type]";
    private static final String SCHEMA_FIELDS = "fields[object-schema]";
    private static final String MAPPING_FIELDS = "fields[source-mapping]";
    private static final String RECORD_FIELDS = "fields[object-record]";
    private static final String INCLUDE = "include";
    private static final String FILTER = "filter";
    private static final String SIZE = "page[size]";

    private final List<Route> routes = new ArrayList<>();
    private final CustomObjects objects;

    CustomObjectRoutes(CustomObjects objects, FaultPlan faults) {
        this.objects = objects;
        types(new ObjectTypeEndpoints(objects));
        schemas(new ObjectSchemaEndpoints(objects));
        relationships("profile-object-schemas", new RelationshipEndpoints(objects, true));
        relationships("object-schemas", new RelationshipEndpoints(objects, false));
        records(new ObjectRecordEndpoints(objects, faults));
        logs(new IngestionLogEndpoints(objects));
    }

    List<Route> all() {
        return routes;
    }

    private void types(ObjectTypeEndpoints types) {
        get(TYPES, Set.of(TYPE_FIELDS, SCHEMA_FIELDS, INCLUDE, FILTER), types::list);
        write("POST " + TYPES, Set.of(TYPE_FIELDS), types::create);
        get(TYPE, Set.of(TYPE_FIELDS, SCHEMA_FIELDS, "fields[profile-object-type]", INCLUDE), types::read);
        add("DELETE " + TYPE, LIMITS, 0, Set.of(), types::delete);
        get(TYPE + "/current-schema", Set.of(SCHEMA_FIELDS), types.schema(type -> type.current()
                .orElse(null)));
        get(TYPE_RELATIONSHIPS + "current-schema", Set.of(), types.schemaId(type -> type.current()
                .orElse(null)));
        get(TYPE + "/draft-schema", Set.of(SCHEMA_FIELDS), types.schema(type -> type.draft()
                .orElse(null)));
        get(TYPE_RELATIONSHIPS + "draft-schema", Set.of(), types.schemaId(type -> type.draft()
                .orElse(null)));
        get(TYPE + "/schema-versions", Set.of(SCHEMA_FIELDS), types::versions);
        get(
                TYPE_RELATIONSHIPS + "schema-versions",
                Set.of(),
                types.ids(type -> DefinitionJson.identifiers(type.versions())));
        get(TYPE_RELATIONSHIPS + "object-types", Set.of(), types.ids(DefinitionJson::types));
        get(TYPE_RELATIONSHIPS + "profile-object-types", Set.of(), types.ids(DefinitionJson::profileTypes));
    }

    private void schemas(ObjectSchemaEndpoints schemas) {
        write("POST /api/object-schemas", Set.of(SCHEMA_FIELDS), schemas::create);
        get(SCHEMA, Set.of(SCHEMA_FIELDS, "fields[profile-object-schema]", MAPPING_FIELDS, INCLUDE), schemas::read);
        write("PATCH " + SCHEMA, Set.of(SCHEMA_FIELDS), schemas::update);
        get(SCHEMA + "/source-mapping", Set.of(MAPPING_FIELDS), schemas::readMapping);
        get(SCHEMA_RELATIONSHIPS + "source-mapping", Set.of(), schemas::readMappingId);
        get(MAPPING, Set.of(MAPPING_FIELDS), schemas::readMapping);
        write("PATCH " + MAPPING, Set.of(MAPPING_FIELDS), schemas::updateMapping);
    }

    private void relationships(String name, RelationshipEndpoints relationships) {
        String path = SCHEMA_RELATIONSHIPS + name;
        get(path, Set.of(), relationships::list);
        write("POST " + path, Set.of(), relationships::create);
        write("PATCH " + path, Set.of(), relationships::update);
        write("DELETE " + path, Set.of(), relationships::delete);
    }

    private void records(ObjectRecordEndpoints records) {
        get("/api/object-records/{id}", Set.of(RECORD_FIELDS), records::read);
        get(TYPE + "/object-records", Set.of(RECORD_FIELDS, PlaceCursor.PARAMETER, SIZE), records::list);
        get(TYPE_RELATIONSHIPS + "object-records", Set.of(PlaceCursor.PARAMETER, SIZE), records::listIds);
        write(Routes.BULK_DELETE, Set.of(), records::delete);
    }

    private void logs(IngestionLogEndpoints logs) {
        Set<String> paging = Set.of(FILTER, PlaceCursor.PARAMETER);
        add(
                "GET " + TYPE + "/object-ingestion-logs",
                LOG_LIMITS,
                0,
                ObjectTypeEndpoints.with(
                        paging, Set.of("fields[object-ingestion-log]", RECORD_FIELDS, TYPE_FIELDS, INCLUDE)),
                logs::list);
        add("GET " + TYPE_RELATIONSHIPS + "object-ingestion-logs", LOG_LIMITS, 0, paging, logs::listIds);
    }

    private void get(String path, Set<String> parameters, Endpoint endpoint) {
        add("GET " + path, LIMITS, 0, parameters, endpoint);
    }

    private void write(String operation, Set<String> parameters, Endpoint endpoint) {
        add(operation, LIMITS, Routes.BODY_BYTES, parameters, endpoint);
    }

    private void add(String operation, String limits, int bodyCap, Set<String> parameters, Endpoint endpoint) {
        routes.add(Routes.route(operation, limits, bodyCap, parameters, objects.alone(endpoint)));
    }
}
