package io.github.klaviyospark.core.quota;

/** The last so many instants of something, in order. */
final class Instants {

    private long[] instants;
    private long count;

    Instants(int size) {
        this.instants = new long[size];
    }

    // System.nanoTime may be negative and may wrap, so instants are compared by their difference.
    static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }

    /** Who reserves under wider limits may leave before somebody who has reserved under narrower ones. */
    void add(long instant) {
        long place = count;
        while (count - place < size() && place > 0 && instants[index(place - 1)] - instant > 0) {
            instants[index(place)] = instants[index(place - 1)];
            place--;
        }
        instants[index(place)] = instant;
        count++;
    }

    private int index(long entry) {
        return (int) (entry % instants.length);
    }

    int size() {
        return (int) Math.min(count, instants.length);
    }

    /** The last but so many; 1 is the last itself. */
    long last(int back) {
        return instants[index(count - back)];
    }

    /** How many there are since then; at most as many as are kept. */
    int since(long instant) {
        int found = 0;
        while (found < size() && last(found + 1) - instant > 0) {
            found++;
        }
        return found;
    }

    void grow(int size) {
        if (size <= instants.length) {
            return;
        }
        int kept = size();
        long[] grown = new long[size];
        for (int i = 0; i < kept; i++) {
            grown[i] = last(kept - i);
        }
        instants = grown;
        count = kept;
    }

    @Override
    public String toString() {
        return "Instants(" + size() + ")";
    }
}
