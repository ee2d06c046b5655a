package io.github.klaviyospark.core.client;

import java.io.IOException;
import java.util.List;

/**
 * A request that did not succeed, after whatever repeating was safe. The message names what to do next and holds neither
 * a key nor anything of the request's content.
 */
public final class KlaviyoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Operation operation;
    private final int status;
    private final List<ApiError> errors;
    private final String requestId;
    private final boolean inDoubt;

    KlaviyoException(
            String message,
            Throwable cause,
            Operation operation,
            int status,
            List<ApiError> errors,
            String requestId,
            boolean inDoubt) {
        super(message, cause);
        this.operation = operation;
        this.status = status;
        this.errors = List.copyOf(errors);
        this.requestId = requestId;
        this.inDoubt = inDoubt;
    }

    /** What was asked. */
    public Operation operation() {
        return operation;
    }

    /** The HTTP status of the last answer; 0 when there was none. */
    public int status() {
        return status;
    }

    /** The entries of the JSON:API error document; empty when the answer had another form. */
    public List<ApiError> errors() {
        return errors;
    }

    /** Klaviyo's id of the request, or null. */
    public String requestId() {
        return requestId;
    }

    /** Whether the request may have taken effect all the same. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
