package io.github.klaviyospark.core.bulk;

import java.util.Arrays;
import java.util.Objects;

/** The body of one request, complete with its envelope. It refers to a buffer that the chunker uses again. */
public final class Chunk {

    private final BulkTarget target;
    private final byte[] body;
    private final int length;
    private final int[] starts;
    private final long ordinal;

    /** @param starts where each record begins, its envelope included */
    Chunk(BulkTarget target, byte[] body, int length, int[] starts, long ordinal) {
        this.target = target;
        this.body = body;
        this.length = length;
        this.starts = starts;
        this.ordinal = ordinal;
    }

    /** The buffer; its first {@link #length()} bytes are the body. */
    public byte[] body() {
        return body;
    }

    /** Bytes of the body, envelope included. */
    public int length() {
        return length;
    }

    /** Records in it. */
    public int records() {
        return starts.length;
    }

    /** Its place among the chunks of its writer, from 0. */
    public long ordinal() {
        return ordinal;
    }

    /**
     * A copy of one record's own JSON.
     *
     * @param place the record's place in the chunk, from 0
     */
    public byte[] record(int place) {
        int from = starts[Objects.checkIndex(place, starts.length)] + target.recordHead().length;
        return Arrays.copyOfRange(body, from, end(place) - target.recordTail().length);
    }

    private int end(int place) {
        boolean isLast = place == starts.length - 1;
        return isLast ? length - target.tail().length : starts[place + 1] - 1;
    }

    /**
     * A chunk of some of these records, with a body of its own.
     *
     * @param places their places in this chunk, in order
     */
    Chunk only(int[] places) {
        byte[] head = target.head();
        byte[] tail = target.tail();
        int size = head.length + tail.length + places.length - 1;
        for (int place : places) {
            size += end(place) - starts[place];
        }

        byte[] part = Arrays.copyOf(head, size);
        int[] at = new int[places.length];
        int end = head.length;
        for (int i = 0; i < places.length; i++) {
            if (i > 0) {
                part[end++] = ',';
            }
            at[i] = end;
            int record = end(places[i]) - starts[places[i]];
            System.arraycopy(body, starts[places[i]], part, end, record);
            end += record;
        }
        System.arraycopy(tail, 0, part, end, tail.length);
        return new Chunk(target, part, size, at, ordinal);
    }

    @Override
    public String toString() {
        return "Chunk(" + ordinal + ", " + starts.length + " records, " + length + " bytes)";
    }
}
