package io.github.klaviyospark.emulator.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A request and its answer, as they were on the wire. */
public final class Traffic {
    private static final byte[] NOTHING = new byte[0];

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final int status;
    private final String contentType;
    private final byte[] answer;
    private final boolean spoiled;

    private Traffic(Traffic request, int status, String contentType, byte[] answer, boolean spoiled) {
        this.method = request.method;
        this.path = request.path;
        this.query = request.query;
        this.headers = request.headers;
        this.body = request.body;
        this.status = status;
        this.contentType = contentType;
        this.answer = Objects.requireNonNull(answer, "answer");
        this.spoiled = spoiled;
    }

    /**
     * A request without an answer yet.
     *
     * @param path as sent, still percent-encoded
     * @param query as sent, without the question mark; null when there is none
     * @param headers by lower-case name
     * @param body null when not all of it was received
     */
    public Traffic(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
        this.query = query;
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = body;
        this.status = 0;
        this.contentType = null;
        this.answer = NOTHING;
        this.spoiled = true;
    }

    /** The request with its answer; a null {@code contentType} is none. */
    public Traffic answered(int status, String contentType, byte[] answer) {
        return new Traffic(this, status, contentType, answer, false);
    }

    /** The request with an answer that was never sent, or not as it was meant, on purpose; 0 is no status at all. */
    public Traffic spoiled(int status) {
        return new Traffic(this, status, null, NOTHING, true);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String query() {
        return query;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value, or an empty text. */
    String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? "" : values.get(0);
    }

    byte[] body() {
        return body;
    }

    int status() {
        return status;
    }

    boolean accepted() {
        return status >= 200 && status < 300;
    }

    String contentType() {
        return contentType;
    }

    byte[] answer() {
        return answer;
    }

    boolean isSpoiled() {
        return spoiled;
    }
}
