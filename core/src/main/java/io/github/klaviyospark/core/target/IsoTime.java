package io.github.klaviyospark.core.target;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Times as texts. All forms of ISO 8601 that Klaviyo writes or took at some time: with an offset or without (then it is
 * UTC), with {@code T} or a blank, a date alone (then it is midnight).
 */
final class IsoTime {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffset("+HH:mm", "Z")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** The form that Klaviyo's specification asks for: RFC 3339. */
    private static final Pattern WRITTEN =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private IsoTime() {}

    /**
     * A time as it is sent: as it is where it has the right form, otherwise the same time in UTC.
     *
     * @throws InvalidRowException when the text says no time
     */
    static String written(String column, String text) throws InvalidRowException {
        Instant time = of(column, text);
        return WRITTEN.matcher(text).matches() ? text : time.toString();
    }

    /** The same for a time that is read; what is no time stays what it is, and is refused where it is sent. */
    static String read(String text) {
        try {
            return written("time", text);
        } catch (InvalidRowException e) {
            return text;
        }
    }

    /**
     * The time that a text says.
     *
     * @throws InvalidRowException when it says none
     */
    static Instant of(String column, String text) throws InvalidRowException {
        try {
            TemporalAccessor time = FORMAT.parseBest(
                    text.trim().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof OffsetDateTime exact) {
                return exact.toInstant();
            }
            LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
            return local.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new InvalidRowException(column, "holds no time in ISO 8601, such as 2026-07-01T12:00:00Z");
        }
    }
}
