package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.spark.run.DeadLetterFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * A chunk with everything that came up while it was filled. The last parcel of a writer may have no chunk.
 *
 * @param ordinal the chunk's place among those of the writer
 * @param chunk what is to be sent, if there is anything
 * @param letters the dead letters so far, when rows are set aside
 * @param digest of the letters so far
 * @param invalid rows that were found invalid, by reason
 * @param superseded rows that a later one of the same id took the place of
 */
record Parcel(
        long ordinal,
        Optional<Chunk> chunk,
        Optional<DeadLetterFile> letters,
        MessageDigest digest,
        Map<String, Long> invalid,
        long superseded) {

    /** Forgets the dead letters, unless they were kept. */
    void discard() throws IOException {
        if (letters.isPresent()) {
            letters.get().discard();
        }
    }

    long invalidRows() {
        return invalid.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return "Parcel(" + ordinal + ")";
    }
}
