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
 * <p>Records that have another envelope go into another chunk: {@link #turnTo(Envelope)} completes the one that was begun.
 * Where a target groups records, neighbours of one group share what stands for it.
 *
 * <p>Buffers are given back with {@link #release(Chunk)}. A sender that waits for each answer needs two of them.
 *
 * <p>Not safe for several threads.
 */
public final class Chunker {

    private static final int INITIAL_CAPACITY = 1 << 16;
    private static final int INITIAL_PLACES = 64;
    private static final byte[] NO_GROUP = new byte[0];

    private final BulkTarget target;
    private final ChunkLimits limits;
    private final ArrayDeque<byte[]> released = new ArrayDeque<>();
    private final OutputStream sink = new RecordStream();

    private Frame frame;
    private int recordLimit;
    private byte[] buffer;
    private int end;
    private Places places = new Places(INITIAL_PLACES);
    private byte[] group;
    private long ordinal;

    private int recordStart;
    private int openingStart;
    private int contentStart;
    private byte[] recordGroup;
    private int recordRoom;
    private boolean open;

    /**
     * Makes a chunker for a target whose records share an envelope.
     *
     * @param wanted limits to keep in addition to the target's own
     * @throws IllegalArgumentException when the limits leave no room for a record beside the envelope
     */
    public Chunker(RecordTarget target, ChunkLimits wanted) {
        this((BulkTarget) target, wanted);
        turnTo(target.envelope());
    }

    /**
     * Makes a chunker for a target whose records bring their envelopes: {@link #turnTo(Envelope)} comes before the first.
     *
     * @param wanted limits to keep in addition to the target's own
     */
    public Chunker(BulkTarget target, ChunkLimits wanted) {
        this.target = target;
        this.limits = target.limits().and(wanted);
        this.buffer = new byte[INITIAL_CAPACITY];
    }

    /**
     * Says what is around the records that follow.
     *
     * @return the chunk that is complete because they cannot go into it, or null
     * @throws IllegalArgumentException when the limits leave no room for a record beside the envelope
     */
    public Chunk turnTo(Envelope envelope) {
        requireClosed();
        if (frame != null && frame.envelope().equals(envelope)) {
            return null;
        }
        Chunk chunk = flush();
        frame = new Frame(target, envelope);
        recordLimit = Math.min(limits.recordBytes(), limits.bytes() - frame.overhead());
        if (recordLimit < 2) {
            throw new IllegalArgumentException("A chunk of " + limits.bytes() + " bytes has no room for a record: the"
                    + " envelope alone takes " + frame.overhead() + ". Raise chunkBytes.");
        }
        buffer = nextBuffer(buffer, 0);
        end = frame.head().length;
        return chunk;
    }

    /**
     * Begins a record.
     *
     * @return where to write its JSON; the same stream each time, which need not be closed
     * @throws IllegalStateException when the last record was neither ended nor dropped
     */
    public OutputStream beginRecord() {
        return beginRecord(NO_GROUP);
    }

    /**
     * Begins a record of a group.
     *
     * @param of the JSON of the group
     * @return where to write the record's JSON; the same stream each time, which need not be closed
     * @throws IllegalStateException when the last record was neither ended nor dropped
     */
    public OutputStream beginRecord(byte[] of) {
        requireClosed();
        Objects.requireNonNull(frame, "An envelope comes before the first record.");
        open = true;
        recordStart = end;
        recordGroup = of;
        recordRoom = Math.min(recordLimit, limits.bytes() - frame.overhead() - of.length);
        boolean joins = places.size() > 0 && frame.isGrouped() && Arrays.equals(of, group);
        if (places.size() > 0) {
            if (frame.isGrouped() && !joins) {
                append(frame.groupTail());
            }
            reserve(1);
            buffer[end++] = ',';
        }
        openingStart = joins ? -1 : end;
        if (frame.isGrouped() && !joins) {
            openGroup(of);
        }
        append(frame.recordHead());
        contentStart = end;
        return sink;
    }

    private void openGroup(byte[] of) {
        append(frame.groupHead());
        append(of);
        append(frame.groupMiddle());
    }

    /**
     * Ends a record.
     *
     * @return the chunk that is complete with it or without it, or null when there is room for more
     */
    public Chunk endRecord() {
        requireOpen();
        open = false;
        append(frame.recordTail());

        if (end + frame.closing().length > limits.bytes()) {
            return completeWithoutLast();
        }
        places.add(contentStart - frame.recordHead().length, end, openingStart);
        group = recordGroup;
        return places.size() == Math.min(limits.records(), frame.envelope().records()) ? complete() : null;
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

    private void requireClosed() {
        if (open) {
            throw new IllegalStateException("The last record was neither ended nor dropped.");
        }
    }

    private Chunk completeWithoutLast() {
        byte[] from = buffer;
        int first = contentStart - frame.recordHead().length;
        int length = end - first;
        byte[] itsGroup = recordGroup;

        // The tail of the chunk lies where the record begins, so the record moves before the tail is written.
        end = recordStart;
        int opened = frame.isGrouped() ? frame.groupHead().length + itsGroup.length + frame.groupMiddle().length : 0;
        int start = frame.head().length + opened;
        byte[] next = nextBuffer(released.isEmpty() ? null : released.pop(), opened + length);
        System.arraycopy(from, first, next, start, length);
        Chunk chunk = complete(next);
        if (frame.isGrouped()) {
            openGroup(itsGroup);
        }
        end = start + length;
        places.add(start, end, frame.head().length);
        group = itsGroup;
        return chunk;
    }

    private byte[] nextBuffer(byte[] used, int room) {
        int needed = frame.head().length + room;
        byte[] next = used == null ? new byte[Math.max(INITIAL_CAPACITY, needed)] : used;
        if (next.length < needed) {
            next = new byte[needed];
        }
        System.arraycopy(frame.head(), 0, next, 0, frame.head().length);
        return next;
    }

    private Chunk complete() {
        return complete(nextBuffer(released.isEmpty() ? null : released.pop(), 0));
    }

    private Chunk complete(byte[] next) {
        append(frame.closing());
        Chunk chunk = new Chunk(frame, buffer, end, places, ordinal++);
        buffer = next;
        end = frame.head().length;
        // Chunks of a writer are alike.
        places = new Places(chunk.records());
        return chunk;
    }

    /** The chunk of the records that are left, or null when there are none. */
    public Chunk flush() {
        requireClosed();
        return places.size() == 0 ? null : complete();
    }

    /** Takes a chunk's buffer back once its answer is there. */
    public void release(Chunk chunk) {
        released.push(chunk.body());
    }

    private void reserve(int more) {
        int needed = end + more;
        if (needed > buffer.length) {
            int most = limits.bytes() + recordLimit + frame.overhead();
            int doubled = (int) Math.min(most, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
        }
    }

    private void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
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
            if (end - contentStart + more > recordRoom) {
                throw new OversizeRecordException(Math.max(0, recordRoom));
            }
        }
    }
}
