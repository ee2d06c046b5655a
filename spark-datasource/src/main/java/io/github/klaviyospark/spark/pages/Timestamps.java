package io.github.klaviyospark.spark.pages;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Instants as the API writes them: whole seconds, milliseconds or microseconds, with {@code Z} or an offset, at times with
 * a blank in the place of the {@code T}, or a date alone. Without an offset the time is UTC. The form is
 *
 * <pre>{@code YYYY-MM-DD ((T|t|blank) hh:mm (:ss (. fraction of 1 to 9 digits)?)? blank? (Z|z|UTC|(+|-)hh(:?mm)?)?)?}</pre>
 *
 * <p>Profiles have dozens of them, so this is one walk over the text: a regular expression took longer than all the rest of a
 * page.
 */
final class Timestamps {

    private static final long DAY_SECONDS = 86_400;
    private static final long MICROS = 1_000_000;
    private static final int FRACTION_DIGITS = 9;
    private static final String BLANKS = " \t\n\u000B\f\r";

    private final String text;
    private int at;
    private boolean isOther;

    private Timestamps(String text) {
        this.text = text;
    }

    /** Microseconds since 1970, or nothing when the text is no instant. Finer fractions are cut off. */
    static OptionalLong micros(String text) {
        return new Timestamps(text.strip()).micros();
    }

    private OptionalLong micros() {
        int year = number(4);
        expect('-');
        int month = number(2);
        expect('-');
        int day = number(2);
        long time = 0;
        if (at < text.length()) {
            if (!take('T') && !take('t')) {
                expect(' ');
            }
            time = time();
        }
        if (isOther || at < text.length()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(LocalDate.of(year, month, day).toEpochDay() * DAY_SECONDS * MICROS + time);
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** The time of day in UTC, which an offset may move to the day before or after. */
    private long time() {
        int hour = number(2);
        expect(':');
        int minute = number(2);
        int second = 0;
        int fraction = 0;
        if (take(':')) {
            second = number(2);
            fraction = take('.') ? fraction() : 0;
        }
        int offset = zone();
        isOther |= hour > 23 || minute > 59 || second > 59;
        return (hour * 3_600L + minute * 60L + second - offset) * MICROS + fraction;
    }

    private int fraction() {
        int micros = 0;
        int digits = 0;
        while (digits < FRACTION_DIGITS && isDigit()) {
            micros = digits < 6 ? micros * 10 + digit() : micros;
            at++;
            digits++;
        }
        isOther |= digits == 0;
        for (; digits < 6; digits++) {
            micros *= 10;
        }
        return micros;
    }

    /** Seconds east of UTC. */
    private int zone() {
        if (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (take('Z') || take('z')) {
            return 0;
        }
        if (text.startsWith("UTC", at)) {
            at += "UTC".length();
            return 0;
        }
        boolean isWest = take('-');
        if (!isWest && !take('+')) {
            return 0;
        }
        int seconds = number(2) * 3_600;
        if (take(':') || isDigit()) {
            seconds += number(2) * 60;
        }
        isOther |= seconds > 18 * 3_600;
        return isWest ? -seconds : seconds;
    }

    /** A number of so many digits. */
    private int number(int width) {
        int number = 0;
        for (int end = at + width; at < end; at++) {
            if (!isDigit()) {
                isOther = true;
                return 0;
            }
            number = number * 10 + digit();
        }
        return number;
    }

    private boolean isDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private int digit() {
        return text.charAt(at) - '0';
    }

    private void expect(char wanted) {
        isOther |= !take(wanted);
    }

    private boolean take(char wanted) {
        boolean isThere = at < text.length() && text.charAt(at) == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }
}
