package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.quota.QuotaLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What one attempt brought back: a status with its body, or the failure that came in the place of one. */
final class Answer {

    private final Outcome outcome;
    private final int status;
    private final byte[] body;
    private final String contentType;
    private final String requestId;
    private final Duration retryAfter;
    private final QuotaLimits granted;
    private final IOException failure;

    private Answer(
            Outcome outcome,
            int status,
            byte[] body,
            String contentType,
            String requestId,
            Duration retryAfter,
            QuotaLimits granted,
            IOException failure) {
        this.outcome = outcome;
        this.status = status;
        this.body = body;
        this.contentType = contentType;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
        this.granted = granted;
        this.failure = failure;
    }

    static Answer of(
            Operation operation,
            int status,
            byte[] body,
            String contentType,
            String requestId,
            String retryAfter,
            String rateLimit) {
        Outcome outcome = Outcome.of(operation, status);
        boolean readable = body.length == 0 || isJson(contentType);
        if (outcome == Outcome.SUCCEEDED
                && (!readable || (body.length == 0 && status != 204 && !operation.saysNothing()))) {
            outcome = Outcome.REFUSED;
        }
        return new Answer(
                outcome,
                status,
                body,
                contentType,
                requestId,
                seconds(retryAfter),
                RateLimitHeader.limits(rateLimit),
                null);
    }

    static Answer failed(Outcome outcome, IOException failure) {
        return new Answer(outcome, 0, new byte[0], "", null, null, null, failure);
    }

    private static boolean isJson(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    // Klaviyo sends whole seconds. An edge server may send a date, which is as good as nothing to wait by.
    private static Duration seconds(String retryAfter) {
        if (retryAfter == null || !retryAfter.strip().matches("\\d{1,9}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
    }

    Outcome outcome() {
        return outcome;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    boolean isJson() {
        return isJson(contentType);
    }

    String contentType() {
        return contentType;
    }

    String requestId() {
        return requestId;
    }

    /** How long the server asks to wait, or null. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** The limits that the server says it keeps, or null when it says none. */
    QuotaLimits granted() {
        return granted;
    }

    /** Why there is no status, or null when there is one. */
    IOException failure() {
        return failure;
    }
}
