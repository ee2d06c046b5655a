package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Spark's dates and times as ISO 8601. A timestamp is an instant and is written in UTC with a {@code Z}. A timestamp
 * without zone has no offset to write, so none is written; Klaviyo takes such a time as UTC.
 *
 * <p>What is written is what {@link Instant} and {@link DateTimeFormatter#ISO_LOCAL_DATE_TIME} write. The digits are put
 * into one buffer all the same, since those formatters take longer than all the rest of an ordinary row.
 *
 * <p>Not safe for several threads.
 */
final class Times {

    private static final long MICROS = 1_000_000;
    private static final long DAY_MICROS = 86_400 * MICROS;
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private final boolean isLenient;
    private final byte[] text = new byte["9999-12-31T23:59:59.999999Z".length()];
    private int end;

    /**
     * Makes a writer.
     *
     * @param isLenient whether years that four digits cannot say are written with more, instead of being refused
     */
    Times(boolean isLenient) {
        this.isLenient = isLenient;
    }

    void date(JsonGenerator json, int days) throws IOException {
        LocalDate date = LocalDate.ofEpochDay(days);
        if (isOrdinary(date)) {
            begin(date);
            write(json);
        } else {
            json.writeString(date.toString());
        }
    }

    void timestamp(JsonGenerator json, long micros) throws IOException {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DAY_MICROS));
        if (!isOrdinary(date)) {
            json.writeString(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), nanos(micros))
                    .toString());
            return;
        }

        begin(date);
        time(micros);
        int fraction = (int) Math.floorMod(micros, MICROS);
        if (fraction % 1_000 != 0) {
            fraction(fraction, 6);
        } else if (fraction != 0) {
            fraction(fraction / 1_000, 3);
        }
        text[end++] = 'Z';
        write(json);
    }

    void timestampWithoutZone(JsonGenerator json, long micros) throws IOException {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DAY_MICROS));
        if (!isOrdinary(date)) {
            json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofEpochSecond(
                    Math.floorDiv(micros, MICROS), Math.toIntExact(nanos(micros)), ZoneOffset.UTC)));
            return;
        }

        begin(date);
        time(micros);
        int fraction = (int) Math.floorMod(micros, MICROS);
        if (fraction != 0) {
            int digits = 6;
            while (fraction % 10 == 0) {
                fraction /= 10;
                digits--;
            }
            fraction(fraction, digits);
        }
        write(json);
    }

    private boolean isOrdinary(LocalDate date) throws InvalidValueException {
        boolean isOrdinary = date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
        if (!isOrdinary && !isLenient) {
            throw new InvalidValueException(
                    "is a date outside the years 1 to 9999, which ISO 8601 cannot write in four digits");
        }
        return isOrdinary;
    }

    private static long nanos(long micros) {
        return Math.floorMod(micros, MICROS) * 1_000;
    }

    private void begin(LocalDate date) {
        end = 0;
        pair(date.getYear() / 100);
        pair(date.getYear() % 100);
        text[end++] = '-';
        pair(date.getMonthValue());
        text[end++] = '-';
        pair(date.getDayOfMonth());
    }

    private void time(long micros) {
        int second = (int) (Math.floorMod(micros, DAY_MICROS) / MICROS);
        text[end++] = 'T';
        pair(second / 3_600);
        text[end++] = ':';
        pair(second / 60 % 60);
        text[end++] = ':';
        pair(second % 60);
    }

    private void fraction(int value, int width) {
        text[end++] = '.';
        int rest = value;
        for (int i = end + width - 1; i >= end; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += width;
    }

    private void pair(int value) {
        text[end++] = (byte) ('0' + value / 10);
        text[end++] = (byte) ('0' + value % 10);
    }

    /** Nothing in these texts has to be escaped. */
    private void write(JsonGenerator json) throws IOException {
        json.writeRawUTF8String(text, 0, end);
    }
}
