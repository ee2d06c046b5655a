package io.github.klaviyospark.spark.compatibility;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what other processes do. */
final class Waiting {

    private static final long STEP_MILLIS = 20;

    private Waiting() {}

    /**
     * Looks again and again.
     *
     * @param what what is waited for, for the message
     * @throws IllegalStateException when it does not come
     */
    static void until(String what, Duration atMost, Callable<Boolean> isThere) throws Exception {
        long start = System.nanoTime();
        while (!isThere.call()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new IllegalStateException("After " + atMost.toSeconds() + " s: no " + what);
            }
            Thread.sleep(STEP_MILLIS);
        }
    }
}
