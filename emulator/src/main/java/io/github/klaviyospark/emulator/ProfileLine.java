package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.klaviyospark.emulator.Profile.Linked;
import io.github.klaviyospark.emulator.Profile.Suppression;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a profile from a line of JSON. Names and kinds of values are checked, so that a slip in a test shows when the
 * profile is given rather than when it is missed; what a line leaves out is null.
 */
final class ProfileLine {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Selection ATTRIBUTES = ProfileFields.tree(ProfileFields.PROFILE);
    private static final Selection PUSH_TOKEN = ProfileFields.tree(ProfileFields.PUSH_TOKEN);
    private static final List<String> TEXTS = List.of(
            "email",
            "phone_number",
            "external_id",
            "first_name",
            "last_name",
            "organization",
            "locale",
            "title",
            "image");
    private static final List<String> LOCATION = List.of(
            "address1", "address2", "city", "country", "latitude", "longitude", "region", "zip", "timezone", "ip");
    private static final Set<String> CHANNELS = Set.of("instagram", "sms", "whatsapp");

    private final Map<String, Object> line;
    private final Supplier<String> ids;
    private final long now;

    private ProfileLine(Map<String, Object> line, Supplier<String> ids, long now) {
        this.line = line;
        this.ids = ids;
        this.now = now;
    }

    /**
     * Reads one.
     *
     * @param ids where an id comes from that the line does not give
     * @param now the time of creation when the line gives none
     * @throws IllegalArgumentException when the line is not a profile; says why in a sentence without its full stop
     */
    static LoadedProfile parse(String text, Supplier<String> ids, long now) {
        try {
            Object value = JSON.readValue(text, Object.class);
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(JSON.writeValueAsString(value))) {
                throw new IllegalArgumentException("it has half of a surrogate pair, which UTF-8 cannot carry");
            }
            return new ProfileLine(object(value, "a profile"), ids, now).profile();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private LoadedProfile profile() {
        only(line, List.of("id", "attributes", "push-tokens", "conversations", "_kx"), "a profile");
        Map<String, Object> attributes =
                line.get("attributes") == null ? Map.of() : object(line.get("attributes"), "'attributes'");
        known(attributes, ATTRIBUTES, "");
        Long created = time(attributes.get("created"), "created");
        Long updated = time(attributes.get("updated"), "updated");
        long first = created != null ? created : updated != null ? updated : now;
        Map<String, Object> subscriptions = part(attributes, ProfileFields.SUBSCRIPTIONS);
        Map<String, Object> marketing = part(part(subscriptions, "email"), "marketing");
        String id = text(line, "id");
        return new LoadedProfile(
                id == null ? ids.get() : notEmpty(id, "id"),
                first,
                updated != null ? updated : first,
                time(attributes.get("last_event_date"), "last_event_date"),
                text(line, "_kx"),
                suppressions(marketing, "suppression", false),
                suppressions(marketing, "list_suppressions", true),
                basics(attributes),
                subscriptions,
                part(attributes, ProfileFields.PREDICTIVE_ANALYTICS),
                linked("push-tokens", new ArrayList<>(PUSH_TOKEN.names())),
                conversations());
    }

    private static Map<String, Object> basics(Map<String, Object> attributes) {
        Map<String, Object> basics = new LinkedHashMap<>(32);
        TEXTS.forEach(name -> basics.put(name, text(attributes, name)));
        Map<String, Object> given = part(attributes, "location");
        Map<String, Object> location = new LinkedHashMap<>(32);
        for (String name : LOCATION) {
            Object value = given == null ? null : given.get(name);
            boolean coordinate = name.endsWith("itude") && value instanceof Number;
            location.put(name, coordinate || given == null ? value : text(given, name));
        }
        basics.put("location", location);
        basics.put("properties", part(attributes, "properties"));
        return basics;
    }

    private List<Linked> conversations() {
        List<Linked> conversations = linked("conversations", List.of("channel"));
        for (Linked conversation : conversations) {
            Object channel = conversation.attributes().get("channel");
            if (!(channel instanceof String name) || !CHANNELS.contains(name)) {
                throw new IllegalArgumentException("a conversation needs a 'channel': instagram, sms or whatsapp");
            }
        }
        return conversations;
    }

    private List<Linked> linked(String name, List<String> attributes) {
        List<Linked> linked = new ArrayList<>();
        for (Object item : list(line.get(name), name)) {
            Map<String, Object> resource = object(item, "'" + name + "'");
            only(resource, List.of("id", "attributes"), "'" + name + "'");
            Map<String, Object> given = part(resource, "attributes");
            Map<String, Object> all = new LinkedHashMap<>(given == null ? Map.of() : given);
            only(all, attributes, "'" + name + "'");
            attributes.forEach(attribute -> all.putIfAbsent(attribute, null));
            String id = text(resource, "id");
            linked.add(new Linked(id == null ? ids.get() : notEmpty(id, name), all));
        }
        return linked;
    }

    private static List<Suppression> suppressions(Map<String, Object> marketing, String name, boolean ofLists) {
        List<Suppression> suppressions = new ArrayList<>();
        for (Object item : list(marketing == null ? null : marketing.get(name), name)) {
            Map<String, Object> entry = object(item, "'" + name + "'");
            String list = ofLists ? text(entry, "list_id") : null;
            String reason = text(entry, "reason");
            Long timestamp = time(entry.get("timestamp"), "timestamp");
            if (reason == null || timestamp == null || (ofLists && list == null)) {
                throw new IllegalArgumentException(
                        "'" + name + "' needs " + (ofLists ? "'list_id', " : "") + "'reason' and 'timestamp'");
            }
            suppressions.add(new Suppression(list, reason, timestamp));
        }
        return suppressions;
    }

    private static Long time(Object value, String name) {
        try {
            return value == null ? null : (Long) Micros.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + name + "' is wrong: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> object, String name) {
        Object value = object.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException("'" + name + "' is neither a string nor null");
    }

    private static String notEmpty(String text, String name) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' is empty");
        }
        return text;
    }

    private static Map<String, Object> part(Map<String, Object> object, String name) {
        return object == null || object.get(name) == null ? null : object(object.get(name), "'" + name + "'");
    }

    private static List<?> list(Object value, String name) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("'" + name + "' is not an array");
    }

    /** Names of JSON objects are strings. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(what + " is not an object");
    }

    private static void only(Map<String, Object> object, List<String> names, String what) {
        for (String name : object.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(what + " has no '" + name + "'");
            }
        }
    }

    private static void known(Map<String, Object> object, Selection names, String path) {
        object.forEach((name, value) -> {
            Selection below = names.part(name);
            if (below == null) {
                throw new IllegalArgumentException("there is no attribute '" + path + name + "'");
            }
            if (!below.all() && value != null) {
                known(object(value, "'" + path + name + "'"), below, path + name + ".");
            }
        });
    }
}
