package io.github.klaviyospark.core.bulk;

import java.io.IOException;

/** A record that no request can carry. Thrown while it is still being written, so that its size is never held. */
public final class OversizeRecordException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    OversizeRecordException(int limit) {
        super("A record is larger than " + limit + " bytes of JSON.");
        this.limit = limit;
    }

    /** The number of bytes that a record may have. */
    public int limit() {
        return limit;
    }
}
