package io.github.klaviyospark.emulator;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as microseconds since 1970, the precision in which profiles are held, and their spelling. */
final class Micros {
    static final long SECOND = 1_000_000;

    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})");
    private static final int FRACTION = 7;

    private Micros() {}

    /** Whether a text has the form of RFC 3339; the date itself may still not exist. */
    static boolean looksLikeTime(String text) {
        return RFC_3339.matcher(text).matches();
    }

    /**
     * Reads RFC 3339 with at most six digits of a second.
     *
     * @throws DateTimeException when the text is something else
     */
    static long parse(String text) {
        Matcher matcher = RFC_3339.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("'" + text + "' is not a time such as 2026-07-01T12:30:00.123456+00:00");
        }
        if (matcher.group(1) != null && matcher.group(1).length() > FRACTION) {
            throw new DateTimeException("'" + text + "' is finer than a microsecond");
        }
        OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new DateTimeException("'" + text + "' lies outside the years 1 to 9999");
        }
        return of(time.toInstant());
    }

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Such as {@code 2026-07-01T12:30:00.123456+00:00}. */
    static String text(long micros) {
        StringBuilder text = new StringBuilder(32);
        appendSeconds(text, micros);
        text.append('.');
        pad(text, (int) Math.floorMod(micros, SECOND), 6);
        return text.append("+00:00").toString();
    }

    /** Such as {@code 2026-07-01T12:30:00+00:00}: cut off, not rounded. */
    static String seconds(long micros) {
        StringBuilder text = new StringBuilder(25);
        appendSeconds(text, micros);
        return text.append("+00:00").toString();
    }

    private static void appendSeconds(StringBuilder text, long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, SECOND), 0, ZoneOffset.UTC);
        pad(text, time.getYear(), 4);
        pad(text.append('-'), time.getMonthValue(), 2);
        pad(text.append('-'), time.getDayOfMonth(), 2);
        pad(text.append('T'), time.getHour(), 2);
        pad(text.append(':'), time.getMinute(), 2);
        pad(text.append(':'), time.getSecond(), 2);
    }

    private static void pad(StringBuilder text, int number, int digits) {
        int smallest = 1;
        for (int i = 1; i < digits; i++) {
            smallest *= 10;
        }
        for (; smallest > 1 && number < smallest; smallest /= 10) {
            text.append('0');
        }
        text.append(number);
    }
}
