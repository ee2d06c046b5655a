package io.github.klaviyospark.core.target;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of rows on which Klaviyo's documents disagree: once a task, however many of its rows are so. */
final class Warning implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(Warning.class);

    private final String text;
    private final AtomicBoolean isGiven = new AtomicBoolean();

    Warning(String text) {
        this.text = text;
    }

    void giveIf(boolean holds) {
        if (holds && isGiven.compareAndSet(false, true)) {
            LOG.warn("{} This is said once, whatever comes after.", text);
        }
    }

    @Override
    public String toString() {
        return "Warning(" + text + ")";
    }
}
