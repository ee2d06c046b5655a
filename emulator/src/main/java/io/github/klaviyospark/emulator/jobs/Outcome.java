package io.github.klaviyospark.emulator.jobs;

import java.util.Optional;

/** What became of one record of a job. */
public final class Outcome {
    /** It was done. */
    public static final Outcome DONE = new Outcome(false, null);
    /** There was nothing to do. */
    public static final Outcome SKIPPED = new Outcome(true, null);

    private final boolean skipped;
    private final Reason reason;

    private Outcome(boolean skipped, Reason reason) {
        this.skipped = skipped;
        this.reason = reason;
    }

    /** It could not be done. */
    public static Outcome failed(String code, String title, String detail) {
        return new Outcome(false, new Reason(code, title, detail));
    }

    boolean skipped() {
        return skipped;
    }

    /** Empty unless it failed. */
    Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    record Reason(String code, String title, String detail) {}
}
