package io.github.klaviyospark.core.slice;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.filter.FilterPlan;
import io.github.klaviyospark.core.page.Demand;
import io.github.klaviyospark.core.page.PageChain;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests for nothing but the times of some resources, and how long the quickest of them took. */
final class Probes {

    private static final long MICROS = 1_000_000;

    /** A page at a time, none ahead; in some orders a resource may move. */
    private static final Demand ON_DEMAND = new Demand(1, true);

    private final KlaviyoClient client;
    private final CollectionDescriptor collection;
    private final String field;
    private final Constraint wanted;
    private final Filter given;
    private final Clock clock;
    private final Instant now;
    private final Tally tally;
    private Duration quickest = Duration.ofDays(1);

    Probes(
            KlaviyoClient client,
            CollectionDescriptor collection,
            Constraint wanted,
            Filter given,
            Clock clock,
            Tally tally) {
        this.client = client;
        this.collection = collection;
        this.field = collection.sliceField().orElseThrow();
        this.wanted = wanted;
        this.given = given;
        this.clock = clock;
        this.now = clock.now();
        this.tally = tally;
    }

    /** When probing began, by our clock. */
    Instant now() {
        return now;
    }

    /** How long the quickest answer took, waiting for quota aside. */
    Duration quickest() {
        return quickest;
    }

    /**
     * The times of the first pages, as far as there are any.
     *
     * @param sort what they are sorted by
     * @param size how many resources a page has at most
     */
    Pages pages(String sort, int size, int most) throws IOException {
        return pages(sort, size, most, Long.MIN_VALUE);
    }

    /** The times of the first page of resources from a second on. */
    Pages from(long second, int size) throws IOException {
        return pages(field, size, 1, second * MICROS);
    }

    private Pages pages(String sort, int size, int most, long from) throws IOException {
        Constraint bounded = from == Long.MIN_VALUE
                ? wanted
                : wanted.and(Constraint.between(collection.filter(field).orElseThrow(), from, Long.MAX_VALUE));
        // The values that a query names are read by themselves, so there is one filter, or none if nothing can be
        // found.
        List<Filter> filters = FilterPlan.filters(bounded, given, Integer.MAX_VALUE, now);
        List<Optional<Long>> times = new ArrayList<>();
        if (filters.isEmpty()) {
            return new Pages(times, true);
        }

        KlaviyoRequest first = request(filters.get(0)).with("sort", sort).with("page[size]", Integer.toString(size));
        try (PageChain<Optional<Long>> chain =
                new PageChain<>(client, first, new TimesFormat(field), tally, ON_DEMAND, () -> false)) {
            for (int page = 0; page < most; page++) {
                List<Optional<Long>> found = timed(chain);
                if (found == null) {
                    return new Pages(times, true);
                }
                times.addAll(found);
            }
            return new Pages(times, chain.isAtEnd());
        }
    }

    private KlaviyoRequest request(Filter filter) {
        Operation operation = collection.operation(List.of());
        KlaviyoRequest request = collection
                .resource()
                .map(id -> KlaviyoRequest.to(operation, id))
                .orElseGet(() -> KlaviyoRequest.to(operation));
        if (!filter.isEmpty()) {
            request = request.with("filter", filter.written());
        }
        return collection.sparseFields().contains(field)
                ? request.with("fields[" + collection.type() + "]", field)
                : request;
    }

    private List<Optional<Long>> timed(PageChain<Optional<Long>> chain) throws IOException {
        Duration waited = tally.quotaWait();
        long start = clock.nanoTime();
        List<Optional<Long>> found = chain.next();
        Duration took = Duration.ofNanos(clock.nanoTime() - start)
                .minus(tally.quotaWait().minus(waited));
        if (found != null && took.compareTo(quickest) < 0) {
            quickest = took;
        }
        return found;
    }

    /**
     * Times that were found.
     *
     * @param times in seconds since 1970; empty where a resource has none
     * @param isAll whether nothing follows
     */
    record Pages(List<Optional<Long>> times, boolean isAll) {

        /** Whether a resource has no time, and would be in no slice. */
        boolean hasTimeless() {
            return times.stream().anyMatch(Optional::isEmpty);
        }

        /** The times that there are. */
        List<Long> seconds() {
            return times.stream().flatMap(Optional::stream).toList();
        }
    }
}
