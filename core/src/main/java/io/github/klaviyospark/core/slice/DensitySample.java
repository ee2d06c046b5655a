package io.github.klaviyospark.core.slice;

import io.github.klaviyospark.core.slice.Probes.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Looks at a page of resources here and there in time. Each tells how many there are between its first and its last; what
 * lies between two pages is taken to be like both of them, and where that makes most resources the next look is taken.
 */
final class DensitySample implements Sample {

    private final Probes probes;
    private final int pageSize;
    private final List<Long> first;
    private final int looks;
    private final TreeMap<Long, Stretch> seen = new TreeMap<>();

    /**
     * A sample that goes on from the first page.
     *
     * @param first the times of the first resources in the order of time
     * @param looks how many pages may be looked at
     */
    DensitySample(Probes probes, int pageSize, List<Long> first, int looks) {
        this.probes = probes;
        this.pageSize = pageSize;
        this.first = first;
        this.looks = looks;
    }

    @Override
    public List<Long> borders(int parts, long earliest, long newest) throws IOException {
        add(Stretch.of(earliest, first));
        add(new Stretch(newest, newest + 1, 1));
        for (int look = 0; look < looks; look++) {
            Stretch widest = unseen().stream()
                    .max(Comparator.comparingDouble(Stretch::resources))
                    .orElse(null);
            if (widest == null || widest.resources() < pageSize) {
                break;
            }
            long middle = widest.from() + (widest.to() - widest.from()) / 2;
            Pages page = probes.from(middle, pageSize);
            add(Stretch.of(middle, page.seconds()));
        }
        return cut(parts);
    }

    private void add(Stretch stretch) {
        seen.put(stretch.from(), stretch);
    }

    /** What lies between two stretches that were seen. */
    private List<Stretch> unseen() {
        List<Stretch> between = new ArrayList<>();
        Stretch before = null;
        for (Stretch stretch : seen.values()) {
            if (before != null && stretch.from() > before.to()) {
                double density = (before.density() + stretch.density()) / 2;
                between.add(new Stretch(before.to(), stretch.from(), density * (stretch.from() - before.to())));
            }
            before = before == null || stretch.to() > before.to() ? stretch : before;
        }
        return between;
    }

    private List<Long> cut(int parts) {
        List<Stretch> all = new ArrayList<>(seen.values());
        all.addAll(unseen());
        all.sort(Comparator.comparingLong(Stretch::from));
        double each = all.stream().mapToDouble(Stretch::resources).sum() / parts;
        List<Long> borders = new ArrayList<>();
        double before = 0;
        for (Stretch stretch : all) {
            while (borders.size() < parts - 1 && before + stretch.resources() >= each * (borders.size() + 1)) {
                double share = (each * (borders.size() + 1) - before) / stretch.resources();
                borders.add(stretch.from() + Math.round(share * (stretch.to() - stretch.from())));
            }
            before += stretch.resources();
        }
        return borders;
    }

    /**
     * A stretch of time.
     *
     * @param from its first second
     * @param to the second after its last
     * @param resources how many come from it
     */
    private record Stretch(long from, long to, double resources) {

        /** What a page shows that begins at a second. */
        static Stretch of(long from, List<Long> times) {
            long last = times.stream().mapToLong(Long::longValue).max().orElse(from);
            return new Stretch(from, Math.max(from, last) + 1, times.size());
        }

        double density() {
            return resources / (to - from);
        }
    }
}
