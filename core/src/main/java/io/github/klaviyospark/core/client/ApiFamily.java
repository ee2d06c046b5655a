package io.github.klaviyospark.core.client;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A part of the API that has its own history of revisions. Ingestion became stable a year before the definitions did,
 * so an account that is pinned to an older document needs a revision for each.
 */
public enum ApiFamily {
    /** Data sources, object types, schemas and mappings; stable since 2026-07-15. */
    CUSTOM_OBJECTS("custom-objects"),
    /** Record ingestion; stable since 2025-07-15. */
    DATA_SOURCE_RECORDS("data-source-records"),
    /** Profiles and their imports. */
    PROFILES("profiles"),
    /** Lists and their members. */
    LISTS("lists"),
    /** Segments and their members. */
    SEGMENTS("segments"),
    /** Events. */
    EVENTS("events"),
    /** Metrics. */
    METRICS("metrics"),
    /** Catalog items, variants and categories. */
    CATALOGS("catalogs"),
    /** Flows and their actions. */
    FLOWS("flows"),
    /** Campaigns and their messages. */
    CAMPAIGNS("campaigns"),
    /** Tags and their groups. */
    TAGS("tags"),
    /** Codes of coupons. */
    COUPONS("coupons"),
    /** Deletions of profiles that a person asked for. */
    DATA_PRIVACY("data-privacy");

    private final String label;

    ApiFamily(String label) {
        this.label = label;
    }

    /**
     * The family of a label.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ApiFamily of(String label) {
        return Arrays.stream(values())
                .filter(family -> family.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no API family '" + label + "'. Known are " + labels() + "."));
    }

    /** All labels, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(ApiFamily::label).collect(Collectors.joining(", "));
    }

    /** The name that settings use. */
    public String label() {
        return label;
    }
}
