package io.github.klaviyospark.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaLimitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3/1s,15/60s|3/1s,15/60s",
                "15/1m , 3/1s|3/1s,15/60s",
                "75/200ms|75/200ms",
                "3/0.2s,15/12s|3/200ms,15/12s"
            })
    void readsPermitsAndWindowsShortestFirst(String text, String expected) {
        assertThat(QuotaLimits.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3/s", "0/1s", "3/0s", "-1/1s", "3/1h", "3/1s,", "3 per 1s"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> QuotaLimits.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Quota limits '" + text
                        + "' cannot be read. Give permits and window length pairs, for example 3/1s,15/60s"
                        + " (units ms, s and m; permits and length above zero).");
    }

    @Test
    void sharesPermitsWhileThereAreEnoughAndStretchesWindowsAfterThat() {
        QuotaLimits limits = QuotaLimits.parse("3/1s,15/60s");

        assertThat(limits.share(1)).isEqualTo(limits);
        assertThat(limits.share(2)).hasToString("1/1s,7/60s");
        assertThat(limits.share(30)).hasToString("1/10s,1/120s");
    }

    @Test
    void takesPartsOfAnySize() {
        QuotaLimits limits = QuotaLimits.parse("3/1s,15/60s");

        assertThat(limits.times(1)).isEqualTo(limits);
        assertThat(limits.times(0.7)).hasToString("2/1s,10/60s");
        assertThat(limits.times(0.1)).hasToString("1/3333ms,1/60s");
        assertThatThrownBy(() -> limits.times(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A part of a quota is above 0 and at most 1, and was to be 1.5.");
    }

    /** Three thirds are the whole, also where a double cannot say what a third is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 49, 100})
    void losesNothingByCountingInDoubles(int parts) {
        QuotaLimits whole = QuotaLimits.parse(7 * parts + "/60s");

        assertThat(whole.share(parts)).hasToString("7/60s");
    }

    @Test
    void keepsTheSmallerOfWindowsOfOneLength() {
        QuotaLimits both = QuotaLimits.parse("3/1s,15/60s").and(QuotaLimits.parse("10/1s,9/60s,100/10m"));

        assertThat(both).hasToString("3/1s,9/60s,100/600s");
    }

    @Test
    void travelsAsNumbers() {
        QuotaLimits limits = QuotaLimits.parse("3/0.2s,15/8.571429s");

        assertThat(QuotaLimits.of(limits.toArray())).isEqualTo(limits);
        for (long[] other : new long[][] {{}, {3}, {3, 1_000, 4}, {0, 1_000}, {3, 0}, {-1, 5}}) {
            assertThatThrownBy(() -> QuotaLimits.of(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Quota limits are pairs of permits and nanoseconds above zero, and these "
                            + other.length + " numbers are not.");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "1, PT0S", "15, PT4S", "16, PT1M", "2000, PT2H13M"})
    void tellsHowLongRequestsTake(long requests, java.time.Duration expected) {
        assertThat(QuotaLimits.parse("3/1s,15/60s").timeFor(requests)).isEqualTo(expected);
    }
}
