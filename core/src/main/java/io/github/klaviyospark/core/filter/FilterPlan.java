package io.github.klaviyospark.core.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Turns what is wanted into filters that find at least that, and no resource twice. */
public final class FilterPlan {

    private FilterPlan() {}

    /**
     * The filters to send, one after the other or at once.
     *
     * @param wanted what is wanted
     * @param given conditions that every filter has besides, on other fields
     * @param room how many characters of a URL the values of all lists may take together
     * @param now the time, which no bound may exceed
     * @return the filters; none when nothing can be found
     */
    public static List<Filter> filters(Constraint wanted, Filter given, int room, Instant now) {
        if (wanted.isImpossible()) {
            return List.of();
        }

        int longest = lengths(wanted).max().orElse(0);
        int roomOfLongest = room - (lengths(wanted).sum() - longest);
        List<Filter> filters = List.of(given);
        for (Map.Entry<String, Domain> entry : wanted.domains().entrySet()) {
            List<Filter> parts = entry.getValue().parts(entry.getKey(), roomOfLongest, now);
            List<Filter> products = new ArrayList<>();
            for (Filter filter : filters) {
                parts.forEach(part -> products.add(part.and(filter)));
            }
            filters = products;
        }
        return filters;
    }

    private static IntStream lengths(Constraint wanted) {
        return wanted.domains().values().stream().mapToInt(Domain::encodedLength);
    }
}
