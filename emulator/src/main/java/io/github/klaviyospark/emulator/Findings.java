package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request of many records: it is read to its end, so that a client learns of all of it at once. */
final class Findings {
    /** Nobody reads more of them. */
    static final int MOST = 50;

    private final List<Refusal> found = new ArrayList<>();

    /** Does one part of the reading; null when that part is wrong. */
    <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (Refusal refusal) {
            found.add(refusal);
            return null;
        }
    }

    /** Does a check that has no result. */
    void check(Check check) {
        read(() -> {
            check.check();
            return null;
        });
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Refuses the request if anything was wrong. */
    void refuse() throws Refusal {
        if (!found.isEmpty()) {
            throw Refusal.of(found.subList(0, Math.min(MOST, found.size())));
        }
    }

    /** A part of the reading. */
    interface Reading<T> {
        T read() throws Refusal;
    }

    /** A part of the reading without a result. */
    interface Check {
        void check() throws Refusal;
    }
}
