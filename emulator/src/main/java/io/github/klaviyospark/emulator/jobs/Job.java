package io.github.klaviyospark.emulator.jobs;

import java.util.List;
import java.util.Map;

/**
 * A job as it was at one moment. Times are microseconds since 1970 and null while they are to come.
 *
 * @param family the type of its resource, such as {@code profile-bulk-import-job}
 * @param completed how many records were done
 * @param skipped how many records there was nothing to do for
 * @param expired whether nobody who asks for it finds it any more
 * @param related the ids of the resources that belong to it, by relationship
 */
public record Job(
        String id,
        String family,
        JobStatus status,
        long createdAt,
        Long startedAt,
        Long completedAt,
        long expiresAt,
        int total,
        int completed,
        int skipped,
        List<JobError> errors,
        boolean expired,
        Map<String, List<String>> related) {
    public int failed() {
        return errors.size();
    }
}
