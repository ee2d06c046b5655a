package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that tests set. It stands in the past, so that nothing it allows is in the emulator's future. */
final class SetClock implements Clock, AutoCloseable {

    private volatile Instant now;

    /** Becomes the clock of all streams and ranges until it is closed. */
    SetClock(String now) {
        this.now = Instant.parse(now);
        StreamClock.set(this);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        throw new UnsupportedOperationException("Nothing is measured by this clock.");
    }

    @Override
    public void sleep(Duration duration) {
        throw new UnsupportedOperationException("Nothing waits by this clock.");
    }

    @Override
    public void close() {
        StreamClock.set(Clock.system());
    }
}
