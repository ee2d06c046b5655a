package io.github.klaviyospark.spark.write;

import java.io.IOException;

/** A task that could not deliver its rows. Says what Klaviyo had accepted of them before. */
final class DeliveryException extends IOException {

    private static final long serialVersionUID = 1L;

    DeliveryException(String message, Throwable cause) {
        super(message, cause);
    }
}
