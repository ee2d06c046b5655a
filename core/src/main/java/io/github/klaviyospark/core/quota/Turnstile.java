package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;

/** Where threads wait for their quota: lets one request through at a time. */
public final class Turnstile {

    private static final Duration SMOOTHING_STEP = Duration.ofMillis(5);

    private final Quota quota;
    private final Clock clock;
    private final Smoothing smoothing;
    private volatile double rate;

    Turnstile(Quota quota, Clock clock, Smoothing smoothing) {
        this.quota = quota;
        this.clock = clock;
        this.smoothing = smoothing;
        this.rate = quota.limits().burstPerSecond();
    }

    /**
     * Waits until one request may leave.
     *
     * <p>Smoothing comes before the reservation: the quota logs when a request is told to leave, so nothing may hold the
     * request back after that. Somebody who waited into a pause reserves once more for the same reason; the first
     * reservation stays in the log, which costs a permit and never one too many.
     *
     * @param terms what this request may use of the quota
     * @return how long that took
     * @throws InterruptedException when the thread is interrupted; a permit that was reserved stays used
     */
    public Duration pass(QuotaTerms terms) throws InterruptedException {
        long start = clock.nanoTime();
        adapt();
        while (!smoothing.tryAcquire()) {
            clock.sleep(SMOOTHING_STEP);
        }

        Duration wait = quota.reserve(terms, 1);
        while (!wait.isZero()) {
            clock.sleep(wait);
            wait = quota.paused().isZero() ? Duration.ZERO : quota.reserve(terms, 1);
        }

        return Duration.ofNanos(clock.nanoTime() - start);
    }

    private void adapt() {
        double now = quota.limits().burstPerSecond();
        if (now != rate) {
            rate = now;
            smoothing.rate(now);
        }
    }

    /** The quota behind it, to be told about pauses, round trips and what the server grants. */
    public Quota quota() {
        return quota;
    }
}
