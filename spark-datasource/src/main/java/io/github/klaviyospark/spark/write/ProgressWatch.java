package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.run.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far a run is while its tasks work. Tasks cannot talk to the driver before they end, but their receipts are
 * files that everybody sees, so the driver counts these from time to time.
 */
final class ProgressWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration LINES = Duration.ofSeconds(10);

    /** Looking must not take more of the time than one part in this many. */
    private static final int RARELY = 20;

    private final Run run;
    private final Run.Progress before;
    private final Supplier<QuotaLimits> quota;
    private final Supplier<OptionalLong> total;
    private final Consumer<State> told;
    private final Clock clock;
    private final long started;
    private final Thread thread;
    private final Object looking = new Object();
    private long lastLine;
    private boolean isClosed;

    private ProgressWatch(
            Run run, Supplier<QuotaLimits> quota, Supplier<OptionalLong> total, Consumer<State> told, Clock clock)
            throws IOException {
        this.run = run;
        this.before = run.progress();
        this.quota = quota;
        this.total = total;
        this.told = told;
        this.clock = clock;
        this.started = clock.nanoTime();
        this.lastLine = started;
        this.thread = new Thread(this::watch, "klaviyo-progress");
        thread.setDaemon(true);
    }

    /**
     * Begins to watch.
     *
     * @param quota the quota that is kept, which may be learnt meanwhile
     * @param total the number of rows, when it is known
     * @param told is told every time
     */
    static ProgressWatch start(
            Run run, Supplier<QuotaLimits> quota, Supplier<OptionalLong> total, Consumer<State> told, Clock clock)
            throws IOException {
        ProgressWatch watch = new ProgressWatch(run, quota, total, told, clock);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        Duration pause = INTERVAL;
        try {
            while (true) {
                clock.sleep(pause);
                long began = clock.nanoTime();
                synchronized (looking) {
                    if (isClosed) {
                        return;
                    }
                    tryToLook();
                }
                Duration took = Duration.ofNanos(clock.nanoTime() - began);
                pause = longer(INTERVAL, took.multipliedBy(RARELY));
            }
        } catch (InterruptedException e) {
            // This is how watching ends.
            Thread.currentThread().interrupt();
        }
    }

    private void tryToLook() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Progress of run {} cannot be told just now; the write itself goes on.", run.id(), e);
        }
    }

    private void look() throws IOException {
        State state = State.of(run.progress(), before, total.get(), quota.get(), elapsed());
        told.accept(state);
        if (clock.nanoTime() - lastLine >= LINES.toNanos()) {
            lastLine = clock.nanoTime();
            LOG.info("Run {}: {}", run.id(), state);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(clock.nanoTime() - started);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Ends watching, and waits until nobody is told any more. */
    @Override
    public void close() {
        // Only a thread that sleeps is interrupted: file systems tend to swallow it.
        synchronized (looking) {
            isClosed = true;
            thread.interrupt();
        }
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "ProgressWatch(" + run + ")";
    }

    /**
     * How far a run is.
     *
     * @param rows rows that are settled, by earlier jobs of the run too
     * @param total rows that there are, when that is known
     * @param requests requests of this job that led to a receipt
     * @param quotaShare how much of the quota this job has used so far, from 0 to 1
     * @param left how long the rest takes, when that can be told
     */
    record State(long rows, OptionalLong total, long requests, double quotaShare, Optional<Duration> left) {

        static State of(
                Run.Progress all, Run.Progress before, OptionalLong total, QuotaLimits quota, Duration elapsed) {
            Run.Progress here = all.since(before);
            double granted = Math.max(1, quota.within(elapsed));
            double share = Math.min(1, here.requests() / granted);
            return new State(all.rows(), total, here.requests(), share, left(all, here, total, quota, elapsed));
        }

        private static Optional<Duration> left(
                Run.Progress all, Run.Progress here, OptionalLong total, QuotaLimits quota, Duration elapsed) {
            if (total.isEmpty() || here.chunks() == 0 || here.rows() == 0) {
                return Optional.empty();
            }
            double perChunk = (double) here.rows() / here.chunks();
            long chunks = (long) Math.ceil(Math.max(0, total.getAsLong() - all.rows()) / perChunk);
            // The first minute's requests leave at once, so the pace so far promises too much; the quota never does.
            Duration byQuota = quota.timeFor(here.chunks() + chunks).minus(quota.timeFor(here.chunks()));
            Duration byPace = Duration.ofNanos((long) ((double) elapsed.toNanos() / here.chunks() * chunks));
            return Optional.of(longer(byQuota, byPace));
        }

        @Override
        public String toString() {
            String of = total.isPresent()
                    ? String.format(
                            Locale.ROOT,
                            " of %,d rows (%.0f %%)",
                            total.getAsLong(),
                            Math.min(100.0, 100.0 * rows / Math.max(1, total.getAsLong())))
                    : " rows";
            String rest = left.map(time -> ", " + words(time) + " left").orElse("");
            return String.format(
                    Locale.ROOT,
                    "%,d%s, %,d requests, %.0f %% of the quota%s",
                    rows,
                    of,
                    requests,
                    quotaShare * 100,
                    rest);
        }

        private static String words(Duration time) {
            if (time.compareTo(Duration.ofMinutes(1)) < 0) {
                return time.toSeconds() + " s";
            }
            return time.toHours() == 0
                    ? time.toMinutes() + " min"
                    : time.toHours() + " h " + time.toMinutesPart() + " min";
        }
    }
}
