package io.github.klaviyospark.core.target;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads the times and dates that rows hold. What is sent is the text that they are given as. */
final class Moment {

    private Moment() {}

    /** The time of an ISO 8601 text; in UTC where it names no offset. */
    static Optional<Instant> parse(String text) {
        String iso = text.replace(' ', 'T');
        try {
            return Optional.of(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeException e) {
            return parseLocal(iso);
        }
    }

    private static Optional<Instant> parseLocal(String iso) {
        try {
            return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The time in a column. */
    static Optional<Instant> of(Row row, String column) throws InvalidRowException {
        Optional<String> text = row.text(column);
        Optional<Instant> time = text.flatMap(Moment::parse);
        if (text.isPresent() && time.isEmpty()) {
            throw new InvalidRowException(column, "is no time in ISO 8601, such as 2026-01-31T09:30:00Z");
        }
        return time;
    }

    /** The date in a column, as it is given. */
    static Optional<String> date(Row row, String column) throws InvalidRowException {
        Optional<String> text = row.text(column);
        try {
            text.ifPresent(LocalDate::parse);
        } catch (DateTimeException e) {
            throw new InvalidRowException(column, "is no date such as 1990-01-31");
        }
        return text;
    }
}
