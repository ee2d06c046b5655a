package io.github.klaviyospark.jobs;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** Where steps are shown: a bar on a terminal, a line for each elsewhere. */
abstract class ProgressView implements AutoCloseable {

    /** What suits where the process writes to. */
    static ProgressView of(String name, PrintWriter out) {
        return Ansi.AUTO.enabled() ? bar(name, null) : lines(name, out);
    }

    static ProgressView lines(String name, PrintWriter out) {
        return new Lines(name, out);
    }

    /**
     * A bar.
     *
     * @param terminal where it is drawn; null for the terminal of the process
     */
    static ProgressView bar(String name, ProgressBarConsumer terminal) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1_000)
                .hideEta();
        if (terminal != null) {
            builder.setConsumer(terminal);
        }
        return new Bar(builder.build());
    }

    /** Whether every step may be shown, because one takes the place of the other. */
    abstract boolean isRedrawn();

    abstract void show(Step step);

    /** All is done; of so many. */
    abstract void done(long all);

    @Override
    public abstract void close();

    private static final class Lines extends ProgressView {

        private final String name;
        private final PrintWriter out;

        Lines(String name, PrintWriter out) {
            this.name = name;
            this.out = out;
        }

        @Override
        boolean isRedrawn() {
            return false;
        }

        @Override
        void show(Step step) {
            out.println(name + ": " + step);
            out.flush();
        }

        @Override
        void done(long all) {
            // What was done is said in a table.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class Bar extends ProgressView {

        private final ProgressBar bar;

        Bar(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        boolean isRedrawn() {
            return true;
        }

        @Override
        void show(Step step) {
            bar.maxHint(step.total().orElse(-1));
            bar.stepTo(step.done());
            bar.setExtraMessage(step.words());
        }

        @Override
        void done(long all) {
            bar.maxHint(all);
            bar.stepTo(all);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
