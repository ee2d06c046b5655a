package io.github.klaviyospark.core.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes slices of the seconds in which they shall begin. A border is a whole second, since the API takes no others. The
 * first slice has no beginning and the last one no end, so that nothing is left out that the samples have not seen.
 */
final class Borders {

    private static final long MICROS = 1_000_000;

    private Borders() {}

    /**
     * Slices between borders.
     *
     * @param seconds where slices shall begin, in any order, repetitions allowed
     * @param earliest the earliest second that there is; a border there would have nothing before it
     * @param latest the last second that may be a border, since bounds in the future are refused
     */
    static List<Slice> slices(List<Long> seconds, long earliest, long latest) {
        TreeSet<Long> borders = new TreeSet<>(seconds);
        borders.removeIf(second -> second <= earliest || second > latest);
        List<Slice> slices = new ArrayList<>();
        long from = Long.MIN_VALUE;
        for (long border : borders) {
            slices.add(new Slice(from, border * MICROS - 1));
            from = border * MICROS;
        }
        slices.add(new Slice(from, Long.MAX_VALUE));
        return slices;
    }

    /**
     * The seconds that cut a sample into parts of equal size.
     *
     * @param sample seconds in ascending order
     */
    static List<Long> quantiles(List<Long> sample, int parts) {
        List<Long> seconds = new ArrayList<>();
        for (int part = 1; part < parts; part++) {
            seconds.add(sample.get((int) ((long) part * sample.size() / parts)));
        }
        return seconds;
    }
}
