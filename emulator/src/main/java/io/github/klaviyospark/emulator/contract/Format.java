package io.github.klaviyospark.emulator.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** The forms of texts that the contract names. */
final class Format {
    /** RFC 3339: seconds and an offset are always there, which Java's own parser does not ask for. */
    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

    private Format() {}

    static boolean fits(String format, String text) {
        try {
            switch (format) {
                case "date-time" -> {
                    return DATE_TIME.matcher(text).matches() && OffsetDateTime.parse(text) != null;
                }
                case "date" -> LocalDate.parse(text);
                case "time" -> LocalTime.parse(text);
                case "uri" -> {
                    return new URI(text).isAbsolute();
                }
                default -> throw new IllegalStateException("The contract names the format '" + format + "'.");
            }
            return true;
        } catch (DateTimeException | URISyntaxException e) {
            return false;
        }
    }
}
