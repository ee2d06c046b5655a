package io.github.klaviyospark.emulator;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The query parameters of a request, each at most once. */
final class Query {
    private final Map<String, String> parameters;
    private final Map<String, String> asSent;

    private Query(Map<String, String> parameters, Map<String, String> asSent) {
        this.parameters = parameters;
        this.asSent = asSent;
    }

    /** Reads a query and refuses names outside {@code allowed}. */
    static Query parse(String text, Collection<String> allowed) throws Refusal {
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> asSent = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (!allowed.contains(name)) {
                    throw Refusal.invalidParameter("'" + name + "' is not a valid parameter for this endpoint.", name);
                }
                asSent.put(name, pair);
                if (parameters.put(name, value) != null) {
                    throw Refusal.invalidParameter("'" + name + "' is given more than once.", name);
                }
            }
        }
        return new Query(parameters, asSent);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Whether a plus sign stands in the value as it was sent, where it means a blank. */
    boolean hasPlus(String name) {
        String pair = asSent.getOrDefault(name, "");
        return pair.indexOf('+', pair.indexOf('=') + 1) >= 0;
    }

    /** The names in a comma list; none when the parameter is absent. */
    Set<String> list(String name, Set<String> known, String what) throws Refusal {
        String text = parameters.get(name);
        if (text == null) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>(Arrays.asList(text.split(",", -1)));
        for (String one : names) {
            if (!known.contains(one)) {
                throw Refusal.invalidParameter(
                        "'" + one + "' is not a valid " + what + " for this endpoint. There are: "
                                + String.join(", ", new TreeSet<>(known)) + ".",
                        name);
            }
        }
        return names;
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

    /**
     * The query with one parameter replaced, with its question mark. The others stay as they were sent, so that they
     * mean the same again and are not longer than their sender expects.
     */
    String with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(asSent);
        changed.put(name, encode(name) + "=" + encode(value));
        return "?" + String.join("&", changed.values());
    }

    /** Whether a comma list holds a name, told before the query as a whole is known to be right. */
    static boolean mentions(String text, String parameter, String name) {
        if (text == null || !text.contains(name)) {
            return false;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                if (equals > 0
                        && decode(pair.substring(0, equals)).equals(parameter)
                        && List.of(decode(pair.substring(equals + 1)).split(",", -1))
                                .contains(name)) {
                    return true;
                }
            } catch (Refusal e) {
                // The reader of the whole query will say so.
            }
        }
        return false;
    }

    /** Takes percent signs and plus signs away; what is not ASCII before or not UTF-8 after is refused. */
    static String decode(String text) throws Refusal {
        try {
            if (text.chars().anyMatch(character -> character >= 0x80)) {
                throw new CharacterCodingException();
            }
            byte[] bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Refusal.invalidParameter("'" + text + "' is not correctly percent-encoded.", text);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
