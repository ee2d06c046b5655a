package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.time.Clock;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits between two looks at the account, ever longer. */
final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Clock clock;
    private final long start;
    private Duration pause = FIRST_PAUSE;

    /** Waits from now on. */
    Patience(Clock clock) {
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    /** For how long in all, what happened between the pauses included. */
    Duration waited() {
        return Duration.ofNanos(clock.nanoTime() - start);
    }

    /** Waits for twice as long as the last time. */
    void pause() throws InterruptedIOException {
        try {
            clock.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("Interrupted while waiting for Klaviyo. Run again to go on.");
            interrupted.initCause(e);
            throw interrupted;
        }
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
}
