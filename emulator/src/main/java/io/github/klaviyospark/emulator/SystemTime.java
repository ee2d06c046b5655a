package io.github.klaviyospark.emulator;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The JVM's monotonic clock: the only place that reads it or sleeps. */
final class SystemTime implements TimeSource {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
