package io.github.klaviyospark.spark.pages;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instants as the API writes them: whole seconds, milliseconds or microseconds, with {@code Z} or an offset, at times with
 * a blank in the place of the {@code T}, or a date alone. Without an offset the time is UTC.
 */
final class Timestamps {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s?"
            + "(?:[Zz]|UTC|([+-])(\\d{2}):?(\\d{2})?)?)?");

    private static final long DAY_SECONDS = 86_400;
    private static final long MICROS = 1_000_000;

    private Timestamps() {}

    /** Microseconds since 1970, or nothing when the text is no instant. Finer fractions are cut off. */
    static OptionalLong micros(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }

        int hour = number(matcher.group(4));
        int minute = number(matcher.group(5));
        int second = number(matcher.group(6));
        int offset = (number(matcher.group(9)) * 60 + number(matcher.group(10))) * 60;
        if (hour > 23 || minute > 59 || second > 59 || offset > 18 * 3_600) {
            return OptionalLong.empty();
        }

        try {
            long days = LocalDate.of(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)))
                    .toEpochDay();
            long local = days * DAY_SECONDS + hour * 3_600L + minute * 60L + second;
            long seconds = "-".equals(matcher.group(8)) ? local + offset : local - offset;
            return OptionalLong.of(seconds * MICROS + fraction(matcher.group(7)));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static long fraction(String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "00000").substring(0, 6));
    }
}
