package io.github.klaviyospark.core.objects;

import java.time.Instant;
import java.util.List;

/**
 * An entry of an ingestion log: a record that became no object, or not all of it. It holds no value of the record.
 *
 * @param id its id
 * @param status {@code error}, {@code warning} or {@code info}
 * @param timestamp when it happened
 * @param recordId the id of the object; null when it is not known
 * @param problems what was wrong
 */
public record IngestionFailure(String id, String status, Instant timestamp, String recordId, List<Problem> problems) {

    /** Copies the list. */
    public IngestionFailure {
        problems = List.copyOf(problems);
    }

    /**
     * One thing that was wrong.
     *
     * @param code Klaviyo's name for it
     * @param property where; may be empty
     */
    public record Problem(String code, String property) {}
}
