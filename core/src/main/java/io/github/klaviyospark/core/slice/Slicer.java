package io.github.klaviyospark.core.slice;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.slice.Probes.Pages;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a collection is worth cutting, and where. What it costs is bounded: up to {@value #MOST_PROBES} small
 * requests, and less than a page more for every slice.
 *
 * <p>A slice is a range of the time at which a resource came into being, which never changes, so nothing moves from one
 * slice to another while they are read. A resource without such a time would be in none: where one is seen,
 * the collection is not cut. Only collections are cut in which, as far as anybody knows, every one has it.
 *
 * <p>How many: as many chains as have a request under way at any time when the whole quota is used, and a few times that
 * many slices, because they are never quite even. A collection of a few pages, and one whose quota a single chain uses up,
 * is not cut.
 */
public final class Slicer {

    private static final int MOST_PROBES = 10;
    private static final int MOST_SLICES = 12;
    private static final int SLICES_PER_CHAIN = 3;
    private static final int MOST_CHAINS = 16;

    /** Most answers take longer than the quickest; a chain too many costs half a page, one too few costs quota. */
    private static final double MARGIN = 2;

    /** The order of one of these says nothing about time. */
    private static final List<String> UNRELATED = List.of("email", "name");

    /** Bounds in the future are refused, and clocks differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final KlaviyoClient client;
    private final CollectionDescriptor collection;
    private final QuotaLimits limits;
    private final Clock clock;
    private final Tally tally;

    /**
     * A slicer, which asks for nothing yet.
     *
     * @param limits the quota that the collection is read under
     * @param tally what the probes are counted in
     */
    public Slicer(KlaviyoClient client, CollectionDescriptor collection, QuotaLimits limits, Clock clock, Tally tally) {
        this.client = client;
        this.collection = collection;
        this.limits = limits;
        this.clock = clock;
        this.tally = tally;
    }

    /** Whether a collection can be cut, other conditions on its time being given as a constraint. */
    public static boolean canCut(CollectionDescriptor collection, Filter given) {
        return collection
                .sliceField()
                .filter(field -> !given.fields().contains(field))
                .isPresent();
    }

    /** How many chains have to be read at once when an answer takes so long. */
    public static int chains(QuotaLimits limits, Duration latency) {
        double perSecond = limits.within(Duration.ofHours(1)) / 3_600.0;
        double underWay = perSecond * latency.toNanos() / 1e9;
        return (int) Math.max(1, Math.min(MOST_CHAINS, Math.ceil(underWay * MARGIN)));
    }

    /**
     * Cuts what is wanted.
     *
     * @param wanted what is read, which names no values
     * @param given conditions that every request has besides
     * @param most how many slices there may be; empty when that is left to the slicer
     * @throws IOException when a probe fails
     */
    public Slicing slicing(Constraint wanted, Filter given, Optional<Integer> most) throws IOException {
        String field = collection.sliceField().orElseThrow();
        Probes probes = new Probes(client, collection, wanted, given, clock, tally);
        Optional<String> unrelated =
                UNRELATED.stream().filter(collection.sortKeys()::contains).findFirst();
        Pages earliest = probes.pages(field, unrelated.isPresent() ? 1 : collection.maxPageSize(), 1);
        if (isWorthless(earliest, probes, most)) {
            return Slicing.WHOLE;
        }
        Pages first = unrelated.isPresent() ? probes.pages(unrelated.get(), collection.maxPageSize(), 3) : earliest;
        if (isWorthless(first, probes, most)) {
            return Slicing.WHOLE;
        }
        Pages newest = probes.pages("-" + field, 1, 1);
        if (newest.hasTimeless() || newest.seconds().isEmpty()) {
            return Slicing.WHOLE;
        }

        int chains = chains(probes, most);
        long begin = earliest.seconds().get(0);
        long end = newest.seconds().get(0);
        int parts = most.orElse(Math.min(MOST_SLICES, chains * SLICES_PER_CHAIN));
        Sample sample = unrelated.isPresent()
                ? new SpreadSample(probes, unrelated.get(), collection.maxPageSize(), first.seconds())
                : new DensitySample(probes, collection.maxPageSize(), first.seconds(), MOST_PROBES - 2);
        long latest = Math.min(end, clock.now().minus(CLOCK_SKEW).getEpochSecond());
        List<Slice> slices = Borders.slices(sample.borders(parts, begin, end), begin, latest);
        return slices.size() == 1 ? Slicing.WHOLE : new Slicing(slices, Math.min(chains, slices.size()));
    }

    /** Whether one chain does as well, or some resource would be in no slice. */
    private boolean isWorthless(Pages seen, Probes probes, Optional<Integer> most) {
        return seen.isAll() || seen.hasTimeless() || chains(probes, most) == 1;
    }

    private int chains(Probes probes, Optional<Integer> most) {
        return most.map(count -> Math.min(count, MOST_CHAINS)).orElseGet(() -> chains(limits, probes.quickest()));
    }
}
