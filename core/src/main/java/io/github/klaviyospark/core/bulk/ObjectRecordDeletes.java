package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.Operation;
import java.nio.charset.StandardCharsets;

/**
 * Ids of objects to be deleted, each as {@code "TYPE:::ID"}. At most 500 ids and 5 MB a request (operation {@code
 * bulk_delete_object_records}). The answer is 202 without a job; deleting what is not there is no error, so a repeated
 * chunk changes nothing.
 */
public final class ObjectRecordDeletes implements RecordTarget {

    private static final long serialVersionUID = 1L;

    /** The operation; the beta document granted 10 a second and 150 a minute, the stable one less. */
    public static final Operation OPERATION = Operation.ofObjects(
                    "POST", "/api/object-record-bulk-delete-jobs", 202, true)
            .sayingNothing();

    private static final ChunkLimits LIMITS = new ChunkLimits(500, 5_000_000, 5_000_000);

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public ChunkLimits limits() {
        return LIMITS;
    }

    @Override
    public String recordsPointer() {
        return "/data/relationships/object-records/data";
    }

    @Override
    public byte[] recordHead() {
        return utf8("{\"type\":\"object-record\",\"id\":");
    }

    @Override
    public byte[] recordTail() {
        return utf8("}");
    }

    @Override
    public Envelope envelope() {
        return Envelope.of(
                "{\"data\":{\"type\":\"object-record-bulk-delete-job\","
                        + "\"relationships\":{\"object-records\":{\"data\":[",
                "]}}}}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ObjectRecordDeletes";
    }
}
