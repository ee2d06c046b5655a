package io.github.klaviyospark.emulator.collections;

import io.github.klaviyospark.emulator.collections.Seeded.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Resources of the seed, less those that a loaded one has replaced or that were removed, and loaded ones. */
public final class Layered implements Source {
    private static final int CHUNK = 1000;

    private final Seeded seeded;
    private final Order usual;
    private final NavigableMap<String, Resource> loaded;
    /** Ids of the seed that nobody sees: another resource has taken the place, or it was removed. */
    private final Set<String> hidden;
    /** By relationship the ids of what is gone, and what it led to is gone as well. */
    private final Map<String, Set<String>> orphaned;

    private final Map<String, List<Resource>> orders = new ConcurrentHashMap<>();
    private final Map<String, Map<String, List<String>>> pointers = new ConcurrentHashMap<>();

    private Layered(
            Seeded seeded,
            Order usual,
            NavigableMap<String, Resource> loaded,
            Set<String> hidden,
            Map<String, Set<String>> orphaned) {
        this.seeded = seeded;
        this.usual = usual;
        this.loaded = loaded;
        this.hidden = hidden;
        this.orphaned = orphaned;
    }

    /**
     * A collection with nothing loaded.
     *
     * @param usual the order in which the collection is listed when nothing is said
     */
    public static Layered of(Seeded seeded, Order usual) {
        return new Layered(seeded, usual, new TreeMap<>(), Set.of(), Map.of());
    }

    /** With some more; one with the id of another takes its place. */
    public Layered with(Collection<? extends Resource> resources) {
        NavigableMap<String, Resource> more = new TreeMap<>(loaded);
        Set<String> hide = new HashSet<>(hidden);
        for (Resource resource : resources) {
            more.put(resource.id(), resource);
            if (seeded.find(resource.id()).isPresent()) {
                hide.add(resource.id());
            }
        }
        return new Layered(seeded, usual, more, hide, orphaned);
    }

    /** Without some; ids that nothing has are passed over. */
    public Layered without(Collection<String> ids) {
        NavigableMap<String, Resource> left = new TreeMap<>(loaded);
        Set<String> hide = new HashSet<>(hidden);
        for (String id : ids) {
            left.remove(id);
            if (seeded.find(id).isPresent()) {
                hide.add(id);
            }
        }
        return new Layered(seeded, usual, left, hide, orphaned);
    }

    /** Without those whose relationship leads to one of these ids; others may be put in later that do. */
    public Layered withoutThoseOf(String relationship, Collection<String> ids) {
        Map<String, Set<String>> more = new HashMap<>(orphaned);
        Set<String> gone = new HashSet<>(more.getOrDefault(relationship, Set.of()));
        gone.addAll(ids);
        more.put(relationship, gone);
        NavigableMap<String, Resource> left = new TreeMap<>(loaded);
        left.values().removeIf(resource -> leadsTo(resource, relationship, gone));
        return new Layered(seeded, usual, left, hidden, more);
    }

    private static boolean leadsTo(Resource resource, String relationship, Set<String> ids) {
        return resource.related(relationship).stream().anyMatch(ids::contains);
    }

    /** Whether one of the seed is not to be seen. */
    private boolean isGone(Resource resource) {
        return (!hidden.isEmpty() && hidden.contains(resource.id()))
                || orphaned.entrySet().stream().anyMatch(each -> leadsTo(resource, each.getKey(), each.getValue()));
    }

    @Override
    public Optional<Resource> find(String id) {
        Resource found = loaded.get(id);
        return found != null ? Optional.of(found) : seeded.find(id).filter(resource -> !isGone(resource));
    }

    /** The ids of the resources whose relationship leads to another, by ascending id. */
    public List<String> pointingTo(String relationship, String id) {
        return pointers.computeIfAbsent(relationship, this::pointers).getOrDefault(id, List.of());
    }

    private Map<String, List<String>> pointers(String relationship) {
        Map<String, List<String>> ids = new HashMap<>();
        all().forEach(resource -> resource.related(relationship)
                .forEach(other ->
                        ids.computeIfAbsent(other, none -> new ArrayList<>()).add(resource.id())));
        ids.values().forEach(Collections::sort);
        return ids;
    }

    @Override
    public Stream<Resource> all() {
        return Stream.iterate(
                        after(null),
                        chunk -> !chunk.isEmpty(),
                        chunk -> after(usual.place(chunk.get(chunk.size() - 1))))
                .flatMap(List::stream);
    }

    private List<Resource> after(Place place) {
        return page(usual, Wanted.ALL, place, true, CHUNK);
    }

    @Override
    public List<Resource> page(Order order, Wanted wanted, Place from, boolean forward, int most) {
        List<Resource> sorted = orders.computeIfAbsent(order.name(), name -> loaded.values().stream()
                .map(resource -> Map.entry(order.place(resource), resource))
                .sorted((one, other) -> order.compare(one.getKey(), other.getKey()))
                .map(Map.Entry::getValue)
                .toList());
        Walk one = new Walk(seeded.by(order), true, order, wanted, from, forward);
        Walk other = new Walk(Run.of(sorted), false, order, wanted, from, forward);
        List<Resource> page = new ArrayList<>();
        while (page.size() < most && (one.head != null || other.head != null)) {
            Walk first = one.comesBefore(other) ? one : other;
            page.add(first.head);
            first.advance();
        }
        return page;
    }

    /** A way through one layer that stops at the resources that are wanted. */
    private final class Walk {
        /** Comes after every id. */
        private static final String LAST = "\uFFFF";

        private final Run run;
        private final boolean below;
        private final Order order;
        private final Wanted wanted;
        private final int step;
        private final int first;
        private final int end;
        private int position;
        private Resource head;

        Walk(Run run, boolean below, Order order, Wanted wanted, Place from, boolean forward) {
            this.run = run;
            this.below = below;
            this.order = order;
            this.wanted = wanted;
            this.step = forward ? 1 : -1;
            Place lowest = wanted.lowest() == null ? null : new Place(wanted.lowest(), "");
            Place highest = wanted.highest() == null ? null : new Place(wanted.highest(), LAST);
            Place begin = order.descending() ? highest : lowest;
            Place finish = order.descending() ? lowest : highest;
            this.first = begin == null ? 0 : border(begin, false);
            this.end = finish == null ? run.size() : border(finish, true);
            int start = from == null ? (forward ? first : end) : border(from, forward);
            int bounded = Math.max(Math.min(start, end), first);
            // The place just outside, from which the first step leads to the first resource of the walk.
            this.position = forward ? bounded - 1 : bounded;
            advance();
        }

        /** How many stand before the place; with {@code through}, one that stands at it counts as well. */
        private int border(Place from, boolean through) {
            int low = 0;
            int high = run.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                int compared = order.compare(order.place(run.at(middle)), from);
                if (compared < 0 || (through && compared == 0)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        void advance() {
            head = null;
            for (position += step; position >= first && position < end; position += step) {
                Resource next = run.at(position);
                if (wanted.passes().test(next) && !(below && isGone(next))) {
                    head = next;
                    return;
                }
            }
        }

        boolean comesBefore(Walk other) {
            if (head == null || other.head == null) {
                return head != null;
            }
            return order.compare(order.place(head), order.place(other.head)) * step < 0;
        }
    }
}
