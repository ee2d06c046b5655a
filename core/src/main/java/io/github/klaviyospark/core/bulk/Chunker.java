package io.github.klaviyospark.core.bulk;

import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;

/**
 * Packs records into chunks as full as the limits allow.
 *
 * <p>A record is written straight into the body that it will be sent in: the chunker hands out a stream, the encoder
 * writes JSON to it, and the bytes stay where they are. Envelope bytes are written when the record begins and ends, so
 * the size of a chunk is never an estimate; it is the position in the buffer plus the tail.
 *
 * <p>A chunk is full in one of two ways. When it has the last record that it may have, {@link #endRecord()} gives it at
 * once. When a record turns out not to fit, the chunk is given without it, and that one record moves to the front of the
 * next buffer: one record's bytes are copied per chunk, and only when bytes are what binds.
 *
 * <p>A record that is too large for any chunk fails while it is written, at the byte that is too many, and leaves no
 * trace after {@link #dropRecord()}. The buffer therefore never grows beyond one chunk and one record.
 *
 * <p>Buffers are given back with {@link #release(Chunk)}. A sender that waits for each answer needs two of them.
 *
 * <p>Not safe for several threads.
 */
public final class Chunker {

    private static final int INITIAL_CAPACITY = 1 << 16;

    private final BulkTarget target;
    private final byte[] head;
    private final byte[] recordHead;
    private final byte[] recordTail;
    private final byte[] tail;
    private final ChunkLimits limits;
    private final int recordLimit;
    private final ArrayDeque<byte[]> released = new ArrayDeque<>();
    private final OutputStream sink = new RecordStream();

    private byte[] buffer;
    private int end;
    private int[] starts = new int[64];
    private int records;
    private long ordinal;

    private int recordStart;
    private int contentStart;
    private boolean open;

    /**
     * Makes a chunker.
     *
     * @param target what the bytes around the records are
     * @param wanted limits to keep in addition to the target's own
     * @throws IllegalArgumentException when the limits leave no room for a record beside the envelope
     */
    public Chunker(BulkTarget target, ChunkLimits wanted) {
        this.target = target;
        this.head = target.head();
        this.recordHead = target.recordHead();
        this.recordTail = target.recordTail();
        this.tail = target.tail();
        this.limits = target.limits().and(wanted);
        int envelope = head.length + recordHead.length + recordTail.length + tail.length;
        this.recordLimit = Math.min(limits.recordBytes(), limits.bytes() - envelope);
        if (recordLimit < 2) {
            throw new IllegalArgumentException("A chunk of " + limits.bytes() + " bytes has no room for a record: the"
                    + " envelope alone takes " + envelope + ". Raise chunkBytes.");
        }
        this.buffer = nextBuffer(0);
        this.end = head.length;
    }

    /**
     * Begins a record.
     *
     * @return where to write its JSON; the same stream each time, which need not be closed
     * @throws IllegalStateException when the last record was neither ended nor dropped
     */
    public OutputStream beginRecord() {
        if (open) {
            throw new IllegalStateException("The last record was neither ended nor dropped.");
        }
        open = true;
        recordStart = end;
        if (records > 0) {
            reserve(1);
            buffer[end++] = ',';
        }
        append(recordHead, 0, recordHead.length);
        contentStart = end;
        return sink;
    }

    /**
     * Ends a record.
     *
     * @return the chunk that is complete with it or without it, or null when there is room for more
     */
    public Chunk endRecord() {
        requireOpen();
        open = false;
        append(recordTail, 0, recordTail.length);

        if (end + tail.length > limits.bytes()) {
            return completeWithoutLast();
        }
        add(contentStart - recordHead.length);
        return records == limits.records() ? complete() : null;
    }

    private void add(int start) {
        if (records == starts.length) {
            starts = Arrays.copyOf(starts, records * 2);
        }
        starts[records++] = start;
    }

    /** Forgets the record that was begun. */
    public void dropRecord() {
        requireOpen();
        open = false;
        end = recordStart;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("No record was begun.");
        }
    }

    private Chunk completeWithoutLast() {
        byte[] from = buffer;
        int first = contentStart - recordHead.length;
        int length = end - first;

        // The tail of the chunk lies where the record begins, so the record moves before the tail is written.
        end = recordStart;
        byte[] next = nextBuffer(length);
        System.arraycopy(from, first, next, head.length, length);
        Chunk chunk = complete(next);
        end = head.length + length;
        add(head.length);
        return chunk;
    }

    private byte[] nextBuffer(int room) {
        byte[] next = released.isEmpty() ? new byte[INITIAL_CAPACITY] : released.pop();
        if (next.length < head.length + room) {
            next = new byte[head.length + room];
        }
        System.arraycopy(head, 0, next, 0, head.length);
        return next;
    }

    private Chunk complete() {
        return complete(nextBuffer(0));
    }

    private Chunk complete(byte[] next) {
        append(tail, 0, tail.length);
        Chunk chunk = new Chunk(target, buffer, end, Arrays.copyOf(starts, records), ordinal++);
        buffer = next;
        end = head.length;
        records = 0;
        return chunk;
    }

    /** The chunk of the records that are left, or null when there are none. */
    public Chunk flush() {
        if (open) {
            throw new IllegalStateException("The last record was neither ended nor dropped.");
        }
        return records == 0 ? null : complete();
    }

    /** Takes a chunk's buffer back once its answer is there. */
    public void release(Chunk chunk) {
        released.push(chunk.body());
    }

    private void reserve(int more) {
        int needed = end + more;
        if (needed > buffer.length) {
            int most = limits.bytes() + recordLimit + recordHead.length + recordTail.length + tail.length;
            int doubled = (int) Math.min(most, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, end, length);
        end += length;
    }

    private final class RecordStream extends OutputStream {

        @Override
        public void write(int value) throws OversizeRecordException {
            checkRoom(1);
            reserve(1);
            buffer[end++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws OversizeRecordException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            checkRoom(length);
            append(bytes, offset, length);
        }

        private void checkRoom(int more) throws OversizeRecordException {
            requireOpen();
            if (end - contentStart + more > recordLimit) {
                throw new OversizeRecordException(recordLimit);
            }
        }
    }
}
