package io.github.klaviyospark.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when a test says so, or when somebody pauses. */
final class FakeTime implements TimeSource {
    private static final Instant START = Instant.parse("2026-07-20T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(123_456_789);

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** Begins in the middle of a second and runs with {@link #nanos}. */
    @Override
    public Instant wall() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public void pause(Duration duration) {
        pass(duration);
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
