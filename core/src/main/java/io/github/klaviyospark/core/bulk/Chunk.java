package io.github.klaviyospark.core.bulk;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** The body of one request, complete with its envelope. It refers to a buffer that the chunker uses again. */
public final class Chunk {

    private final Frame frame;
    private final byte[] body;
    private final int length;
    private final Places places;
    private final long ordinal;

    Chunk(Frame frame, byte[] body, int length, Places places, long ordinal) {
        this.frame = frame;
        this.body = body;
        this.length = length;
        this.places = places;
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
        return places.size();
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
        Objects.checkIndex(place, records());
        return Arrays.copyOfRange(
                body, places.start(place) + frame.recordHead().length, places.end(place) - frame.recordTail().length);
    }

    /** The body of a request that holds one record only. */
    public byte[] requestOf(int place) {
        Objects.checkIndex(place, records());
        Chunk alone = only(new int[] {place});
        return alone.body.length == alone.length ? alone.body : Arrays.copyOf(alone.body, alone.length);
    }

    /** The resource that the path of its request names, if it names one. */
    public Optional<String> resource() {
        return Optional.ofNullable(frame.envelope().resource());
    }

    /** What is around its records. */
    Envelope envelope() {
        return frame.envelope();
    }

    /** The group of a record among those of the chunk, from 0; the record's own place where there are no groups. */
    int group(int place) {
        return places.group(place);
    }

    /**
     * A chunk of some of these records, with a body of its own.
     *
     * @param wanted their places in this chunk, in order
     */
    Chunk only(int[] wanted) {
        byte[] part = new byte[frame.head().length + bytes(wanted) + frame.closing().length];
        System.arraycopy(frame.head(), 0, part, 0, frame.head().length);
        Places of = new Places(Math.max(1, wanted.length));
        int end = frame.head().length;
        int lastGroup = -1;
        for (int place : wanted) {
            boolean opens = frame.isGrouped() && places.group(place) != lastGroup;
            if (of.size() > 0) {
                end = opens ? put(frame.groupTail(), part, end) : end;
                part[end++] = ',';
            }
            int opening = end;
            if (opens) {
                int from = places.opening(place);
                System.arraycopy(body, from, part, end, places.prefix(place));
                end += places.prefix(place);
                lastGroup = places.group(place);
            }
            int record = places.end(place) - places.start(place);
            System.arraycopy(body, places.start(place), part, end, record);
            of.add(end, end + record, opens || !frame.isGrouped() ? opening : -1);
            end += record;
        }
        end = put(frame.closing(), part, end);
        return new Chunk(frame, part, end, of, ordinal);
    }

    private static int put(byte[] bytes, byte[] into, int at) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }

    /** Room that is enough for records with what belongs to each of them. */
    private int bytes(int[] wanted) {
        int bytes = 0;
        for (int place : wanted) {
            bytes += places.end(place) - places.start(place) + 1;
            bytes += frame.isGrouped() ? places.prefix(place) + frame.groupTail().length : 0;
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "Chunk(" + ordinal + ", " + records() + " records, " + length + " bytes)";
    }
}
