package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reservations of one quota by many threads; an operation is a reservation. The clock goes on by 82 ms each time that it is
 * asked, in which the quota of profiles grants one request: every reservation looks at its windows and is logged, and none has
 * to wait for long.
 *
 * <p>The limit is the clock under a lock.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReserveQuota {

    private static final QuotaTerms TERMS = QuotaTerms.documented(QuotaLimits.parse("75/1s,750/60s"));
    private static final Duration APART = Duration.ofMillis(82);

    private final TickingClock clock = new TickingClock();
    private Quota quota;

    /** Makes a quota, as full as it is in steady state. */
    @Setup
    public void prepare() {
        quota = new WindowQuota("benchmark", TERMS, clock);
        quota.answered(Duration.ofMillis(40));
        for (int i = 0; i < 1_000; i++) {
            quota.reserve(TERMS, 1);
        }
    }

    /**
     * Looks whether reservations were real, and none was kept waiting by those before it: one request more than a minute grants
     * waits for the next minute, and no longer.
     */
    @TearDown
    public void check() {
        clock.stop();
        Duration wait = Duration.ZERO;
        for (int i = 0; i <= 750; i++) {
            wait = quota.reserve(TERMS, 1);
        }
        if (wait.compareTo(Duration.ofSeconds(60)) < 0 || wait.compareTo(Duration.ofSeconds(65)) > 0) {
            throw new IllegalStateException("After the requests of a minute the next one waits for " + wait + ".");
        }
    }

    @Benchmark
    @Threads(1)
    public Duration connector01() {
        return quota.reserve(TERMS, 1);
    }

    @Benchmark
    @Threads(4)
    public Duration connector04() {
        return quota.reserve(TERMS, 1);
    }

    @Benchmark
    @Threads(16)
    public Duration connector16() {
        return quota.reserve(TERMS, 1);
    }

    @Benchmark
    @Threads(64)
    public Duration connector64() {
        return quota.reserve(TERMS, 1);
    }

    @Benchmark
    @Threads(1)
    public long lock01() {
        return clock.locked();
    }

    @Benchmark
    @Threads(4)
    public long lock04() {
        return clock.locked();
    }

    @Benchmark
    @Threads(16)
    public long lock16() {
        return clock.locked();
    }

    @Benchmark
    @Threads(64)
    public long lock64() {
        return clock.locked();
    }

    private static final class TickingClock implements Clock {

        private final AtomicLong nanos = new AtomicLong();
        private volatile long step = APART.toNanos();

        void stop() {
            step = 0;
        }

        synchronized long locked() {
            return nanoTime();
        }

        @Override
        public long nanoTime() {
            return nanos.addAndGet(step);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("Nobody sleeps here.");
        }
    }
}
