package io.github.klaviyospark.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.core.time.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private static final QuotaLimits BULK = QuotaLimits.parse("3/1s,15/60s");

    private final FakeClock clock = new FakeClock();

    private static final QuotaTerms ONE = QuotaTerms.documented(QuotaLimits.parse("1/1s"));

    @Test
    void isTheSameForAllWhoAskForTheSameAccountAndEndpoint() {
        Quotas quotas = Quotas.with(clock);

        Turnstile one = quotas.turnstile("a", "POST /x", QuotaTerms.documented(BULK));

        assertThat(quotas.turnstile("a", "POST /x", QuotaTerms.documented(QuotaLimits.parse("9/1s"))))
                .isSameAs(one);
        assertThat(quotas.turnstile("a", "POST /y", QuotaTerms.documented(BULK)))
                .isNotSameAs(one);
        assertThat(quotas.turnstile("b", "POST /x", QuotaTerms.documented(BULK)))
                .isNotSameAs(one);
    }

    @Test
    void waitsForAPauseThatBeganWhileItSlept() throws InterruptedException {
        WindowQuota quota = new WindowQuota("POST /x", ONE, clock);
        Turnstile turnstile =
                new Turnstile(quota, new PausingClock(clock, quota, Duration.ofSeconds(7)), Smoothing.none());

        turnstile.pass(ONE);
        turnstile.pass(ONE);

        assertThat(clock.nanoTime())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(8).toNanos());
    }

    @Test
    void countsARequestThatAPauseHeldBackFromWhenItLeft() throws InterruptedException {
        WindowQuota quota = new WindowQuota("POST /x", ONE, clock);
        Turnstile turnstile =
                new Turnstile(quota, new PausingClock(clock, quota, Duration.ofMillis(300)), Smoothing.none());
        List<Long> left = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            turnstile.pass(ONE);
            left.add(clock.nanoTime());
        }

        assertThat(left.get(2) - left.get(1))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    /** Smoothing delays the first requests of a window and not those of the next one, which must not come closer for it. */
    @Test
    void logsWhenARequestLeavesAndNotWhenItBeganToBeSmoothed() throws InterruptedException {
        Turnstile turnstile = new Turnstile(
                new WindowQuota("POST /x", QuotaTerms.documented(BULK), clock), clock, new ColdSmoothing());
        List<Long> left = new ArrayList<>();

        for (int i = 0; i < 60; i++) {
            turnstile.pass(QuotaTerms.documented(BULK));
            left.add(clock.nanoTime());
        }

        for (int i = 15; i < left.size(); i++) {
            assertThat(left.get(i) - left.get(i - 15))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(60).toNanos());
            assertThat(left.get(i) - left.get(i - 3))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void letsAllPassThatTheSharedQuotasOfTheJvmAllow() throws InterruptedException {
        Turnstile turnstile = Quotas.shared()
                .turnstile("turnstile test", "POST /x", QuotaTerms.documented(QuotaLimits.parse("1000/1s")));

        for (int i = 0; i < 20; i++) {
            turnstile.pass(QuotaTerms.documented(QuotaLimits.parse("1000/1s")));
        }

        assertThat(turnstile.quota().paused()).isZero();
    }

    @Test
    void smoothsAsFastAsTheServerGrants() throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        Smoothing smoothing = new Smoothing() {
            @Override
            public boolean tryAcquire() {
                return true;
            }

            @Override
            public void rate(double perSecond) {
                rates.add(perSecond);
            }
        };
        Turnstile turnstile =
                new Turnstile(new WindowQuota("POST /x", QuotaTerms.documented(BULK), clock), clock, smoothing);

        turnstile.pass(QuotaTerms.documented(BULK));
        turnstile.quota().granted(QuotaLimits.parse("75/1s,750/60s"));
        turnstile.pass(QuotaTerms.documented(BULK));
        turnstile.pass(QuotaTerms.documented(BULK));

        assertThat(rates).containsExactly(75.0);
    }

    /** As a rate limiter that was idle: a third of a second each for the first ten, nothing after that. */
    private final class ColdSmoothing implements Smoothing {

        private long next;
        private int granted;

        @Override
        public boolean tryAcquire() {
            if (clock.nanoTime() < next) {
                return false;
            }
            granted++;
            next = clock.nanoTime() + (granted < 10 ? Duration.ofMillis(333).toNanos() : 0);
            return true;
        }

        @Override
        public void rate(double perSecond) {
            throw new AssertionError("Nobody sets other limits here.");
        }
    }

    /** Has the server ask for patience in the middle of the first sleep. */
    private static final class PausingClock implements Clock {

        private final FakeClock clock;
        private final Quota quota;
        private final Duration pause;
        private boolean paused;

        PausingClock(FakeClock clock, Quota quota, Duration pause) {
            this.clock = clock;
            this.quota = quota;
            this.pause = pause;
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Instant now() {
            return clock.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            clock.sleep(duration);
            if (!paused) {
                paused = true;
                quota.pause(pause);
            }
        }
    }
}
