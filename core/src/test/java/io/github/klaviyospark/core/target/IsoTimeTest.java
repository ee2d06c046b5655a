package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-02-28, 2026-02-28T00:00:00Z",
        "2026-02-28 12:30:00, 2026-02-28T12:30:00Z",
        "2024-02-29T12:30:00+02:00, 2024-02-29T12:30:00+02:00",
        "2026-02-28T12:30:00.123Z, 2026-02-28T12:30:00.123Z"
    })
    void writesTimesAsKlaviyoAsksForThem(String text, String written) throws Exception {
        assertThat(IsoTime.written("time", text)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-02-30", "2026-06-31", "2026-02-30T12:00:00Z", "2026-02-01T24:00:00Z", "01.02.2026", ""})
    void makesNoOtherTimeOfWhatIsNone(String text) {
        assertThatThrownBy(() -> IsoTime.written("time", text))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("column time holds no time in ISO 8601, such as 2026-07-01T12:00:00Z");
    }

    @Test
    void doesNotSpellOutANumberOfAMillionDigits() {
        assertThat(Digits.of(new BigDecimal("1e999999999"))).isEqualTo("1E+999999999");
        assertThat(Digits.of(new BigDecimal("1e3"))).isEqualTo("1000");
    }
}
