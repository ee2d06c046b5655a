package io.github.klaviyospark.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.quota.SimulatedServer.Window;
import io.github.klaviyospark.core.time.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the quota does when something else draws from it too, or the server grants less than it says. */
class YieldingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeClock clock = new FakeClock();

    private static SimulatedServer server(
            FakeClock clock, String limits, int burst, int steady, int workers, long seed) {
        QuotaTerms terms = QuotaTerms.documented(QuotaLimits.parse(limits));
        SimulatedServer server = new SimulatedServer(clock, terms, burst, steady, MINUTE, new Random(seed));
        for (int i = 0; i < workers; i++) {
            server.worker();
        }
        return server;
    }

    private static double average(List<Window> windows, ToIntFunction<Window> figure) {
        return windows.stream().mapToInt(figure).average().orElseThrow();
    }

    @Property(tries = 40)
    void usesAllOfItWhenItIsAlone(@ForAll @IntRange(min = 1, max = 16) int workers, @ForAll long seed) {
        List<Window> windows =
                server(new FakeClock(), "3/1s,15/60s", 3, 15, workers, seed).run(63);

        // Before the first answer nobody knows how far apart two requests may arrive that leave a second apart.
        List<Window> steady = windows.subList(1, windows.size());
        assertThat(average(steady, Window::ours)).isGreaterThanOrEqualTo(0.97 * 15);
        assertThat(average(steady, Window::refusedOfOurs)).isZero();
    }

    @Property(tries = 20)
    void leavesACompetitorWhatItAsksFor(
            @ForAll @IntRange(min = 8, max = 32) int workers,
            @ForAll @IntRange(min = 100, max = 375) int asked,
            @ForAll long seed) {
        SimulatedServer server = server(new FakeClock(), "75/1s,750/60s", 75, 750, workers, seed);
        server.competitor(asked);

        List<Window> windows = server.run(62);

        assertThat(average(windows, Window::others)).isGreaterThanOrEqualTo(0.6 * asked);
        assertThat(average(windows, Window::ours)).isGreaterThanOrEqualTo(0.8 * (750 - asked));
    }

    /**
     * One request in a window that both try for is a fifth of what the competitor asks for, and a competitor that asks at the
     * same moments of each window may lose the same one each time. So the worst phase is held to three of five.
     */
    @Property(tries = 40)
    void leavesACompetitorMostOfItsPartOfASmallQuotaInEveryPhase(
            @ForAll @IntRange(min = 1, max = 8) int workers, @ForAll long seed) {
        List<Window> windows = besideACompetitorForAThird(workers, seed);

        assertThat(average(windows, Window::others)).isGreaterThanOrEqualTo(3);
        assertThat(average(windows, Window::ours)).isGreaterThanOrEqualTo(0.5 * 15);
    }

    @Test
    void leavesACompetitorItsPartOfASmallQuotaOnTheWhole() {
        Random phases = new Random(4);
        double granted = IntStream.range(0, 100)
                .mapToDouble(i -> average(besideACompetitorForAThird(1 + i % 8, phases.nextLong()), Window::others))
                .average()
                .orElseThrow();

        assertThat(granted).isGreaterThanOrEqualTo(0.95 * 5);
    }

    private static List<Window> besideACompetitorForAThird(int workers, long seed) {
        SimulatedServer server = server(new FakeClock(), "3/1s,15/60s", 3, 15, workers, seed);
        server.competitor(5);
        return server.run(122);
    }

    @Property(tries = 40)
    void learnsAtTheFirstAnswerWhatTheServerSaysItGrants(
            @ForAll @IntRange(min = 1, max = 8) int workers, @ForAll boolean isMore, @ForAll long seed) {
        int granted = isMore ? 60 : 15;
        String documented = isMore ? "3/1s,15/60s" : "3/1s,60/60s";

        List<Window> windows =
                server(new FakeClock(), documented, 3, granted, workers, seed).run(62);

        List<Window> later = windows.subList(1, windows.size());
        assertThat(average(later, Window::ours)).isGreaterThanOrEqualTo(0.97 * granted);
        assertThat(average(later, Window::refusedOfOurs)).isZero();
    }

    @Property(tries = 40)
    void findsOutByRefusalsThatTheServerGrantsLess(@ForAll @IntRange(min = 1, max = 8) int workers, @ForAll long seed) {
        SimulatedServer server =
                server(new FakeClock(), "3/1s,60/60s", 3, 15, workers, seed).withoutHeaders();

        List<Window> windows = server.run(200);

        List<Window> later = windows.subList(3, windows.size());
        assertThat(average(later, Window::ours)).isGreaterThanOrEqualTo(0.95 * 15);
        int refused = later.stream().mapToInt(Window::refusedOfOurs).sum();
        int granted = later.stream().mapToInt(Window::ours).sum();
        assertThat(refused).isLessThanOrEqualTo(workers * (2 + granted / 200));
    }

    /** A job that was started again finds the window used up by the one before, and all of it is its own from then on. */
    @Test
    void takesARefusalAtTheBeginningForWhatWasUsedBefore() {
        QuotaTerms terms = QuotaTerms.documented(QuotaLimits.parse("3/1s,15/60s"));
        WindowQuota quota = new WindowQuota("POST /x", terms, clock);
        quota.reserve(terms, 1);
        quota.pause(Duration.ofSeconds(40));
        clock.advance(Duration.ofSeconds(40));

        Duration last = Duration.ZERO;
        for (int i = 0; i < 15; i++) {
            last = quota.reserve(terms, 1);
        }

        assertThat(last).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void takesAllOfItAgainWhenTheCompetitorHasGone() {
        QuotaTerms terms = QuotaTerms.documented(QuotaLimits.parse("75/1s,750/60s"));
        SimulatedServer server = new SimulatedServer(clock, terms, 75, 750, MINUTE, new Random(7));
        for (int i = 0; i < 16; i++) {
            server.worker();
        }
        SimulatedServer.Competitor competitor = server.competitor(300);
        List<Window> shared = server.run(20);
        assertThat(shared.get(shared.size() - 1).ours()).isLessThan(500);
        competitor.leave();

        List<Window> alone = server.run(60);

        assertThat(alone.get(alone.size() - 1).ours()).isGreaterThanOrEqualTo(742);
    }
}
