package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.catalog.CatalogKind;
import java.util.List;
import java.util.Map;

/**
 * What one record of a request is to change in the catalog.
 *
 * @param attributes what it says, nulls included; what it leaves out is missing
 * @param related the ids it is to be related to; null when it does not say
 */
record CatalogChange(Verb verb, CatalogKind kind, String id, Map<String, Object> attributes, List<String> related) {
    /** What is to be done. */
    enum Verb {
        CREATE,
        UPDATE,
        DELETE
    }

    /** The id without integration and catalog. */
    String externalId() {
        return id.substring(CatalogKind.PREFIX.length());
    }
}
