package io.github.klaviyospark.core.bulk;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is known of a chunk that Klaviyo took: that it was accepted, which is not the same as stored.
 *
 * @param ordinal the chunk's place among those of its writer, from 0
 * @param records records in it
 * @param bytes bytes of the body
 * @param attempts requests that it took
 * @param waited time spent waiting for quota
 * @param requestId Klaviyo's id of the request, or null
 */
public record Receipt(long ordinal, int records, int bytes, int attempts, Duration waited, String requestId)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
