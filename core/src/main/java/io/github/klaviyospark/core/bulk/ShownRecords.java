package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds records of a chunk by what errors show of them, for errors that do not say where a record stands. Klaviyo does not
 * say whether it shows the resource or its attributes, so both are read.
 *
 * <p>The identifiers of all records are noted when the first of them is looked for, and take less than the chunk.
 */
final class ShownRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ATTRIBUTES = "/attributes";

    /** Leaves are equal that say the same: 1 is 1.0. */
    private static final Comparator<JsonNode> VALUES = (one, other) -> isSame(one, other) ? 0 : 1;

    private final Chunk chunk;
    private final List<String> identifiers;
    private Map<String, Set<Integer>> places;

    /**
     * Of one chunk.
     *
     * @param identifiers JSON pointers, within a record, to what tells it from others
     */
    ShownRecords(Chunk chunk, List<String> identifiers) {
        this.chunk = chunk;
        this.identifiers = identifiers;
    }

    /**
     * The place of the record that is shown, if it is certain.
     *
     * @param payload what is shown; may be missing or null
     * @param blamed places that are named already: of records that are the same another one is meant
     */
    OptionalInt place(JsonNode payload, Set<Integer> blamed) {
        if (!payload.isObject() || identifiers.isEmpty()) {
            return OptionalInt.empty();
        }
        Set<Integer> found = found(payload);
        if (found.size() == 1) {
            return OptionalInt.of(found.iterator().next());
        }
        List<Integer> same = new ArrayList<>();
        for (int place : found) {
            if (attributes(record(place)).equals(VALUES, attributes(payload))) {
                same.add(place);
            }
        }
        return same.stream()
                .filter(place -> !blamed.contains(place))
                .findFirst()
                .or(() -> same.stream().findFirst())
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** The records that have each of the identifiers, but for those that no record has. */
    private Set<Integer> found(JsonNode payload) {
        if (places == null) {
            places = noted();
        }
        Set<Integer> found = null;
        for (String pointer : identifiers) {
            Set<Integer> having = places.get(key(pointer, at(payload, pointer)));
            if (having != null && found == null) {
                found = new LinkedHashSet<>(having);
            } else if (having != null) {
                found.retainAll(having);
            }
        }
        return found == null ? Set.of() : found;
    }

    private Map<String, Set<Integer>> noted() {
        Map<String, Set<Integer>> noted = new HashMap<>();
        for (int place = 0; place < chunk.records(); place++) {
            JsonNode record = record(place);
            for (String pointer : identifiers) {
                JsonNode value = record.at(pointer);
                if (value.isValueNode() && !value.isNull()) {
                    noted.merge(key(pointer, value), Set.of(place), ShownRecords::both);
                }
            }
        }
        return noted;
    }

    private static Set<Integer> both(Set<Integer> some, Set<Integer> others) {
        Set<Integer> both = some instanceof LinkedHashSet<Integer> ? some : new LinkedHashSet<>(some);
        both.addAll(others);
        return both;
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    /** Klaviyo may show identifiers in other letters than it got them in. */
    private static String key(String pointer, JsonNode value) {
        return pointer + '=' + value.asText().strip().toLowerCase(Locale.ROOT);
    }

    private static JsonNode at(JsonNode payload, String pointer) {
        boolean isBare = pointer.startsWith(ATTRIBUTES + "/") && !payload.has("attributes");
        return payload.at(isBare ? pointer.substring(ATTRIBUTES.length()) : pointer);
    }

    private static JsonNode attributes(JsonNode shown) {
        return shown.has("attributes") ? shown.path("attributes") : shown;
    }

    private JsonNode record(int place) {
        try {
            return JSON.readTree(chunk.record(place));
        } catch (IOException e) {
            throw new IllegalStateException("Record " + place + " was sent and is no JSON.", e);
        }
    }

    @Override
    public String toString() {
        return "ShownRecords(" + chunk + ")";
    }
}
