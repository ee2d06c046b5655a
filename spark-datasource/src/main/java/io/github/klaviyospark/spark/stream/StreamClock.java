package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.time.Clock;

/** The clock by which a second counts as past. One for the whole JVM, so that tests can set another. */
final class StreamClock {

    private static volatile Clock clock = Clock.system();

    private StreamClock() {}

    static Clock get() {
        return clock;
    }

    static void set(Clock other) {
        clock = other;
    }
}
