package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

    private static final QuotaLimits PROFILES = QuotaLimits.parse("75/1s,750/60s");

    /**
     * A task for each chain where cores suffice; otherwise each core reads as many at once as are missing. The parts that the
     * quota would have without the driver are those of tasks that run at once.
     */
    @ParameterizedTest
    @CsvSource({
        "12, 3, 8, 12, 1, 8",
        "12, 3, 3, 12, 1, 3",
        "12, 3, 2, 2, 2, 2",
        "12, 11, 2, 2, 6, 2",
        "2, 3, 8, 2, 1, 2",
        "1, 1, 2, 1, 1, 1"
    })
    void keepsEnoughChainsUnderWayWhereTheQuotaIsOne(
            int chains, int atOnce, int cores, int partitions, int lanes, int shares) {
        assertThat(Layout.of(chains, atOnce, cores, true, PROFILES)).isEqualTo(new Layout(partitions, lanes, shares));
    }

    /** A part of the quota that belongs to a task which has ended is lost, so all tasks begin at once. */
    @ParameterizedTest
    @CsvSource({"12, 3, 200, 3, 1", "12, 3, 2, 2, 2", "12, 11, 4, 4, 3", "2, 3, 8, 2, 1"})
    void dividesTheQuotaAmongTasksThatRunAtOnceWhereItIsNot(
            int chains, int atOnce, int cores, int partitions, int lanes) {
        assertThat(Layout.of(chains, atOnce, cores, false, PROFILES))
                .isEqualTo(new Layout(partitions, lanes, partitions));
    }

    @ParameterizedTest
    @CsvSource({"local, 1", "local[3], 3", "local[*], 8", "'local[2,4]', 2", "'local[*, 4]', 8"})
    void knowsTheCoresOfALocalMaster(String master, int cores) {
        assertThat(Slots.local(master, 8)).isEqualTo(cores);
    }

    @Test
    void givesAStreamHalfOfTheQuotaWhereItIsDivided() {
        assertThat(Layout.IN_ORDER.besideTheDriver(4)).isEqualTo(new Layout(1, 4, 2));
    }

    @Test
    void givesNoTaskLessThanARequest() {
        assertThat(Layout.of(40, 16, 100, false, QuotaLimits.parse("3/1s,60/60s")))
                .isEqualTo(new Layout(3, 6, 3));
    }

    @Test
    void dealsNeighboursToDifferentTasks() {
        assertThat(new Layout(2, 1, 1).deal(List.of("a", "b", "c", "d", "e")))
                .containsExactly(List.of("a", "c", "e"), List.of("b", "d"));
    }
}
