package io.github.klaviyospark.core.quota;

import com.google.common.util.concurrent.RateLimiter;
import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Where threads wait for their quota: reserves, sleeps, looks for a pause, and lets one request through. */
public final class Turnstile {

    private static final Duration SMOOTHING_STEP = Duration.ofMillis(5);

    private final WindowQuota quota;
    private final Clock clock;
    private final Optional<RateLimiter> smoothing;

    Turnstile(WindowQuota quota, Clock clock, Optional<RateLimiter> smoothing) {
        this.quota = quota;
        this.clock = clock;
        this.smoothing = smoothing;
    }

    /**
     * Waits until one request may leave.
     *
     * @return how long that took
     * @throws InterruptedException when the thread is interrupted; the permit stays used
     */
    public Duration pass() throws InterruptedException {
        long start = clock.nanoTime();
        Duration wait = quota.reserve(1);
        while (!wait.isZero()) {
            clock.sleep(wait);
            wait = quota.paused();
        }

        // The windows say how many; this keeps threads that wake together from leaving in the same instant.
        while (smoothing.isPresent() && !smoothing.get().tryAcquire()) {
            clock.sleep(SMOOTHING_STEP);
        }

        return Duration.ofNanos(clock.nanoTime() - start);
    }

    /** The quota behind it, to be told about pauses and round trips. */
    public Quota quota() {
        return quota;
    }

    boolean limits(QuotaLimits limits) {
        if (quota.limits().equals(limits)) {
            return false;
        }

        quota.limits(limits);
        smoothing.ifPresent(limiter -> limiter.setRate(limits.burstPerSecond()));
        return true;
    }
}
