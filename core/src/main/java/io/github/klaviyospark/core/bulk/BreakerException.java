package io.github.klaviyospark.core.bulk;

import java.io.IOException;

/** Sending was stopped because it went on to be refused. The message holds nothing of any record. */
public final class BreakerException extends IOException {

    private static final long serialVersionUID = 1L;

    BreakerException(String message, Throwable cause) {
        super(message, cause);
    }
}
