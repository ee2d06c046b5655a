package io.github.klaviyospark.jobs;

/** Wrong usage that is found by looking at more than the arguments. The verb ends as at arguments that cannot be read. */
final class UsageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
