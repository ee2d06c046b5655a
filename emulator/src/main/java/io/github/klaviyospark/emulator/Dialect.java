package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How custom objects are spelled in a revision: before they were released, property types and states were upper case and
 * the ids of properties were strings.
 */
enum Dialect {
    JANUARY,
    APRIL,
    RELEASED;

    private static final int MOST_DIGITS = 9;

    static Dialect of(Call call) {
        return switch (call.header("revision").orElse("")) {
            case "2026-01-15.pre" -> JANUARY;
            case "2026-04-15.pre" -> APRIL;
            default -> RELEASED;
        };
    }

    /** A property type or a state as it is shown. */
    String shown(String lowerCase) {
        return this == RELEASED ? lowerCase : lowerCase.toUpperCase(Locale.ROOT);
    }

    /** The id of a property as it is shown. */
    Object shown(int propertyId) {
        return this == RELEASED ? (Object) propertyId : Integer.toString(propertyId);
    }

    /** Words as they may be written. */
    <T> Map<String, T> written(Map<String, T> lowerCase) {
        Map<String, T> words = new LinkedHashMap<>(lowerCase);
        if (this != RELEASED) {
            lowerCase.forEach((word, meaning) -> words.put(word.toUpperCase(Locale.ROOT), meaning));
        }
        return words;
    }

    /** Reads the id of a property, a positive whole number. */
    int id(Shape shape) throws Refusal {
        Object value = shape.scalar("id");
        String text = value instanceof PlainNumber number ? number.text() : "";
        if (this != RELEASED && value instanceof String string) {
            text = string;
        }
        if (!text.matches("[1-9][0-9]{0," + (MOST_DIGITS - 1) + "}")) {
            throw shape.wrong("id", "a positive integer");
        }
        return Integer.parseInt(text);
    }

    /** What a relationship with profiles is called at the level of schemas. */
    String profileId(String relationshipName) {
        return this == JANUARY ? "profile-" + relationshipName : "profile";
    }

    /** What it may be called in a request. */
    List<String> profileIds(String relationshipName) {
        return this == JANUARY ? List.of("profile", profileId(relationshipName)) : List.of("profile");
    }
}
