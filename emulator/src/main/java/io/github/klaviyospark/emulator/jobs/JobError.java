package io.github.klaviyospark.emulator.jobs;

/**
 * Why a record of a job failed.
 *
 * @param pointer where it stands in the body of the request, or {@link #UNNAMED}
 * @param payload the record as it was sent, as JSON values; null where nobody keeps it
 */
public record JobError(String id, String code, String title, String detail, String pointer, Object payload) {
    /** Points at the whole request and so at no record. */
    public static final String UNNAMED = "/data";
}
