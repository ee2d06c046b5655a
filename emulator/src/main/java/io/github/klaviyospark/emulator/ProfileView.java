package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The profiles as they were at one moment: seeded ones, less those that a loaded one has replaced, and loaded ones. It
 * does not change, so that a page or a listing is of one piece.
 */
final class ProfileView {
    private static final int CHUNK = 1000;

    private final SeededProfiles seeded;
    private final SeededOrders orders;
    private final SeededIndex index;
    private final BitSet replaced;
    private final NavigableMap<String, LoadedProfile> loaded;
    private final Map<String, List<Profile>> loadedOrders = new ConcurrentHashMap<>();
    private final Map<ProfileKey, Map<String, List<Profile>>> loadedIndexes = new ConcurrentHashMap<>();

    /** The last two are not copied and must not change any more. */
    ProfileView(
            SeededProfiles seeded,
            SeededOrders orders,
            SeededIndex index,
            BitSet replaced,
            NavigableMap<String, LoadedProfile> loaded) {
        this.seeded = seeded;
        this.orders = orders;
        this.index = index;
        this.replaced = replaced;
        this.loaded = loaded;
    }

    NavigableMap<String, LoadedProfile> loaded() {
        return loaded;
    }

    BitSet replaced() {
        return replaced;
    }

    Optional<Profile> find(String id) {
        Profile given = loaded.get(id);
        return given != null
                ? Optional.of(given)
                : candidates(ProfileKey.ID, Set.of(id)).stream().findFirst();
    }

    /** The profile with the id of a seeded one, whether that is still the seeded one or not; the seeded one when it is gone. */
    Profile at(int rank) {
        SeededProfile profile = seeded.profile(rank);
        Profile other = replaced.get(rank) ? loaded.get(profile.id()) : null;
        return other == null ? profile : other;
    }

    /** All of them by ascending id. */
    Stream<Profile> all() {
        return Stream.iterate(after(null), chunk -> !chunk.isEmpty(), chunk -> after(ProfileSort.ID.place(last(chunk))))
                .flatMap(List::stream);
    }

    private List<Profile> after(Place place) {
        return page(ProfileSort.ID, ProfileFilter.NONE, place, true, CHUNK);
    }

    private static Profile last(List<Profile> chunk) {
        return chunk.get(chunk.size() - 1);
    }

    /**
     * The profiles next to a place that pass a filter.
     *
     * @param from excluded; null begins at the end of the order from which it walks away
     * @param forward whether to walk in the direction of the order or against it
     * @param most how many at most
     * @return in the order in which they were met
     */
    List<Profile> page(ProfileSort sort, ProfileFilter filter, Place from, boolean forward, int most) {
        List<Profile> page = new ArrayList<>(most);
        if (filter.key().isPresent()) {
            List<Profile> found = new ArrayList<>(candidates(filter.key().get(), filter.values()));
            Walk walk = new Walk(sorted(found, sort)::get, found.size(), sort, filter, from, forward);
            for (; walk.head != null && page.size() < most; walk.advance()) {
                page.add(walk.head);
            }
            return page;
        }
        List<Profile> order = loadedOrders.computeIfAbsent(sort.name(), name -> sorted(loaded.values(), sort));
        Walk one = new Walk(orders.by(sort), seeded.count(), sort, filter, from, forward);
        Walk other = new Walk(order::get, order.size(), sort, filter, from, forward);
        while (page.size() < most && (one.head != null || other.head != null)) {
            Walk first = one.comesBefore(other) ? one : other;
            page.add(first.head);
            first.advance();
        }
        return page;
    }

    private static List<Profile> sorted(Collection<? extends Profile> profiles, ProfileSort sort) {
        return profiles.stream()
                .map(profile -> Map.entry(sort.place(profile), (Profile) profile))
                .sorted((one, other) -> sort.compare(one.getKey(), other.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether a profile has this key. */
    boolean has(ProfileKey key, String value) {
        return !candidates(key, Set.of(key.normal(value))).isEmpty();
    }

    /** The profiles that have one of these keys. */
    List<Profile> candidates(ProfileKey key, Set<String> values) {
        List<Profile> found = new ArrayList<>();
        for (SeededProfile profile : index.find(key, values)) {
            if (!replaced.get(profile.rank())) {
                found.add(profile);
            }
        }
        if (key == ProfileKey.ID) {
            values.forEach(id -> Optional.ofNullable(loaded.get(id)).ifPresent(found::add));
            return found;
        }
        Map<String, List<Profile>> byKey = loadedIndexes.computeIfAbsent(key, this::loadedIndex);
        values.forEach(value -> found.addAll(byKey.getOrDefault(value, List.of())));
        return found;
    }

    private Map<String, List<Profile>> loadedIndex(ProfileKey key) {
        Map<String, List<Profile>> byKey = new HashMap<>();
        for (LoadedProfile profile : loaded.values()) {
            String value = key.of(profile);
            if (value != null) {
                byKey.computeIfAbsent(value, none -> new ArrayList<>()).add(profile);
            }
        }
        return Collections.unmodifiableMap(byKey);
    }

    /** A way through one order that stops at the profiles that pass. */
    private final class Walk {
        private final IntFunction<? extends Profile> order;
        private final int size;
        private final ProfileSort sort;
        private final ProfileFilter filter;
        private final int step;
        private int position;
        private Profile head;
        private Place place;

        Walk(
                IntFunction<? extends Profile> order,
                int size,
                ProfileSort sort,
                ProfileFilter filter,
                Place from,
                boolean forward) {
            this.order = order;
            this.size = size;
            this.sort = sort;
            this.filter = filter;
            this.step = forward ? 1 : -1;
            int border = from == null ? (forward ? 0 : size) : border(from, forward);
            // The place just outside, from which the first step leads to the first profile of the walk.
            this.position = forward ? border - 1 : border;
            advance();
        }

        /** How many stand before the place; with {@code through}, one that stands at it counts as well. */
        private int border(Place from, boolean through) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int compared = sort.compare(sort.place(order.apply(middle)), from);
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
            place = null;
            for (position += step; position >= 0 && position < size; position += step) {
                Profile next = order.apply(position);
                if (!isReplaced(next) && filter.test(next)) {
                    head = next;
                    return;
                }
            }
        }

        private boolean isReplaced(Profile profile) {
            return profile instanceof SeededProfile one && replaced.get(one.rank());
        }

        boolean comesBefore(Walk other) {
            if (head == null || other.head == null) {
                return head != null;
            }
            return sort.compare(place(), other.place()) * step < 0;
        }

        private Place place() {
            if (place == null) {
                place = sort.place(head);
            }
            return place;
        }
    }
}
