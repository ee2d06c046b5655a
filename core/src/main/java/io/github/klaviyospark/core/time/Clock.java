package io.github.klaviyospark.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The only source of time in the project: everything that measures, waits or times out is given one, so that quotas and
 * retries are tested without waiting.
 */
public interface Clock {

    /** Nanoseconds from an arbitrary origin, never going back; only differences mean anything. */
    long nanoTime();

    /** The time of day, for people to read; it may jump. */
    Instant now();

    /**
     * Waits. A zero or negative duration returns at once.
     *
     * @throws InterruptedException when the thread is interrupted before or while it waits
     */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's own monotonic clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
