package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process can ask the driver. Once it could not, it does without for a while, and then tries again. */
final class Reach {

    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

    private static final Duration WITHOUT = Duration.ofMinutes(1);

    private final Line driver;
    private final boolean isRequired;
    private final Clock clock;
    private boolean isClosed;
    private boolean isForGood;
    private boolean hasWarned;
    private long closedUntil;

    /**
     * Within reach until the contrary is seen.
     *
     * @param isRequired whether nothing goes without the driver
     */
    Reach(Line driver, boolean isRequired, Clock clock) {
        this.driver = driver;
        this.isRequired = isRequired;
        this.clock = clock;
    }

    Line driver() {
        return driver;
    }

    Clock clock() {
        return clock;
    }

    /** Whether to ask. */
    synchronized boolean isOpen() {
        return !isClosed || (!isForGood && clock.nanoTime() - closedUntil >= 0);
    }

    /** The driver has answered. */
    synchronized void opened() {
        if (isClosed) {
            isClosed = false;
            LOG.info("The driver answers for the quota again.");
        }
    }

    /** The driver could not be told something. Where it is required, the next question says so. */
    void notTold(Throwable cause) {
        if (!isRequired) {
            closed(cause);
        }
    }

    /**
     * The driver has not answered.
     *
     * @throws IllegalStateException when that must not be
     */
    synchronized void closed(Throwable cause) {
        if (isRequired) {
            throw new IllegalStateException(
                    "The driver does not answer for the quota. With quota=auto each task would go on with a fixed part of it.",
                    cause);
        }
        isClosed = true;
        isForGood |= cause instanceof LinkageError;
        closedUntil = clock.nanoTime() + WITHOUT.toNanos();
        if (!hasWarned) {
            hasWarned = true;
            LOG.warn(
                    "The driver does not answer for the quota: each task in this process goes on with a fixed part of it{}.",
                    isForGood ? "" : ", and asks again in a minute",
                    cause);
        }
    }

    @Override
    public String toString() {
        return "Reach(" + (isOpen() ? "open" : "closed") + ")";
    }
}
