package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.objects.PropertyType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** Turns JSON values into values of a property's type, as Klaviyo's documents say it does. */
final class Coercion {

    private static final int MAX_BYTES = 2_000;

    private static final Set<String> TRUE = Set.of("on", "t", "true", "y", "yes");
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off");
    private static final int LONGEST_BOOLEAN = 5;

    private Coercion() {}

    /**
     * The value of a type.
     *
     * @param value neither absent nor null
     * @return a String, BigInteger, BigDecimal, Boolean or Instant, or the {@link SkipReason} when there is none
     */
    static Object coerce(PropertyType type, JsonNode value) {
        return switch (type) {
            case STRING -> string(value);
            case INT -> whole(value);
            case FLOAT -> number(value);
            case BOOLEAN -> bool(value);
            case TIMESTAMP -> timestamp(value);
        };
    }

    private static Object string(JsonNode value) {
        if (value.isTextual()) {
            String text = value.textValue();
            return JsonSize.isLonger(text, MAX_BYTES) ? SkipReason.PROPERTY_TOO_LARGE : text;
        }
        if (value.isNumber()) {
            String text = Numbers.text(value);
            return text == null ? SkipReason.PROPERTY_TOO_LARGE : text;
        }
        return SkipReason.INVALID_TYPE;
    }

    private static Object whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return BigInteger.valueOf(value.longValue());
        }
        Object number = number(value);
        if (!(number instanceof BigDecimal decimal)) {
            return number;
        }
        BigInteger whole = Numbers.whole(decimal);
        return whole == null ? SkipReason.INVALID_TYPE : whole;
    }

    private static Object number(JsonNode value) {
        BigDecimal number = null;
        if (value.isNumber()) {
            number = Numbers.of(value);
        } else if (value.isTextual()) {
            number = Numbers.parse(value.textValue());
        }
        if (number == null) {
            return SkipReason.INVALID_TYPE;
        }
        boolean isLong = value.isTextual() && value.textValue().length() > MAX_BYTES;
        return isLong || Numbers.isTooLong(number) ? SkipReason.PROPERTY_TOO_LARGE : number;
    }

    private static Object bool(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_BOOLEAN) {
            return SkipReason.INVALID_TYPE;
        }

        String text = value.textValue();
        // Only ASCII has case here: a Kelvin sign would become a k.
        String word = text.chars().allMatch(c -> c < 0x80) ? text.toLowerCase(Locale.ROOT) : "";
        if (TRUE.contains(word)) {
            return true;
        }
        if (FALSE.contains(word)) {
            return false;
        }
        return SkipReason.INVALID_TYPE;
    }

    private static Object timestamp(JsonNode value) {
        Instant instant = value.isTextual() ? Timestamps.parse(value.textValue()) : null;
        return instant == null ? SkipReason.INVALID_TYPE : instant;
    }
}
