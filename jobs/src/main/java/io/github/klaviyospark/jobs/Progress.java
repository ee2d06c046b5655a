package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.time.Clock;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks from time to time how far something is, and shows it: always on a terminal, every ten seconds elsewhere. */
final class Progress implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LINES = Duration.ofSeconds(10);

    private final Supplier<Optional<Step>> source;
    private final ProgressView view;
    private final Clock clock;
    private final Thread thread;

    private Progress(Supplier<Optional<Step>> source, ProgressView view, Clock clock) {
        this.source = source;
        this.view = view;
        this.clock = clock;
        this.thread = new Thread(this::watch, "progress");
        thread.setDaemon(true);
    }

    /**
     * Begins to look.
     *
     * @param name what steps are of
     * @param source how far it is, when that can be told; asked by a thread of its own
     */
    static Progress start(String name, Supplier<Optional<Step>> source, PrintWriter out) {
        return start(source, ProgressView.of(name, out), Clock.system());
    }

    static Progress start(Supplier<Optional<Step>> source, ProgressView view, Clock clock) {
        Progress progress = new Progress(source, view, clock);
        progress.thread.start();
        return progress;
    }

    private void watch() {
        long lastShown = clock.nanoTime();
        try {
            while (true) {
                clock.sleep(LOOK);
                if (view.isRedrawn() || clock.nanoTime() - lastShown >= LINES.toNanos()) {
                    Optional<Step> step = source.get();
                    if (step.isPresent()) {
                        lastShown = clock.nanoTime();
                        view.show(step.get());
                    }
                }
            }
        } catch (InterruptedException e) {
            // This is how showing ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Everything has its place. */
    void done(long all) {
        view.done(all);
    }

    /** Ends looking; nothing is shown any more. */
    @Override
    public void close() {
        thread.interrupt();
        view.close();
    }
}
