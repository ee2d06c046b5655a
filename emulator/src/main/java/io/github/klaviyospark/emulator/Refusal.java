package io.github.klaviyospark.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request that is answered with an error document.
 *
 * <p>Codes and wording follow recorded answers of Klaviyo where there are any; clients must not depend on the wording,
 * which Klaviyo may change inside a revision.
 */
final class Refusal extends Exception {
    private static final String DOCUMENT = "/data";

    private final int status;
    private final String code;
    private final String title;
    /** One for each error of the document. */
    private final List<Map<String, String>> sources;

    private final Map<String, String> headers;
    private final Optional<Fault.Kind> fault;
    /** More errors of the same document. */
    private final List<Refusal> others;

    private Refusal(
            int status,
            String code,
            String title,
            String detail,
            Map<String, String> source,
            Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
        this.sources = List.of(Map.copyOf(source));
        this.headers = Map.copyOf(headers);
        this.fault = Optional.empty();
        this.others = List.of();
    }

    private Refusal(Refusal first, List<Refusal> others) {
        super(first.getMessage(), null, false, false);
        this.status = first.status;
        this.code = first.code;
        this.title = first.title;
        this.sources = first.sources;
        this.headers = first.headers;
        this.fault = first.fault;
        this.others = List.copyOf(others);
    }

    /** One document with the errors of several refusals; the first of them decides the status. */
    static Refusal of(List<Refusal> refusals) {
        return new Refusal(refusals.get(0), refusals.subList(1, refusals.size()));
    }

    /** As another, but because of a fault, with a detail of its own and an error for each pointer. */
    private Refusal(Refusal like, Fault.Kind fault, String detail, List<String> pointers) {
        super(detail, null, false, false);
        this.status = like.status;
        this.code = like.code;
        this.title = like.title;
        this.sources =
                pointers.stream().map(pointer -> Map.of("pointer", pointer)).toList();
        this.headers = like.headers;
        this.fault = Optional.of(fault);
        this.others = List.of();
    }

    /** 400 for something in the body; the pointer is a JSON pointer into it. */
    static Refusal invalid(String detail, String pointer) {
        return new Refusal(400, "invalid", "Invalid input.", detail, Map.of("pointer", pointer), Map.of());
    }

    /** 400 for a query parameter or a header. */
    static Refusal invalidParameter(String detail, String parameter) {
        return new Refusal(400, "invalid", "Invalid input.", detail, Map.of("parameter", parameter), Map.of());
    }

    static Refusal invalidCursor() {
        return invalid("Invalid cursor provided.", "/data/");
    }

    static Refusal unauthenticated(String detail) {
        return new Refusal(
                401,
                "authentication_failed",
                "Incorrect authentication credentials.",
                detail,
                Map.of("pointer", DOCUMENT),
                Map.of());
    }

    static Refusal notFound(String detail) {
        return new Refusal(404, "not_found", "Not found.", detail, Map.of("pointer", DOCUMENT), Map.of());
    }

    /** 404 for something that the body names. */
    static Refusal notFound(String detail, String pointer) {
        return new Refusal(404, "not_found", "Not found.", detail, Map.of("pointer", pointer), Map.of());
    }

    /** 404 for a tag or a tag group, which have a code of their own. */
    static Refusal noTag(String detail, String pointer) {
        return new Refusal(404, "tag_service_error", "Not found.", detail, Map.of("pointer", pointer), Map.of());
    }

    static Refusal forbidden(String detail) {
        return new Refusal(403, "forbidden", "Forbidden.", detail, Map.of("pointer", DOCUMENT), Map.of());
    }

    static Refusal methodNotAllowed(String method, String allow) {
        return new Refusal(
                405,
                "method_not_allowed",
                "Method not allowed.",
                "Method \"" + method + "\" not allowed.",
                Map.of("pointer", DOCUMENT),
                Map.of("Allow", allow));
    }

    static Refusal notAcceptable() {
        return new Refusal(
                406,
                "not_acceptable",
                "Not acceptable.",
                "The Accept header must allow " + Answer.JSON_API + ".",
                Map.of("parameter", "Accept"),
                Map.of());
    }

    static Refusal duplicate(String detail, String pointer) {
        return new Refusal(409, "duplicate", "Conflict.", detail, Map.of("pointer", pointer), Map.of());
    }

    static Refusal tooLarge(int cap) {
        return new Refusal(
                413,
                "payload_too_large",
                "Payload too large.",
                "The body of this request may have at most " + cap + " bytes.",
                Map.of("pointer", DOCUMENT),
                Map.of());
    }

    static Refusal targetTooLong(int most) {
        return new Refusal(
                414,
                "uri_too_long",
                "URI too long.",
                "Path and query of a request may have at most " + most + " bytes.",
                Map.of("pointer", DOCUMENT),
                Map.of());
    }

    static Refusal unsupportedMediaType(String detail, String header) {
        return new Refusal(
                415,
                "unsupported_media_type",
                "Unsupported media type.",
                detail,
                Map.of("parameter", header),
                Map.of());
    }

    static Refusal throttled(long seconds) {
        return new Refusal(
                429,
                "throttled",
                "Request was throttled.",
                "Request was throttled. Expected available in " + seconds + (seconds == 1 ? " second." : " seconds."),
                Map.of("pointer", DOCUMENT),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    /** An error nobody caused: asked for by a fault, or found by the HTTP server before the pipeline saw anything. */
    static Refusal ofStatus(int status, Map<String, String> headers) {
        if (status == 429) {
            String detail = "Request was throttled. Expected available in 1 second.";
            return new Refusal(
                    status, "throttled", "Request was throttled.", detail, Map.of("pointer", DOCUMENT), headers);
        }
        boolean server = status >= 500;
        return new Refusal(
                status,
                server ? "error" : "invalid",
                server ? "A server error occurred." : "Invalid input.",
                server ? "A server error occurred." : "The request was refused with status " + status + ".",
                Map.of("pointer", DOCUMENT),
                headers);
    }

    /** What a poisoned request is answered with: nothing tells which of its records are to blame. */
    static Refusal poisoned(int status) {
        return new Refusal(
                ofStatus(status, Map.of()),
                Fault.Kind.POISON,
                "The records of this request were not accepted.",
                List.of(DOCUMENT));
    }

    /** What a poisoned request is answered with: an error for each record that is to blame. */
    static Refusal poisoned(int status, List<String> pointers) {
        return new Refusal(ofStatus(status, Map.of()), Fault.Kind.POISON, "This record was not accepted.", pointers);
    }

    /** The fault that made it; empty for an honest one. */
    Optional<Fault.Kind> fault() {
        return fault;
    }

    Answer answer(String requestId) {
        List<Map<String, Object>> errors = Stream.concat(Stream.of(this), others.stream())
                .flatMap(each -> each.sources.stream().map(source -> each.error(requestId, source)))
                .toList();
        return Answer.document(status, Map.of("errors", errors))
                .with(headers)
                .with(Map.of(Answer.REQUEST_ID, requestId));
    }

    private Map<String, Object> error(String requestId, Map<String, String> source) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("id", requestId);
        error.put("status", status);
        error.put("code", code);
        error.put("title", title);
        error.put("detail", getMessage());
        error.put("source", source);
        error.put("links", Map.of());
        error.put("meta", Map.of());
        return error;
    }
}
