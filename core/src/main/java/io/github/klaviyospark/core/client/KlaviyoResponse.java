package io.github.klaviyospark.core.client;

/**
 * An answer that means success.
 *
 * @param status the HTTP status
 * @param body the bytes of the document; empty for 204
 * @param requestId Klaviyo's id of the request, or null when it gave none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared and printed by nobody; the text form below leaves the body out.
public record KlaviyoResponse(int status, byte[] body, String requestId) {

    @Override
    public String toString() {
        return "KlaviyoResponse(" + status + ", " + body.length + " bytes, request " + requestId + ")";
    }
}
