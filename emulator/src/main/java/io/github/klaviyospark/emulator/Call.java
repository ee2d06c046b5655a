package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request, as far as it is known before its body is read.
 *
 * @param id the value of {@code x-klaviyo-req-id} in the answer
 * @param path as sent, still percent-encoded
 * @param query as sent, without the question mark; null when there is none
 * @param origin scheme and authority by which the client called, the beginning of every link in the answer
 * @param headers by lower-case name
 */
record Call(
        String id,
        String method,
        String path,
        String query,
        String origin,
        Map<String, List<String>> headers,
        Body body) {
    static final int MOST_TARGET_BYTES = 8192;

    Optional<String> header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** No source tells how long a target may be; this much is what servers grant at least. */
    void checkLength() throws Refusal {
        if (target().length() > MOST_TARGET_BYTES) {
            throw Refusal.targetTooLong(MOST_TARGET_BYTES);
        }
    }

    String target() {
        return query == null ? path : path + "?" + query;
    }
}
