package io.github.klaviyospark.spark.quota;

/** The way from an executor to the driver. */
interface Line {

    /**
     * Asks, and waits for the answer a little.
     *
     * @throws UnreachableException when there is none
     * @throws InterruptedException when the thread is interrupted
     */
    Message.Grant ask(Message message) throws UnreachableException, InterruptedException;

    /**
     * Tells, and does not wait.
     *
     * @throws UnreachableException when it cannot be told
     * @throws InterruptedException when the thread is interrupted
     */
    void tell(Message message) throws UnreachableException, InterruptedException;

    /** The driver did not answer, or not with what was asked for; the cause says why. */
    final class UnreachableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreachableException(Throwable cause) {
            super(cause);
        }
    }
}
