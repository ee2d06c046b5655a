package io.github.klaviyospark.core.slice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the first and the last resources of an order that has nothing to do with time, which come from all times as often
 * as resources do: a few pages show a day's import of half the account as half of the sample.
 */
final class SpreadSample implements Sample {

    private final Probes probes;
    private final String sort;
    private final int pageSize;
    private final List<Long> first;

    /**
     * A sample that goes on from the first pages.
     *
     * @param first the times of the first resources
     */
    SpreadSample(Probes probes, String sort, int pageSize, List<Long> first) {
        this.probes = probes;
        this.sort = sort;
        this.pageSize = pageSize;
        this.first = first;
    }

    @Override
    public List<Long> borders(int parts, long earliest, long newest) throws IOException {
        List<Long> sample = new ArrayList<>(first);
        sample.addAll(probes.pages("-" + sort, pageSize, 1).seconds());
        sample.sort(null);
        return sample.isEmpty() ? List.of() : Borders.quantiles(sample, parts);
    }
}
