package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Attribute;
import io.github.klaviyospark.emulator.collections.Table.Kind;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import io.github.klaviyospark.emulator.collections.Table.Shown;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Resources as lines of JSON: what is loaded is read from them, and what is held is written to them. */
final class ResourceLine {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Table table;
    private final long now;

    private ResourceLine(Table table, long now) {
        this.table = table;
        this.now = now;
    }

    /** The members of a line, of which there are none but {@code allowed}. */
    static Map<String, Object> object(String line, Set<String> allowed) {
        try {
            Object value = JSON.readValue(line, Object.class);
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(JSON.writeValueAsString(value))) {
                throw new IllegalArgumentException("it has half of a surrogate pair, which UTF-8 cannot carry");
            }
            return object(value, "it", allowed);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> object(Object value, String what, Set<String> allowed) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(what + " is not an object");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, member) -> {
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException(
                        what + " has no '" + name + "'; there are: " + String.join(", ", new TreeSet<>(allowed)));
            }
            object.put((String) name, member);
        });
        return object;
    }

    /** The id of a line; null when it has none. */
    static String id(Map<String, Object> line) {
        Object id = line.get("id");
        if (id != null && (!(id instanceof String text) || text.isEmpty())) {
            throw new IllegalArgumentException("'id' is not a text that is not empty");
        }
        return (String) id;
    }

    /**
     * Reads one resource.
     *
     * @param ids where an id comes from that the line does not give
     * @param now the time in the place of one that is not given and cannot be null
     * @throws IllegalArgumentException when the line is not such a resource; says why in a sentence without its full stop
     */
    static HeldResource parse(String text, Table table, Supplier<String> ids, long now) {
        Map<String, Object> line = object(text, Set.of("id", "attributes", "relationships"));
        ResourceLine reader = new ResourceLine(table, now);
        Map<String, Object> attributes = reader.attributes(line.getOrDefault("attributes", Map.of()));
        Map<String, List<String>> related = reader.relationships(line.getOrDefault("relationships", Map.of()));
        String id = id(line);
        return new HeldResource(id == null ? ids.get() : id, attributes, related);
    }

    private Map<String, Object> attributes(Object given) {
        Map<String, Object> values =
                object(given, "'attributes'", table.attributes().keySet());
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Attribute attribute : table.attributes().values()) {
            Object value = values.get(attribute.name());
            attributes.put(attribute.name(), value == null ? missing(attribute) : value(attribute, value));
        }
        for (Attribute attribute : table.attributes().values()) {
            if (attribute.kind() == Kind.EPOCH) {
                sameTime(attribute, values, attributes);
            }
        }
        return attributes;
    }

    /** Two spellings of one time: either may be missing, and they must not contradict each other. */
    private static void sameTime(Attribute epoch, Map<String, Object> given, Map<String, Object> attributes) {
        boolean held = given.get(epoch.of()) != null;
        if (held
                && given.get(epoch.name()) != null
                && Math.floorDiv((Long) attributes.get(epoch.of()), Micros.SECOND)
                        != Math.floorDiv((Long) attributes.get(epoch.name()), Micros.SECOND)) {
            throw new IllegalArgumentException(
                    "'" + epoch.name() + "' and '" + epoch.of() + "' are not in the same second");
        }
        Object time = attributes.get(held || given.get(epoch.name()) == null ? epoch.of() : epoch.name());
        attributes.put(epoch.of(), time);
        attributes.put(epoch.name(), time);
    }

    private Object missing(Attribute attribute) {
        if (attribute.nullable()) {
            return null;
        }
        return switch (attribute.kind()) {
            case BOOLEAN -> false;
            case INTEGER -> 0;
            case SECONDS, MILLIS, MICROS, EPOCH -> now;
            default -> throw new IllegalArgumentException("it needs '" + attribute.name() + "'");
        };
    }

    private static Object value(Attribute attribute, Object value) {
        boolean right =
                switch (attribute.kind()) {
                    case TEXT, SECONDS, MILLIS, MICROS -> value instanceof String;
                    case INTEGER, EPOCH -> value instanceof Integer || value instanceof Long;
                    case NUMBER -> value instanceof Number;
                    case BOOLEAN -> value instanceof Boolean;
                    case OBJECT -> value instanceof Map;
                    case LIST -> value instanceof List;
                };
        if (!right) {
            throw new IllegalArgumentException("'" + attribute.name() + "' is not of the kind " + attribute.kind());
        }
        if (attribute.kind() == Kind.EPOCH) {
            return Math.multiplyExact(((Number) value).longValue(), Micros.SECOND);
        }
        if (!attribute.kind().isTime()) {
            return value;
        }
        try {
            return Micros.parse((String) value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + attribute.name() + "' is wrong: " + e.getMessage(), e);
        }
    }

    private Map<String, List<String>> relationships(Object given) {
        Map<String, Object> values =
                object(given, "'relationships'", table.relationships().keySet());
        Map<String, List<String>> relationships = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (isHeld(table, table.relationships().get(name))) {
                relationships.put(name, ids(table.relationships().get(name), value));
            }
        });
        return relationships;
    }

    /** Whether the resource itself says where a relationship leads; others follow from what is held elsewhere. */
    private static boolean isHeld(Table table, Relationship relationship) {
        return relationship.back().isEmpty() && !Holdings.isBelow(table, relationship);
    }

    private static List<String> ids(Relationship relationship, Object value) {
        List<String> ids = new ArrayList<>();
        if (value != null) {
            for (Object id : relationship.many() && value instanceof List<?> list ? list : List.of(value)) {
                if (!(id instanceof String text) || (relationship.many() && !(value instanceof List))) {
                    throw new IllegalArgumentException("'" + relationship.name() + "' is "
                            + (relationship.many() ? "a list of ids" : "one id or null"));
                }
                ids.add(text);
            }
        }
        return ids;
    }

    /** All that is held of a resource, in the form that {@link #parse} reads; times to the microsecond. */
    static String of(Table table, Resource resource, Holdings holdings) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("id", resource.id());
            if (resource instanceof Member) {
                if (resource.value(Member.JOINED) instanceof Long joined) {
                    out.writeStringField(Member.JOINED, Micros.text(joined));
                }
                out.writeEndObject();
                out.flush();
                return text.toString();
            }
            out.writeObjectFieldStart("attributes");
            for (Attribute attribute : table.attributes().values()) {
                out.writeFieldName(attribute.name());
                ProfileJson.value(out, raw(attribute, resource.value(attribute.name())), Selection.ALL);
            }
            out.writeEndObject();
            out.writeObjectFieldStart("relationships");
            for (Relationship relationship : table.relationships().values()) {
                if (relationship.shown() != Shown.NEVER || relationship.back().isPresent()) {
                    List<String> ids = holdings.related(table, relationship, resource);
                    out.writeFieldName(relationship.name());
                    ProfileJson.value(
                            out, relationship.many() ? ids : ids.isEmpty() ? null : ids.get(0), Selection.ALL);
                }
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Object raw(Attribute attribute, Object value) {
        if (value == null || !attribute.kind().isTime()) {
            return value;
        }
        return attribute.kind() == Kind.EPOCH
                ? (Object) Math.floorDiv((Long) value, Micros.SECOND)
                : Micros.text((Long) value);
    }
}
