package io.github.klaviyospark.core.slice;

import java.util.List;

/**
 * How a collection is cut.
 *
 * @param slices the parts, earliest first; one that is {@link Slice#WHOLE} when it is not worth cutting
 * @param chains how many parts have to be read at once to use the whole quota
 */
public record Slicing(List<Slice> slices, int chains) {

    /** Not cut at all. */
    public static final Slicing WHOLE = new Slicing(List.of(Slice.WHOLE), 1);

    /** Copies the list. */
    public Slicing {
        slices = List.copyOf(slices);
    }
}
