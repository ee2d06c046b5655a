package io.github.klaviyospark.core.slice;

import java.io.IOException;
import java.util.List;

/** Where slices shall begin so that they hold about the same number of resources. */
interface Sample {

    /**
     * The seconds in which slices shall begin, one less than there are parts.
     *
     * @param earliest the second of the first resource
     * @param newest the second of the last one
     */
    List<Long> borders(int parts, long earliest, long newest) throws IOException;
}
