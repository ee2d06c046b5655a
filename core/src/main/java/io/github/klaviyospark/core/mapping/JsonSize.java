package io.github.klaviyospark.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How many bytes of UTF-8 a value has as compact JSON, where only quotes, backslashes and control characters are escaped.
 * Counted, not written.
 */
final class JsonSize {

    /** {@code "2026-07-01T09:30:00+00:00"}. */
    private static final int TIMESTAMP = 27;

    /** {@code .000000}. */
    private static final int FRACTION = 7;

    private static final int SHORT_ESCAPE = 2;
    private static final int LONG_ESCAPE = 6;

    private JsonSize() {}

    /** Whether a text has more bytes of UTF-8 than allowed. */
    static boolean isLonger(String text, int maxBytes) {
        return text.length() > maxBytes || (text.length() * 3 > maxBytes && bytes(text, false) > maxBytes);
    }

    /** The size of a value that a property can have. */
    static long of(Object value) {
        if (value instanceof String text) {
            return string(text);
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() < Long.SIZE
                    ? Numbers.length(BigDecimal.valueOf(number.longValue()))
                    : Numbers.length(new BigDecimal(number));
        }
        if (value instanceof BigDecimal number) {
            return Numbers.length(number);
        }
        if (value instanceof Instant instant) {
            return hasFraction(instant) ? TIMESTAMP + FRACTION : TIMESTAMP;
        }
        return value.toString().length();
    }

    private static boolean hasFraction(Instant instant) {
        return !instant.truncatedTo(ChronoUnit.SECONDS).equals(instant);
    }

    /** The size of a text with its quotes. */
    static long string(String text) {
        return 2L + bytes(text, true);
    }

    private static long bytes(String text, boolean isEscaped) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += isEscaped ? escaped(c) : 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                // Half of a character, which Java writes as a question mark.
                bytes++;
            }
        }
        return bytes;
    }

    private static int escaped(char c) {
        if (c == '"' || c == '\\') {
            return SHORT_ESCAPE;
        }
        if (c >= ' ') {
            return 1;
        }
        return c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r' ? SHORT_ESCAPE : LONG_ESCAPE;
    }
}
