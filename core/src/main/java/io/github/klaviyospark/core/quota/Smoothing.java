package io.github.klaviyospark.core.quota;

import com.google.common.util.concurrent.RateLimiter;

/** Keeps threads that come together from leaving in the same instant. How many may leave is the quota's business. */
interface Smoothing {

    /** Whether a request may go on now; to be asked again when not. */
    boolean tryAcquire();

    /** Takes another rate. */
    void rate(double perSecond);

    /** Spreads requests over a second, in real time. */
    static Smoothing over(double perSecond) {
        RateLimiter limiter = RateLimiter.create(perSecond);
        return new Smoothing() {
            @Override
            public boolean tryAcquire() {
                return limiter.tryAcquire();
            }

            @Override
            public void rate(double other) {
                limiter.setRate(other);
            }
        };
    }

    /** Lets everything pass. */
    static Smoothing none() {
        return new Smoothing() {
            @Override
            public boolean tryAcquire() {
                return true;
            }

            @Override
            public void rate(double other) {
                // There is none to change.
            }
        };
    }
}
