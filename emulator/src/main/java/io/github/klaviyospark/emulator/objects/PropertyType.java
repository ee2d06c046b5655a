package io.github.klaviyospark.emulator.objects;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The types of properties and what each takes. */
public enum PropertyType {
    STRING,
    INT,
    FLOAT,
    BOOLEAN,
    TIMESTAMP;

    private static final int MOST_BYTES = 2000;
    private static final Set<String> YES = Set.of("t", "y", "on", "yes", "true");
    private static final Set<String> NO = Set.of("f", "n", "no", "off", "false");

    /** The lower-case name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a lower-case name. */
    public static Optional<PropertyType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    /** Makes a value of a record or of a mapping one of this type; null is not among them. */
    public Coerced coerce(Object value) {
        return switch (this) {
            case STRING -> string(value);
            case INT, FLOAT -> number(value);
            case BOOLEAN -> truth(value);
            case TIMESTAMP ->
                value instanceof String text
                        ? Timestamps.normal(text).map(Coerced::to).orElse(Coerced.failed(Skip.INVALID_TYPE))
                        : Coerced.failed(Skip.INVALID_TYPE);
        };
    }

    private static Coerced string(Object value) {
        if (value instanceof String text) {
            return RecordJson.bytes(text) > MOST_BYTES ? Coerced.failed(Skip.PROPERTY_TOO_LARGE) : Coerced.to(text);
        }
        if (value instanceof PlainNumber number) {
            return number.plain().map(Coerced::to).orElse(Coerced.failed(Skip.PROPERTY_TOO_LARGE));
        }
        return Coerced.failed(Skip.INVALID_TYPE);
    }

    private Coerced number(Object value) {
        Optional<PlainNumber> number = Optional.empty();
        if (value instanceof PlainNumber plain) {
            number = Optional.of(plain);
        } else if (value instanceof String text) {
            number = PlainNumber.parse(text);
        }
        if (number.isEmpty()) {
            return Coerced.failed(Skip.INVALID_TYPE);
        }
        Optional<BigDecimal> exact = number.get().value();
        boolean isLongText = value instanceof String text && text.length() > MOST_BYTES;
        if (exact.isEmpty() || isLongText) {
            return Coerced.failed(Skip.PROPERTY_TOO_LARGE);
        }
        if (this == FLOAT) {
            return Coerced.to(exact.get());
        }
        return exact.get().stripTrailingZeros().scale() > 0
                ? Coerced.failed(Skip.INVALID_TYPE)
                : Coerced.to(exact.get().setScale(0));
    }

    private static Coerced truth(Object value) {
        if (value instanceof Boolean) {
            return Coerced.to(value);
        }
        if (value instanceof String text && text.length() <= 5 && text.chars().allMatch(c -> c < 0x80)) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (YES.contains(lower) || NO.contains(lower)) {
                return Coerced.to(YES.contains(lower));
            }
        }
        return Coerced.failed(Skip.INVALID_TYPE);
    }
}
