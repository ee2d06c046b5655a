package io.github.klaviyospark.core.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BordersTest {

    private static final long MICROS = 1_000_000;

    @Property
    void everyTimeIsInExactlyOneSlice(
            @ForAll List<@LongRange(min = -10, max = 10) Long> seconds,
            @ForAll @LongRange(min = -12, max = 12) long earliest,
            @ForAll @LongRange(min = -12, max = 12) long latest,
            @ForAll @LongRange(min = -13_000_000, max = 13_000_000) long time) {
        List<Slice> slices = Borders.slices(seconds, earliest, latest);

        assertThat(slices.stream().filter(slice -> slice.holds(time))).hasSize(1);
        assertThat(slices.stream().filter(slice -> slice.holds(Long.MIN_VALUE))).hasSize(1);
        assertThat(slices.stream().filter(slice -> slice.holds(Long.MAX_VALUE))).hasSize(1);
        assertThat(slices).allMatch(slice -> slice.from() <= slice.to());
    }

    @Test
    void beginOnWholeSecondsThatHaveSomethingBeforeThem() {
        assertThat(Borders.slices(List.of(5L, 3L, 5L, 1L, 9L), 1, 8))
                .containsExactly(
                        new Slice(Long.MIN_VALUE, 3 * MICROS - 1),
                        new Slice(3 * MICROS, 5 * MICROS - 1),
                        new Slice(5 * MICROS, Long.MAX_VALUE));
    }

    @Test
    void areNoneInOneSecond() {
        assertThat(Borders.slices(List.of(7L, 7L, 7L), 7, 7)).containsExactly(Slice.WHOLE);
    }

    @Test
    void cutASampleEvenly() {
        assertThat(Borders.quantiles(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), 4))
                .containsExactly(3L, 5L, 7L);
    }
}
