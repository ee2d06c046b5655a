package io.github.klaviyospark.spark.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T10:20:30+00:00,      2026-07-01T10:20:30Z",
        "2026-07-01T10:20:30Z,           2026-07-01T10:20:30Z",
        "2026-07-01 10:20:30+00:00,      2026-07-01T10:20:30Z",
        "2026-07-01T10:20:30.5Z,         2026-07-01T10:20:30.5Z",
        "2026-07-01T10:20:30.123000Z,    2026-07-01T10:20:30.123Z",
        "2026-07-01T10:20:30.123456+00:00, 2026-07-01T10:20:30.123456Z",
        "2026-07-01T10:20:30.123456789Z, 2026-07-01T10:20:30.123456Z",
        "2026-07-01T10:20:30-05:30,      2026-07-01T15:50:30Z",
        "2026-07-01T10:20:30+0200,       2026-07-01T08:20:30Z",
        "2026-07-01T10:20:30+02,         2026-07-01T08:20:30Z",
        "2026-07-01T10:20:30,            2026-07-01T10:20:30Z",
        "2026-07-01T10:20,               2026-07-01T10:20:00Z",
        "2026-07-01,                     2026-07-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z,    1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z,           0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z,    9999-12-31T23:59:59.999999Z",
        "2024-02-29T00:00:00Z,           2024-02-29T00:00:00Z",
    })
    void areReadInEveryForm(String text, String instant) {
        Instant expected = Instant.parse(instant);

        assertThat(Timestamps.micros(text))
                .hasValue(expected.getEpochSecond() * 1_000_000 + expected.getNano() / 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-13-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-07-01T24:00:00Z",
                "2026-07-01T00:60:00Z",
                "2026-07-01T00:00:00+19:00",
                "2026-07-01T00:00:00.Z",
                "26-07-01",
                "1751364030"
            })
    void areNothingElse(String text) {
        assertThat(Timestamps.micros(text)).isEmpty();
    }

    @Property
    void comeBackAsTheyWere(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_214_400L) long second,
            @ForAll @IntRange(min = 0, max = 999_999) int micro,
            @ForAll @IntRange(min = -18, max = 18) int offset) {
        Instant instant = Instant.ofEpochSecond(second, micro * 1_000L);
        String text = instant.atOffset(ZoneOffset.ofHours(offset)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        if (text.startsWith("+") || text.startsWith("-") || text.startsWith("0000")) {
            return;
        }

        assertThat(Timestamps.micros(text)).hasValue(second * 1_000_000 + micro);
    }

    @Provide
    Arbitrary<String> nearlyInstants() {
        List<String> instants = List.of(
                "2026-07-01T10:20:30.123456+00:00",
                "2026-07-01 10:20:30.5 UTC",
                "2026-07-01t10:20 -0530",
                "2026-07-01T10:20:30\tz",
                "2026-07-01");
        Arbitrary<String> pieces = Arbitraries.of(
                "", "0", "9", "-", ":", ".", "T", "t", " ", "\t", "\u2028", "\u0661", "Z", "UTC", "+", "+0", "00", "x");
        return Combinators.combine(
                        Arbitraries.of(instants),
                        Arbitraries.integers().between(0, 32),
                        Arbitraries.integers().between(0, 3),
                        pieces)
                .as((text, at, length, piece) -> {
                    int from = Math.min(at, text.length());
                    return text.substring(0, from) + piece + text.substring(Math.min(from + length, text.length()));
                });
    }

    @Property(tries = 5_000)
    void areReadAsAPatternReadsThem(@ForAll("nearlyInstants") String text) {
        assertThat(Timestamps.micros(text)).isEqualTo(byPattern(text));
    }

    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})"
            + "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s?(?:[Zz]|UTC|([+-])(\\d{2}):?(\\d{2})?)?)?");

    /** Slow, and plainly right. An offset such as {@code +02:} is none. */
    private static OptionalLong byPattern(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || text.strip().endsWith(":")) {
            return OptionalLong.empty();
        }
        try {
            LocalTime time = LocalTime.of(number(matcher, 2), number(matcher, 3), number(matcher, 4));
            Duration offset = Duration.ofHours(number(matcher, 7)).plusMinutes(number(matcher, 8));
            if (offset.compareTo(Duration.ofHours(18)) > 0) {
                return OptionalLong.empty();
            }
            LocalDateTime local = LocalDate.parse(matcher.group(1)).atTime(time);
            LocalDateTime utc = "-".equals(matcher.group(6)) ? local.plus(offset) : local.minus(offset);
            String fraction = matcher.group(5) == null ? "" : matcher.group(5);
            long micros = Long.parseLong((fraction + "000000").substring(0, 6));
            return OptionalLong.of(utc.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + micros);
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static int number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }
}
