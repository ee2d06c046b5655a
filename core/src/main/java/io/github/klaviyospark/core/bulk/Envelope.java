package io.github.klaviyospark.core.bulk;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What is around the records of one request: the bytes before the first and after the last of them, and the resource that
 * the path names, where it names one. Records with different envelopes never share a request.
 */
public final class Envelope implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String resource;
    private final byte[] head;
    private final byte[] tail;
    private final int records;
    private final boolean hasBody;

    private Envelope(String resource, byte[] head, byte[] tail, int records, boolean hasBody) {
        this.resource = resource;
        this.head = head;
        this.tail = tail;
        this.records = records;
        this.hasBody = hasBody;
    }

    /** The text before the first record and after the last. */
    public static Envelope of(String head, String tail) {
        return new Envelope(
                null,
                head.getBytes(StandardCharsets.UTF_8),
                tail.getBytes(StandardCharsets.UTF_8),
                Integer.MAX_VALUE,
                true);
    }

    /** The same for a request whose path names a resource. */
    public Envelope to(String id) {
        return new Envelope(Objects.requireNonNull(id, "id"), head, tail, records, hasBody);
    }

    /** The same with room for one record only. */
    public Envelope forOne() {
        return new Envelope(resource, head, tail, 1, hasBody);
    }

    /** The same for a request that says everything in its path; its one record is not sent. */
    public Envelope withoutBody() {
        return new Envelope(resource, head, tail, 1, false);
    }

    /** The id in the path, or null where the path names no resource. */
    String resource() {
        return resource;
    }

    /** The bytes before the first record, which must not be changed. */
    public byte[] head() {
        return head;
    }

    /** The bytes after the last record, which must not be changed. */
    public byte[] tail() {
        return tail;
    }

    /** How many records there may be at most, whatever the target's limit is. */
    int records() {
        return records;
    }

    /** Whether the request has a body. */
    boolean hasBody() {
        return hasBody;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that
                && Objects.equals(resource, that.resource)
                && Arrays.equals(head, that.head)
                && Arrays.equals(tail, that.tail)
                && records == that.records
                && hasBody == that.hasBody;
    }

    @Override
    public int hashCode() {
        return Objects.hash(resource, Arrays.hashCode(head), Arrays.hashCode(tail));
    }

    /** Without the bytes, which may hold what rows say. */
    @Override
    public String toString() {
        return "Envelope(" + (head.length + tail.length) + " bytes)";
    }
}
