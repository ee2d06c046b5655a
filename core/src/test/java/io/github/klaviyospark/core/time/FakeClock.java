package io.github.klaviyospark.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody sleeps. */
public final class FakeClock implements Clock {

    private final List<Duration> sleeps = new ArrayList<>();
    private long nanos;

    public FakeClock() {
        this(0);
    }

    public FakeClock(long origin) {
        this.nanos = origin;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(duration);
        nanos += Math.max(0, duration.toNanos());
    }

    public synchronized void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
