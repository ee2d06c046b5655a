package io.github.klaviyospark.core.bulk;

import java.io.IOException;

/** A job that did not take all of its records, or of which nobody knows whether it did. */
public final class JobException extends IOException {

    private static final long serialVersionUID = 1L;

    private JobException(String message) {
        super(message);
    }

    static JobException of(JobEnd end) {
        Rejection first = end.rejections().get(0);
        return new JobException("Klaviyo accepted a request of " + end.records() + " records, and its job " + end.job()
                + " did not take " + end.rejections().size() + " of them. The first: " + first.summary()
                + (first.pointer() == null ? "" : " at " + first.pointer())
                + ". Set onInvalid=deadLetter to have such rows set aside.");
    }
}
