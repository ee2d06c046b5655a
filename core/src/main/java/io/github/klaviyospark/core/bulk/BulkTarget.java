package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.Operation;
import java.io.Serializable;

/**
 * A bulk endpoint as the chunker sees it: the bytes around all records and around each of them, and how much fits. The
 * body of a request is
 *
 * <pre>{@code head (recordHead record recordTail) , (recordHead record recordTail) … tail}</pre>
 *
 * <p>The arrays must not be changed.
 */
public interface BulkTarget extends Serializable {

    /** The operation that a chunk is sent to. */
    Operation operation();

    /** What the operation takes at most. */
    ChunkLimits limits();

    /**
     * JSON pointer to the array of records, under which errors name one of them by its place; to the record itself where
     * a request has only one.
     */
    String recordsPointer();

    /** The bytes before the first record. */
    byte[] head();

    /** The bytes before each record. */
    byte[] recordHead();

    /** The bytes after each record. */
    byte[] recordTail();

    /** The bytes after the last record. */
    byte[] tail();
}
