package io.github.klaviyospark.emulator.jobs;

import java.util.Locale;

/** How far a job has come. There is no failure: a job whose records failed is complete all the same. */
public enum JobStatus {
    QUEUED,
    PROCESSING,
    COMPLETE,
    CANCELLED;

    /** Whether something is still to come. */
    public boolean isOpen() {
        return this == QUEUED || this == PROCESSING;
    }

    /** As answers spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
