package io.github.klaviyospark.spark.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
}
