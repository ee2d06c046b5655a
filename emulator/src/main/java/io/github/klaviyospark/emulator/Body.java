package io.github.klaviyospark.emulator;

import java.io.IOException;
import java.io.InputStream;

/** The body of a request while it is still on the wire. */
final class Body {
    /** Beyond this nothing is read to be thrown away: the connection is closed on the sender instead. */
    private static final long DISCARD_AT_MOST = 64_000_000;

    private final InputStream in;
    private final long announced;
    private long received;

    /** {@code announced} is the Content-Length, or -1. */
    Body(InputStream in, long announced) {
        this.in = in;
        this.announced = announced;
    }

    /** Reads all of it, never more than one byte beyond the cap. */
    byte[] read(int cap) throws IOException, Refusal {
        if (announced > cap) {
            throw Refusal.tooLarge(cap);
        }
        byte[] bytes = in.readNBytes(cap + 1);
        received += bytes.length;
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
            count = in.read(buffer);
        }
    }

    /** Bytes taken off the wire so far. */
    long received() {
        return received;
    }
}
