package io.github.klaviyospark.core.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One request to an {@link Operation}. Instances are immutable, except for the body that they only refer to. */
public final class KlaviyoRequest {

    private static final byte[] NO_BODY = new byte[0];

    private final Operation operation;
    private final String pathAndQuery;
    private final byte[] body;
    private final int length;

    private KlaviyoRequest(Operation operation, String pathAndQuery, byte[] body, int length) {
        this.operation = operation;
        this.pathAndQuery = pathAndQuery;
        this.body = body;
        this.length = length;
    }

    /** A request to an operation whose path names no resource. */
    public static KlaviyoRequest to(Operation operation) {
        return new KlaviyoRequest(operation, operation.path(), NO_BODY, 0);
    }

    /** A request to an operation that names a resource; the id may hold any character. */
    public static KlaviyoRequest to(Operation operation, String id) {
        return new KlaviyoRequest(operation, operation.path().replace("{id}", encode(id)), NO_BODY, 0);
    }

    /** The same request with one more query parameter. */
    public KlaviyoRequest with(String parameter, String value) {
        String separator = pathAndQuery.indexOf('?') < 0 ? "?" : "&";
        return new KlaviyoRequest(
                operation, pathAndQuery + separator + encode(parameter) + "=" + encode(value), body, length);
    }

    /**
     * The same request with a body of UTF-8 JSON.
     *
     * @param json the bytes, which are not copied and must not change until the answer is there
     * @param bytes how many of them count, from the first
     */
    public KlaviyoRequest with(byte[] json, int bytes) {
        Objects.checkFromIndexSize(0, bytes, json.length);
        return new KlaviyoRequest(operation, pathAndQuery, json, bytes);
    }

    /** How many characters of a URL a query parameter takes. */
    public static int encodedLength(String parameter, String value) {
        return encode(parameter).length() + encode(value).length() + 2;
    }

    // Form encoding writes a blank as '+', which only a query reads back as a blank.
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Operation operation() {
        return operation;
    }

    String pathAndQuery() {
        return pathAndQuery;
    }

    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    /** Method and path, without the query, whose filters may hold a person's data. */
    @Override
    public String toString() {
        return "KlaviyoRequest(" + operation.label() + ", " + length + " bytes)";
    }
}
