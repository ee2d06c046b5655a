package io.github.klaviyospark.contract.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it goes over the wire.
 *
 * @param target the path, with real ids, and the query
 * @param body JSON text; empty for a request without a body
 */
record Sent(String method, String target, Map<String, String> headers, String body) {
    private static final String JSON_API = "application/vnd.api+json";

    /** With the headers that the connector sends. */
    static Sent of(String method, String target, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Klaviyo-API-Key pk_golden");
        headers.put("revision", "2026-07-15");
        headers.put("Accept", JSON_API);
        if (!body.isEmpty()) {
            headers.put("Content-Type", JSON_API);
        }
        return new Sent(method, target, Map.copyOf(headers), body);
    }

    Sent withHeader(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Sent(method, target, Map.copyOf(changed), body);
    }

    Sent withoutHeader(String name) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.remove(name);
        return new Sent(method, target, Map.copyOf(changed), body);
    }

    Sent withBody(String other) {
        return new Sent(method, target, headers, other);
    }

    /** The target without its query. */
    String path() {
        return target.replaceFirst("\\?.*", "");
    }

    /** The parameters of the query, decoded; each has one value. */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        String text = target.substring(path().length()).replaceFirst("\\?", "");
        for (String parameter : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            String[] sides = parameter.split("=", 2);
            query.put(decoded(sides[0]), decoded(sides[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
