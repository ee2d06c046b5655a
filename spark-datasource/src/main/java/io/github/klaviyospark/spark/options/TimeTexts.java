package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.spark.options.Settings.NotAllowedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** Values of the options that say from when to when, and how much at a time. */
final class TimeTexts {

    /** Which instants are allowed, in words. */
    static final String INSTANT = "a time such as 2026-07-01T00:00:00Z in whole seconds, or a date in UTC";

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final long MOST = 1_000_000_000_000L;

    private TimeTexts() {}

    /** An instant. Fractions are refused, because Klaviyo's bounds have none. */
    static Instant instant(String text) {
        Instant instant;
        try {
            instant = text.indexOf('T') < 0 && text.indexOf('t') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new NotAllowedException();
        }
        if (!instant.equals(instant.truncatedTo(ChronoUnit.SECONDS)) || instant.isBefore(Instant.EPOCH)) {
            throw new NotAllowedException();
        }
        return instant;
    }

    /** A time span, which may be none. */
    static Duration span(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }

        long amount = Long.parseLong(text.substring(0, digits));
        if (amount > LONGEST.toSeconds()) {
            throw new NotAllowedException();
        }
        Duration span =
                switch (text.substring(digits).trim()) {
                    case "", "s", "S" -> Duration.ofSeconds(amount);
                    case "m", "M" -> Duration.ofMinutes(amount);
                    case "h", "H" -> Duration.ofHours(amount);
                    case "d", "D" -> Duration.ofDays(amount);
                    default -> throw new NotAllowedException();
                };
        if (span.compareTo(LONGEST) > 0) {
            throw new NotAllowedException();
        }
        return span;
    }

    /** A number of something; 0 says that there may be any. */
    static Function<String, Long> count(long least) {
        return text -> {
            long value = Long.parseLong(text);
            if (value != 0 && (value < least || value > MOST)) {
                throw new NotAllowedException();
            }
            return value;
        };
    }
}
