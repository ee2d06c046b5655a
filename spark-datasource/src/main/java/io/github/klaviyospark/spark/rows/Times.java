package io.github.klaviyospark.spark.rows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Spark's dates and times as ISO 8601. A timestamp is an instant and is written in UTC with a {@code Z}. A timestamp
 * without zone has no offset to write, so none is written; Klaviyo takes such a time as UTC.
 */
final class Times {

    private static final long MICROS = 1_000_000;
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private Times() {}

    static String date(int days, boolean isLenient) throws InvalidValueException {
        LocalDate date = LocalDate.ofEpochDay(days);
        check(date.getYear(), isLenient);
        return date.toString();
    }

    static String timestamp(long micros, boolean isLenient) throws InvalidValueException {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), nanos(micros));
        check(instant.atOffset(ZoneOffset.UTC).getYear(), isLenient);
        return instant.toString();
    }

    static String timestampWithoutZone(long micros, boolean isLenient) throws InvalidValueException {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.toIntExact(nanos(micros)), ZoneOffset.UTC);
        check(time.getYear(), isLenient);
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }

    private static long nanos(long micros) {
        return Math.floorMod(micros, MICROS) * 1_000;
    }

    private static void check(int year, boolean isLenient) throws InvalidValueException {
        if (!isLenient && (year < FIRST_YEAR || year > LAST_YEAR)) {
            throw new InvalidValueException(
                    "is a date outside the years 1 to 9999, which ISO 8601 cannot write in four digits");
        }
    }
}
