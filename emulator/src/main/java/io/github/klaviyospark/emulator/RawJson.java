package io.github.klaviyospark.emulator;

import java.util.Arrays;

/** A JSON object left as it was sent: a stretch of the body, so that numbers and escapes keep their spelling. */
final class RawJson {
    private final byte[] body;
    private final int start;
    private final int end;

    RawJson(byte[] body, int start, int end) {
        this.body = body;
        this.start = start;
        this.end = end;
    }

    int length() {
        return end - start;
    }

    byte[] copy() {
        return Arrays.copyOfRange(body, start, end);
    }
}
