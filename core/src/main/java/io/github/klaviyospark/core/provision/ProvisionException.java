package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.client.KlaviyoException;
import java.io.IOException;

/** Klaviyo refused a step. The message says which, why as far as it can be told, and what to do. */
public final class ProvisionException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Step.Kind step;

    ProvisionException(Step step, String explanation, KlaviyoException cause) {
        super(
                "Could not " + step.kind().words() + " " + step.subject() + ". " + cause.getMessage()
                        + (explanation.isEmpty() ? "" : " " + explanation),
                cause);
        this.step = step.kind();
    }

    /** What was refused. */
    public Step.Kind step() {
        return step;
    }
}
