package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.Operation;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A bulk endpoint as the chunker sees it: the bytes around each record, how much fits, and what becomes of an accepted
 * request. The body of a request is
 *
 * <pre>{@code head (recordHead record recordTail) , (recordHead record recordTail) … tail}</pre>
 *
 * with head and tail from the {@link Envelope} that its records share.
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
     * a request has only one. Where records are grouped, to the array of groups.
     */
    String recordsPointer();

    /** The bytes before each record. */
    default byte[] recordHead() {
        return new byte[0];
    }

    /** The bytes after each record. */
    default byte[] recordTail() {
        return new byte[0];
    }

    /** How records are grouped, where they are. */
    default Optional<Grouping> grouping() {
        return Optional.empty();
    }

    /**
     * JSON pointers, within a record, to what tells it from others, where errors of a job may show the record and not say
     * where it stands.
     */
    default List<String> identifiers() {
        return List.of();
    }

    /** The kind of job that an accepted request makes, where it makes one that can be followed. */
    default Optional<JobKind> job() {
        return Optional.empty();
    }
}
