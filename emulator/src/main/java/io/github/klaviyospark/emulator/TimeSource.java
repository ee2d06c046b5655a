package io.github.klaviyospark.emulator;

import java.time.Duration;

/** Time as the emulator sees it, so that quota windows can be tested without waiting. */
interface TimeSource {
    /** Nanoseconds since an arbitrary origin; never runs backwards. */
    long nanos();

    /** Returns after the given time has passed. */
    void pause(Duration duration) throws InterruptedException;
}
