package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a body holds below the members that an endpoint knows: free JSON, see {@link JsonBody} for its form. */
final class BodyValues {
    private BodyValues() {}

    /** As collections and profiles hold values; a number that is written out longer than anybody needs is refused. */
    static Object held(Object value, String pointer) throws Refusal {
        if (value instanceof PlainNumber number) {
            return number.value()
                    .orElseThrow(() -> Refusal.invalid(
                            "A number has at most " + PlainNumber.MOST + " characters when it is written out.",
                            pointer));
        }
        if (value instanceof RawJson raw) {
            return held(JsonBody.parse(raw.copy()), pointer);
        }
        if (value instanceof List<?> items) {
            List<Object> held = new ArrayList<>(items.size());
            for (Object item : items) {
                held.add(held(item, pointer));
            }
            return held;
        }
        return value instanceof Map<?, ?> members ? map(members, pointer) : value;
    }

    /** The same of an object. */
    static Map<String, Object> map(Map<?, ?> members, String pointer) throws Refusal {
        Map<String, Object> held = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            held.put((String) member.getKey(), held(member.getValue(), pointer));
        }
        return held;
    }

    /** The same without those that are null. */
    static Map<String, Object> without(Map<String, Object> held) {
        Map<String, Object> some = new LinkedHashMap<>(held);
        some.values().removeIf(value -> value == null);
        return some;
    }

    /** Compact JSON, numbers as they were sent. */
    static byte[] json(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = ProfileJson.FACTORY.createGenerator(bytes)) {
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof PlainNumber number) {
            out.writeNumber(number.text());
        } else if (value instanceof RawJson raw) {
            out.writeRawValue(new String(raw.copy(), StandardCharsets.UTF_8));
        } else if (value instanceof List<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                write(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> members) {
            out.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                out.writeFieldName((String) member.getKey());
                write(out, member.getValue());
            }
            out.writeEndObject();
        } else {
            ProfileJson.value(out, value, Selection.ALL);
        }
    }

    /** How many objects and lists are inside of each other, this one included; 0 for what is neither. */
    static int depth(Object held) {
        int deepest = 0;
        for (Object inside : inside(held)) {
            deepest = Math.max(deepest, depth(inside));
        }
        return held instanceof Map || held instanceof List ? deepest + 1 : 0;
    }

    /** The elements of the longest list that is anywhere inside. */
    static int longestList(Object held) {
        int longest = held instanceof List<?> items ? items.size() : 0;
        for (Object inside : inside(held)) {
            longest = Math.max(longest, longestList(inside));
        }
        return longest;
    }

    /** The bytes of the longest text that is anywhere inside. */
    static int longestText(Object held) {
        int longest = held instanceof String text ? text.getBytes(StandardCharsets.UTF_8).length : 0;
        for (Object inside : inside(held)) {
            longest = Math.max(longest, longestText(inside));
        }
        return longest;
    }

    private static Iterable<?> inside(Object held) {
        return held instanceof Map<?, ?> members ? members.values() : held instanceof List<?> items ? items : List.of();
    }
}
