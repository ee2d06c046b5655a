package io.github.klaviyospark.emulator;

import java.time.Duration;
import java.time.Instant;

/** Time as the emulator sees it, so that quota windows can be tested without waiting. */
interface TimeSource {
    /** Nanoseconds since an arbitrary origin; never runs backwards. */
    long nanos();

    /** The time of day, which decides what lies in the future. */
    Instant wall();

    /** Returns after the given time has passed. */
    void pause(Duration duration) throws InterruptedException;
}
