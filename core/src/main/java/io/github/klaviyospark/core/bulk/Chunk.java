package io.github.klaviyospark.core.bulk;

/** The body of one request, complete with its envelope. It refers to a buffer that the chunker uses again. */
public final class Chunk {

    private final byte[] body;
    private final int length;
    private final int records;
    private final long ordinal;

    Chunk(byte[] body, int length, int records, long ordinal) {
        this.body = body;
        this.length = length;
        this.records = records;
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
        return records;
    }

    /** Its place among the chunks of its writer, from 0. */
    public long ordinal() {
        return ordinal;
    }

    @Override
    public String toString() {
        return "Chunk(" + ordinal + ", " + records + " records, " + length + " bytes)";
    }
}
