package io.github.klaviyospark.core.client;

import java.io.IOException;

/** An answer whose status means success and whose body does not make sense. The message must not quote the body. */
public final class UnreadableAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message what is wrong, without a full stop and without anything of the content
     */
    public UnreadableAnswerException(String message) {
        super(message);
    }
}
