package io.github.klaviyospark.jobs;

/** The end of a job that is not done, for who called it in a process of theirs. */
final class JobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JobException(int exitCode) {
        super("The job ended with exit code " + exitCode + ". What it said before tells why.");
    }
}
