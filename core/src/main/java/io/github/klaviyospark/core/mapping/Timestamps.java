package io.github.klaviyospark.core.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads the forms of dates and times that Klaviyo lists: {@code 2026-07-01}, then after {@code T} or a blank {@code 09},
 * {@code 09:30}, {@code 09:30:15} or that with one to six digits of a fraction, and an offset {@code Z} or
 * {@code +02:00} after a time. Without an offset a time is in UTC, without a time it is midnight.
 */
final class Timestamps {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay() * DAY;
    private static final long AFTER_LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY;
    private static final int MAX_FRACTION = 6;

    private final String text;
    private int position;

    /** Set when something is not as it should be; what was read since is worth nothing. */
    private boolean isWrong;

    private Timestamps(String text) {
        this.text = text;
    }

    /** The instant, or null when it has another form, names no real date, or is outside of the years 1 to 9999 in UTC. */
    static Instant parse(String text) {
        return new Timestamps(text).instant();
    }

    private Instant instant() {
        long seconds = date() * DAY;
        int nanos = 0;
        if (!isWrong && position < text.length()) {
            if (!take('T') && !take(' ')) {
                return null;
            }
            seconds += digits(2, 23) * HOUR;
            if (take(':')) {
                seconds += digits(2, 59) * MINUTE;
                if (take(':')) {
                    seconds += digits(2, 59);
                    nanos = take('.') ? fraction() : 0;
                }
            }
            seconds -= offset();
        }
        if (isWrong || position < text.length() || seconds < FIRST || seconds >= AFTER_LAST) {
            return null;
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private long date() {
        int year = digits(4, 9999);
        expect('-');
        int month = digits(2, 12);
        expect('-');
        int day = digits(2, 31);
        if (isWrong
                || year == 0
                || month == 0
                || day == 0
                || !YearMonth.of(year, month).isValidDay(day)) {
            isWrong = true;
            return 0;
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    private int fraction() {
        int nanos = 0;
        int unit = 100_000_000;
        int start = position;
        while (position < text.length() && position - start < MAX_FRACTION && isDigit()) {
            nanos += (text.charAt(position) - '0') * unit;
            unit /= 10;
            position++;
        }
        isWrong |= position == start;
        return nanos;
    }

    private long offset() {
        if (position == text.length() || take('Z')) {
            return 0;
        }
        int sign = take('-') ? -1 : 1;
        if (sign == 1) {
            expect('+');
        }
        long hours = digits(2, 23);
        expect(':');
        return sign * (hours * HOUR + digits(2, 59) * MINUTE);
    }

    private int digits(int count, int max) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (position >= text.length() || !isDigit()) {
                isWrong = true;
                return 0;
            }
            value = 10 * value + text.charAt(position) - '0';
            position++;
        }
        isWrong |= value > max;
        return value;
    }

    private boolean isDigit() {
        return text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }

    private void expect(char wanted) {
        isWrong |= !take(wanted);
    }

    private boolean take(char wanted) {
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }
}
