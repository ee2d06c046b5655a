package io.github.klaviyospark.emulator.objects;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts that a property of type timestamp takes, and the one form in which it shows them. */
final class Timestamps {
    private static final Pattern FORM = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "(?:[T ]([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,6}))?)?)?"
            + "(?:Z|([+-])([0-9]{2}):([0-9]{2}))?)?");
    private static final int LAST_YEAR = 9999;

    private Timestamps() {}

    /** In UTC, such as {@code 2026-07-01T09:30:00+00:00}; six more digits only where a fraction is not zero. */
    static Optional<String> normal(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int micros = matcher.group(7) == null ? 0 : Integer.parseInt((matcher.group(7) + "00000").substring(0, 6));
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(matcher, 1),
                    number(matcher, 2),
                    number(matcher, 3),
                    number(matcher, 4),
                    number(matcher, 5),
                    number(matcher, 6),
                    micros * 1000);
            int hours = number(matcher, 9);
            int minutes = number(matcher, 10);
            if (local.getYear() < 1 || hours > 23 || minutes > 59) {
                return Optional.empty();
            }
            int offset = (hours * 60 + minutes) * ("-".equals(matcher.group(8)) ? -1 : 1);
            LocalDateTime utc = local.minusMinutes(offset);
            return utc.getYear() < 1 || utc.getYear() > LAST_YEAR ? Optional.empty() : Optional.of(text(utc, micros));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    private static String text(LocalDateTime utc, int micros) {
        StringBuilder text = new StringBuilder(32);
        pad(text, utc.getYear(), 4);
        pad(text.append('-'), utc.getMonthValue(), 2);
        pad(text.append('-'), utc.getDayOfMonth(), 2);
        pad(text.append('T'), utc.getHour(), 2);
        pad(text.append(':'), utc.getMinute(), 2);
        pad(text.append(':'), utc.getSecond(), 2);
        if (micros > 0) {
            pad(text.append('.'), micros, 6);
        }
        return text.append("+00:00").toString();
    }

    private static void pad(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
    }
}
