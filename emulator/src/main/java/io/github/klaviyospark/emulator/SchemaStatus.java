package io.github.klaviyospark.emulator;

import java.util.Locale;

/** Where a version of a schema is on its way. */
enum SchemaStatus {
    DRAFT,
    PUBLISHING,
    ACTIVE,
    /** Was active until a newer version was. */
    UNDEFINED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
