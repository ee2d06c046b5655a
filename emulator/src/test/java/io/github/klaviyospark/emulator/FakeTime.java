package io.github.klaviyospark.emulator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when a test says so, or when somebody pauses. */
final class FakeTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(123_456_789);

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(Duration duration) {
        pass(duration);
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
