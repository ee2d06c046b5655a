package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.quota.QuotaLimits;

/**
 * One endpoint with what is known of it: path, quota, scope, the answer that means success and whether a request may be
 * repeated when nobody knows if the first one arrived. The names are those of Klaviyo's OpenAPI document.
 */
public enum Operation {
    /** {@code get_data_sources}: a page of data sources. */
    GET_DATA_SOURCES(
            "GET", "/api/data-sources", 200, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", "custom-objects:read", true),
    /** {@code get_data_source}: one data source by its id. */
    GET_DATA_SOURCE(
            "GET", "/api/data-sources/{id}", 200, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", "custom-objects:read", true),
    /**
     * {@code create_data_source}. Titles are unique: repeating it after a lost answer would be refused because of the
     * first one, so whoever creates looks again instead.
     */
    CREATE_DATA_SOURCE(
            "POST", "/api/data-sources", 201, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", "custom-objects:write", false),
    /**
     * {@code bulk_create_data_source_records}. Records replace each other by id, so a repeated chunk changes nothing. The
     * specification grants 15 a minute where the Custom Objects overview says 60; the lower one is the default.
     */
    BULK_CREATE_DATA_SOURCE_RECORDS(
            "POST",
            "/api/data-source-record-bulk-create-jobs",
            204,
            ApiFamily.DATA_SOURCE_RECORDS,
            "3/1s,15/60s",
            "custom-objects:write",
            true);

    private final String method;
    private final String path;
    private final int success;
    private final ApiFamily family;
    private final QuotaLimits limits;
    private final String scope;
    private final boolean repeatable;

    Operation(
            String method,
            String path,
            int success,
            ApiFamily family,
            String limits,
            String scope,
            boolean repeatable) {
        this.method = method;
        this.path = path;
        this.success = success;
        this.family = family;
        this.limits = QuotaLimits.parse(limits);
        this.scope = scope;
        this.repeatable = repeatable;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path, with {@code {id}} where a resource is named. */
    public String path() {
        return path;
    }

    /** The status that means success; any other is an error. */
    public int success() {
        return success;
    }

    /** The family whose revision is sent. */
    public ApiFamily family() {
        return family;
    }

    /** The quota that Klaviyo's specification grants. */
    public QuotaLimits limits() {
        return limits;
    }

    /** The scope that the key needs. */
    public String scope() {
        return scope;
    }

    /** Whether sending the same request twice leaves the account as sending it once does. */
    public boolean repeatable() {
        return repeatable;
    }

    /** Method and path, as errors show it. */
    public String label() {
        return method + " " + path;
    }
}
