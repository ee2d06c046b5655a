package io.github.klaviyospark.emulator.collections;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a collection held at one moment: it does not change, so that a page or a listing is of one piece. */
public interface Source {
    Optional<Resource> find(String id);

    /**
     * The resources next to a place that pass.
     *
     * @param from excluded; null begins at the end of the order from which it walks away
     * @param forward whether to walk in the direction of the order or against it
     * @param most how many at most
     * @return in the order in which they were met
     */
    List<Resource> page(Order order, Wanted wanted, Place from, boolean forward, int most);

    /** All of them, in the order in which the collection is listed when nothing is said. */
    Stream<Resource> all();

    /**
     * Which resources are wanted.
     *
     * @param lowest a bound of the key of the order, so that nobody looks at what lies before; null for none
     * @param highest the other bound, included as well
     */
    record Wanted(Predicate<Resource> passes, Long lowest, Long highest) {
        public static final Wanted ALL = new Wanted(resource -> true, null, null);
    }
}
