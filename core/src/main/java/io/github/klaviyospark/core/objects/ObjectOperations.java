package io.github.klaviyospark.core.objects;

import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;

/**
 * The operations on definitions and objects, named as in Klaviyo's OpenAPI document. What creates something is not
 * repeated in doubt, because titles are not unique: whoever creates looks again instead.
 */
final class ObjectOperations {

    static final Operation GET_OBJECT_TYPES = get("/api/object-types");
    static final Operation GET_OBJECT_TYPE = get("/api/object-types/{id}");
    static final Operation CREATE_OBJECT_TYPE = Operation.ofObjects("POST", "/api/object-types", 201, false);
    static final Operation DELETE_OBJECT_TYPE = Operation.ofObjects("DELETE", "/api/object-types/{id}", 204, true);

    static final Operation GET_OBJECT_SCHEMA = get("/api/object-schemas/{id}");
    static final Operation CREATE_OBJECT_SCHEMA = Operation.ofObjects("POST", "/api/object-schemas", 201, false);
    static final Operation UPDATE_OBJECT_SCHEMA = Operation.ofObjects("PATCH", "/api/object-schemas/{id}", 200, true);

    /** The same endpoint, but done twice the second is refused: the schema is no draft any more. */
    static final Operation ACTIVATE_OBJECT_SCHEMA =
            Operation.ofObjects("PATCH", "/api/object-schemas/{id}", 200, false);

    static final Operation GET_SOURCE_MAPPING_FOR_OBJECT_SCHEMA = get("/api/object-schemas/{id}/source-mapping");
    static final Operation UPDATE_SOURCE_MAPPING = Operation.ofObjects("PATCH", "/api/source-mappings/{id}", 200, true);

    static final Operation GET_PROFILE_SCHEMA_RELATIONSHIPS =
            get("/api/object-schemas/{id}/relationships/profile-object-schemas");
    static final Operation GET_OBJECT_SCHEMA_RELATIONSHIPS =
            get("/api/object-schemas/{id}/relationships/object-schemas");

    /** Answered 204; the Custom Objects overview shows an answer with the relationship's id. */
    static final Operation CREATE_PROFILE_SCHEMA_RELATIONSHIP = Operation.ofObjects(
                    "POST", "/api/object-schemas/{id}/relationships/profile-object-schemas", 204, false)
            .orAnswering(200, 201);

    static final Operation CREATE_OBJECT_SCHEMA_RELATIONSHIP = Operation.ofObjects(
                    "POST", "/api/object-schemas/{id}/relationships/object-schemas", 204, false)
            .orAnswering(200, 201);
    static final Operation DELETE_PROFILE_SCHEMA_RELATIONSHIP =
            Operation.ofObjects("DELETE", "/api/object-schemas/{id}/relationships/profile-object-schemas", 204, false);
    static final Operation DELETE_OBJECT_SCHEMA_RELATIONSHIP =
            Operation.ofObjects("DELETE", "/api/object-schemas/{id}/relationships/object-schemas", 204, false);

    static final Operation GET_OBJECT_RECORD = get("/api/object-records/{id}");
    static final Operation GET_RECORDS_FOR_OBJECT_TYPE = get("/api/object-types/{id}/object-records");

    /** Only one a second and fifteen a minute, with fifty entries a page. */
    static final Operation GET_INGESTION_LOGS_FOR_OBJECT_TYPE = Operation.reading(
            "/api/object-types/{id}/object-ingestion-logs",
            ApiFamily.CUSTOM_OBJECTS,
            QuotaLimits.parse("1/1s,15/60s"),
            "custom-objects:read");

    private ObjectOperations() {}

    private static Operation get(String path) {
        return Operation.ofObjects("GET", path, 200, true);
    }
}
