package io.github.klaviyospark.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request while it is still on the wire. */
final class Body {
    /** Beyond this nothing is read to be thrown away: the connection is closed on the sender instead. */
    private static final long DISCARD_AT_MOST = 64_000_000;

    private final InputStream in;
    private final long announced;
    private final ByteArrayOutputStream kept;
    private long received;
    private boolean complete;

    /** {@code announced} is the Content-Length, or -1; {@code keep} says whether {@link #kept} is needed. */
    Body(InputStream in, long announced, boolean keep) {
        this.in = in;
        this.announced = announced;
        this.kept = keep ? new ByteArrayOutputStream() : null;
    }

    /** Reads all of it, never more than one byte beyond the cap. */
    byte[] read(int cap) throws IOException, Refusal {
        if (announced > cap) {
            throw Refusal.tooLarge(cap);
        }
        byte[] bytes = in.readNBytes(cap + 1);
        received += bytes.length;
        keep(bytes, bytes.length);
        complete = bytes.length <= cap;
        if (bytes.length > cap) {
            throw Refusal.tooLarge(cap);
        }
        return bytes;
    }

    /** Takes what is left off the wire: a client that is still sending would otherwise miss the answer. */
    void discard() throws IOException {
        if (announced > DISCARD_AT_MOST) {
            return;
        }
        byte[] buffer = new byte[16_384];
        int count = 0;
        while (count >= 0 && received <= DISCARD_AT_MOST) {
            received += count;
            keep(buffer, count);
            count = in.read(buffer);
        }
        complete = count < 0;
    }

    /** All of it, whoever read it; null when it was not to be kept, or did not arrive as a whole. */
    byte[] kept() {
        return kept == null || !complete ? null : kept.toByteArray();
    }

    private void keep(byte[] bytes, int count) {
        if (kept != null) {
            kept.write(bytes, 0, count);
        }
    }

    /** Bytes taken off the wire so far. */
    long received() {
        return received;
    }
}
