package io.github.klaviyospark.emulator;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The query parameters of a request, each at most once. */
final class Query {
    private final Map<String, String> parameters;

    private Query(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Reads a query and refuses names outside {@code allowed}. */
    static Query parse(String text, Collection<String> allowed) throws Refusal {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (!allowed.contains(name)) {
                    throw Refusal.invalidParameter("'" + name + "' is not a valid parameter for this endpoint.", name);
                }
                if (parameters.put(name, value) != null) {
                    throw Refusal.invalidParameter("'" + name + "' is given more than once.", name);
                }
            }
        }
        return new Query(parameters);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** A whole number from 1 to {@code most}. */
    int number(String name, int absent, int most) throws Refusal {
        String text = parameters.get(name);
        if (text == null) {
            return absent;
        }
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw Refusal.invalidParameter("'" + name + "' must be a whole number from 1 to " + most + ".", name);
        }
        return Integer.parseInt(text);
    }

    /** The names of a sparse field set; all of {@code known} when the parameter is absent. */
    Set<String> fields(String resource, Set<String> known) throws Refusal {
        String name = "fields[" + resource + "]";
        String text = parameters.get(name);
        if (text == null) {
            return known;
        }
        List<String> fields = List.of(text.split(",", -1));
        for (String field : fields) {
            if (!known.contains(field)) {
                throw Refusal.invalidParameter(
                        "'" + field + "' is not a valid field for the resource '" + resource
                                + "'. The fields of this resource are: " + String.join(", ", new TreeSet<>(known))
                                + ".",
                        name);
            }
        }
        return Set.copyOf(fields);
    }

    /** The query with one parameter replaced, encoded, with its question mark. */
    String with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(name, value);
        return changed.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    static String decode(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidParameter("'" + text + "' is not correctly percent-encoded.", text);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
