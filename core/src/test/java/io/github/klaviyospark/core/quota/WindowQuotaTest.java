package io.github.klaviyospark.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.time.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowQuotaTest {

    private static final QuotaLimits BULK = QuotaLimits.parse("3/1s,15/60s");

    @Test
    void letsABurstLeaveAtOnceAndHoldsTheNextForTheRestOfTheSecond() {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(BULK, clock);

        assertThat(waits(quota, 4)).containsExactly(0L, 0L, 0L, 1_000L);
    }

    @Test
    void holdsTheSixteenthRequestForAWholeMinute() {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(BULK, clock);

        List<Long> waits = waits(quota, 16);

        assertThat(waits.get(14)).isEqualTo(4_000);
        assertThat(waits.get(15)).isEqualTo(60_000);
    }

    @Test
    void sendsExactlyTheSteadyQuotaInEachMinute() throws InterruptedException {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(BULK, clock);

        for (int i = 0; i < 15 * 100; i++) {
            clock.sleep(reserve(quota, 1));
        }

        assertThat(Duration.ofNanos(clock.nanoTime())).isLessThan(Duration.ofMinutes(100));
    }

    @Test
    void worksAcrossTheWrapOfTheMonotonicClock() {
        FakeClock clock =
                new FakeClock(Long.MAX_VALUE - Duration.ofMillis(1_500).toNanos());
        WindowQuota quota = quota(QuotaLimits.parse("1/1s"), clock);

        assertThat(waits(quota, 4)).containsExactly(0L, 1_000L, 2_000L, 3_000L);
    }

    @Test
    void holdsEverybodyWhilePaused() {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(BULK, clock);

        quota.pause(Duration.ofSeconds(7));
        quota.pause(Duration.ofSeconds(5));

        assertThat(quota.paused()).isEqualTo(Duration.ofSeconds(7));
        assertThat(reserve(quota, 1)).isEqualTo(Duration.ofSeconds(7));
        clock.advance(Duration.ofSeconds(8));
        assertThat(quota.paused()).isZero();
    }

    @Test
    void keepsWindowsWiderByTheSlowestRecentRoundTripUpToABound() {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(QuotaLimits.parse("1/1s"), clock);

        reserve(quota, 1);
        quota.answered(Duration.ofMillis(120));
        assertThat(reserve(quota, 1)).isEqualTo(Duration.ofMillis(1_120));
        quota.answered(Duration.ofSeconds(30));
        clock.advance(Duration.ofMillis(1_120));
        assertThat(reserve(quota, 1)).isEqualTo(Duration.ofMillis(1_250));
    }

    @Test
    void takesOtherLimitsWithoutForgettingWhatHasLeft() {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(QuotaLimits.parse("2/1s"), clock);
        waits(quota, 2);

        QuotaTerms other = QuotaTerms.documented(QuotaLimits.parse("3/10s"));
        assertThat(quota.reserve(other, 1)).isZero();
        assertThat(quota.reserve(other, 1)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void keepsWhatTheServerSaysItGrantsInThePlaceOfWhatIsDocumented() {
        WindowQuota quota = quota(BULK, new FakeClock());
        waits(quota, 15);

        quota.granted(QuotaLimits.parse("3/1s,60/60s"));

        assertThat(quota.limits()).hasToString("3/1s,60/60s");
        assertThat(waits(quota, 45).get(44)).isEqualTo(19_000);
        assertThat(waits(quota, 1)).containsExactly(60_000L);
    }

    @Test
    void keepsTheWindowThatTheServerSaysNothingOf() {
        WindowQuota quota = quota(BULK, new FakeClock());

        quota.granted(QuotaLimits.parse("5/1s"));

        assertThat(quota.limits()).hasToString("3/1s,15/60s");
    }

    @Test
    void neverExceedsWhatTheUserGaveAndNeverWhatTheServerGrants() {
        WindowQuota quota = new WindowQuota("POST /x", new QuotaTerms(BULK, true, 1), new FakeClock());

        quota.granted(QuotaLimits.parse("2/1s,60/60s"));

        assertThat(quota.limits()).hasToString("2/1s,15/60s");
    }

    @Test
    void takesItsPartOfWhateverTheLimitsAre() {
        WindowQuota quota = new WindowQuota("POST /x", new QuotaTerms(BULK, false, 0.4), new FakeClock());

        assertThat(quota.limits()).hasToString("1/1s,6/60s");
        quota.granted(QuotaLimits.parse("3/1s,60/60s"));
        assertThat(quota.limits()).hasToString("1/1s,24/60s");
    }

    /** Two queries use one quota, of which one keeps to less of it. */
    @Test
    void keepsForEachItsOwnTermsAndCountsWhatAllHaveSent() {
        QuotaTerms all = QuotaTerms.documented(BULK);
        QuotaTerms given = new QuotaTerms(QuotaLimits.parse("3/1s,5/60s"), true, 1);
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(BULK, clock);

        for (int i = 0; i < 3; i++) {
            assertThat(quota.reserve(all, 1)).isZero();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(quota.reserve(given, 1)).isZero();
        assertThat(quota.reserve(all, 1)).isZero();
        assertThat(quota.reserve(given, 1)).isEqualTo(Duration.ofSeconds(59));
    }

    /** Somebody holds a reservation for the next minute, made before it was known that more is granted. */
    @Test
    void letsOthersPassThoseWhoReservedUnderNarrowerLimits() {
        WindowQuota quota = quota(BULK, new FakeClock());
        assertThat(waits(quota, 16).get(15)).isEqualTo(60_000);

        quota.granted(QuotaLimits.parse("30/1s,60/60s"));

        assertThat(waits(quota, 40)).allMatch(wait -> wait <= 5_000);
    }

    @Test
    void refusesMoreThanAWindowHolds() {
        WindowQuota quota = quota(BULK, new FakeClock());

        assertThatThrownBy(() -> reserve(quota, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot reserve 4 permits of a quota of 3/1s,15/60s: give 1 to 3.");
    }

    /** Whatever the phase of the server's fixed windows, none of them may see more than its permits. */
    @Property(tries = 500)
    void neverExceedsAFixedWindowOfAnyPhase(
            @ForAll @IntRange(min = 1, max = 8) int burst,
            @ForAll @IntRange(min = 1, max = 40) int steady,
            @ForAll @LongRange(min = 0, max = 59_999) long phaseMillis,
            @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 9_000) Integer> idleMillis)
            throws InterruptedException {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(QuotaLimits.parse(burst + "/1s," + steady + "/60s"), clock);
        List<Long> sent = new ArrayList<>();

        for (int idle : idleMillis) {
            clock.advance(Duration.ofMillis(idle % 7 == 0 ? idle : idle % 40));
            clock.sleep(reserve(quota, 1));
            sent.add(clock.nanoTime() / 1_000_000);
        }

        assertThat(mostInOneWindow(sent, phaseMillis, 1_000)).isLessThanOrEqualTo(burst);
        assertThat(mostInOneWindow(sent, phaseMillis, 60_000)).isLessThanOrEqualTo(steady);
    }

    /** The server counts arrivals, and a request may arrive early or late within its round trip. */
    @Property(tries = 300)
    void allowsForRoundTripsThatVary(
            @ForAll @LongRange(min = 0, max = 59_999) long phaseMillis,
            @ForAll @Size(min = 40, max = 120) List<@IntRange(min = 1, max = 240) Integer> roundTripMillis,
            @ForAll @IntRange(max = 100) int percentOnTheWay)
            throws InterruptedException {
        FakeClock clock = new FakeClock();
        WindowQuota quota = quota(BULK, clock);
        List<Long> arrived = new ArrayList<>();

        for (int i = 0; i < roundTripMillis.size(); i++) {
            clock.sleep(reserve(quota, 1));
            int roundTrip = roundTripMillis.get(i);
            int onTheWay = i % 2 == 0 ? roundTrip * percentOnTheWay / 100 : 0;
            arrived.add(clock.nanoTime() / 1_000_000 + onTheWay);
            clock.advance(Duration.ofMillis(roundTrip));
            quota.answered(Duration.ofMillis(roundTrip));
        }

        assertThat(mostInOneWindow(arrived, phaseMillis, 1_000)).isLessThanOrEqualTo(3);
        assertThat(mostInOneWindow(arrived, phaseMillis, 60_000)).isLessThanOrEqualTo(15);
    }

    private static long mostInOneWindow(List<Long> millis, long phase, long length) {
        return millis.stream()
                .mapToLong(time -> Math.floorDiv(time + phase, length))
                .boxed()
                .collect(Collectors.groupingBy(window -> window, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }

    private static WindowQuota quota(QuotaLimits limits, FakeClock clock) {
        return new WindowQuota("POST /x", QuotaTerms.documented(limits), clock);
    }

    /** On the terms that are in force. */
    private static Duration reserve(WindowQuota quota, int permits) {
        return quota.reserve(QuotaTerms.documented(quota.limits()), permits);
    }

    private static List<Long> waits(WindowQuota quota, int times) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            waits.add(reserve(quota, 1).toMillis());
        }
        return waits;
    }
}
