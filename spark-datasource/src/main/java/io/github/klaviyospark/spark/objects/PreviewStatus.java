package io.github.klaviyospark.spark.objects;

import java.util.Locale;

/** What becomes of one object in one row. */
enum PreviewStatus {
    /** It is made or replaced. */
    OBJECT,
    /** It is not made, and nothing of it changes. */
    SKIPPED,
    /** The row says nothing of it but what it is linked with. */
    LINKS,
    /** The same row has it once more, and that one counts. */
    SUPERSEDED,
    /** The row cannot be sent. */
    INVALID;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
