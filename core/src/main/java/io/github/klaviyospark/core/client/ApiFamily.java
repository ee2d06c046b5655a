package io.github.klaviyospark.core.client;

/**
 * A part of the API that has its own history of revisions. Ingestion became stable a year before the definitions did,
 * so an account that is pinned to an older document needs a revision for each.
 */
public enum ApiFamily {
    /** Data sources, object types, schemas and mappings; stable since 2026-07-15. */
    CUSTOM_OBJECTS("custom-objects"),
    /** Record ingestion; stable since 2025-07-15. */
    DATA_SOURCE_RECORDS("data-source-records");

    private final String label;

    ApiFamily(String label) {
        this.label = label;
    }

    /** The name that settings use. */
    public String label() {
        return label;
    }
}
