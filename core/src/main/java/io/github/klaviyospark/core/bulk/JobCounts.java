package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * What a job counts. Klaviyo's document lets each count be null, and not all jobs have all of them.
 *
 * @param total the records that the job had
 * @param completed those that it took
 * @param failed those that it did not
 * @param skipped those that there was nothing to do for
 */
record JobCounts(OptionalLong total, OptionalLong completed, OptionalLong failed, OptionalLong skipped) {

    static JobCounts of(JsonNode attributes) {
        return new JobCounts(
                count(attributes, "total_count"),
                count(attributes, "completed_count"),
                count(attributes, "failed_count"),
                count(attributes, "skipped_count"));
    }

    private static OptionalLong count(JsonNode attributes, String name) {
        JsonNode count = attributes.path(name);
        return count.isIntegralNumber() ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }

    /** Whether there may be errors of some of so many records. */
    boolean mayHaveErrors(int records) {
        return failed.isEmpty() || failed.getAsLong() > 0 || missing(records, 0) > 0;
    }

    /**
     * How many of so many records are in no count.
     *
     * @param failures those that failed, counted or not
     */
    long missing(int records, long failures) {
        if (completed.isEmpty()) {
            return 0;
        }
        long settled = completed.getAsLong() + skipped.orElse(0) + Math.max(failures, failed.orElse(0));
        return Math.max(0, total.orElse(records) - settled);
    }
}
