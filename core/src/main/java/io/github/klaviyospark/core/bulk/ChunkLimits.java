package io.github.klaviyospark.core.bulk;

import java.io.Serializable;

/**
 * What one request may hold. Klaviyo does not say whether its MB are decimal or binary; all sizes here are decimal, the
 * smaller reading.
 *
 * @param records records in a chunk
 * @param bytes bytes of the whole body, envelope included
 * @param recordBytes bytes of one record's own JSON
 */
public record ChunkLimits(int records, int bytes, int recordBytes) implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException when one of them is not above zero
     */
    public ChunkLimits {
        if (records < 1 || bytes < 1 || recordBytes < 1) {
            throw new IllegalArgumentException("Chunk limits must be above zero, and are " + records + " records, "
                    + bytes + " bytes and " + recordBytes + " bytes a record.");
        }
    }

    /** The tighter of two limits, one by one. */
    public ChunkLimits and(ChunkLimits other) {
        return new ChunkLimits(
                Math.min(records, other.records),
                Math.min(bytes, other.bytes),
                Math.min(recordBytes, other.recordBytes));
    }
}
