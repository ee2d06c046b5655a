package io.github.klaviyospark.core.bulk;

import java.util.Arrays;

/** Where records are in a body, and the groups that they belong to. */
final class Places {

    private int[] starts;
    private int[] ends;
    private int[] openers;
    private int[] openings;
    private int[] groups;
    private int size;

    /**
     * Makes room, which grows when it is not enough.
     *
     * @param expected for how many records, at least one
     */
    Places(int expected) {
        starts = new int[expected];
        ends = new int[expected];
        openers = new int[expected];
        openings = new int[expected];
        groups = new int[expected];
    }

    /**
     * Adds a record.
     *
     * @param start where it begins, what is around it included
     * @param end where it ends
     * @param opening where the group begins that it is the first record of; negative when it joins the one before
     */
    void add(int start, int end, int opening) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            openers = Arrays.copyOf(openers, size * 2);
            openings = Arrays.copyOf(openings, size * 2);
            groups = Arrays.copyOf(groups, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        boolean opens = opening >= 0;
        openers[size] = opens ? size : openers[size - 1];
        openings[size] = opens ? opening : openings[size - 1];
        groups[size] = size == 0 ? 0 : groups[size - 1] + (opens ? 1 : 0);
        size++;
    }

    int size() {
        return size;
    }

    int start(int place) {
        return starts[place];
    }

    int end(int place) {
        return ends[place];
    }

    /** The number of the record's group, from 0. */
    int group(int place) {
        return groups[place];
    }

    /** Where the record's group begins. */
    int opening(int place) {
        return openings[place];
    }

    /** Bytes from there to the first record of the group. */
    int prefix(int place) {
        return starts[openers[place]] - openings[place];
    }

    @Override
    public String toString() {
        return "Places(" + size + ")";
    }
}
