package io.github.klaviyospark.core.objects;

import java.util.Arrays;

/** How far a version of a schema is. Revision 2026-07-15 spells it in lower case, the documents of the beta in upper case. */
public enum SchemaStatus {
    /** It can be changed, and makes no objects. */
    DRAFT,
    /** It was activated, and stored records are being processed. */
    PUBLISHING,
    /** Records become objects by it; it can no longer be changed. */
    ACTIVE,
    /** Something that Klaviyo has no name for, or that this version does not know. */
    UNDEFINED;

    static SchemaStatus of(String label) {
        return Arrays.stream(values())
                .filter(status -> status.name().equalsIgnoreCase(label))
                .findFirst()
                .orElse(UNDEFINED);
    }
}
