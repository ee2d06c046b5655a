package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The profiles of the account: those that come from the seed, and those that were given. */
final class ProfileStore {
    /** Sets the ids made here apart from those of data sources. */
    private static final long SALT = 0x70726F66696C6573L;

    private final SeededProfiles seeded;
    private final SeededOrders orders;
    private final SeededIndex index;
    private final Ulids ids;
    private final TimeSource time;
    private volatile ProfileView view;

    ProfileStore(long seed, int count, TimeSource time) {
        this.seeded = new SeededProfiles(seed, count);
        this.orders = new SeededOrders(seeded);
        this.index = new SeededIndex(seeded);
        this.ids = new Ulids(seed ^ SALT);
        this.time = time;
        this.view = untouched();
    }

    private ProfileView untouched() {
        return new ProfileView(seeded, orders, index, new BitSet(), new TreeMap<>());
    }

    SeededProfiles seeded() {
        return seeded;
    }

    ProfileView view() {
        return view;
    }

    /**
     * Adds profiles, all or none; one with the id of another takes its place. Blank lines are passed over.
     *
     * @return their ids
     * @throws IllegalArgumentException when a line is no profile; tells its number, from one
     */
    synchronized List<String> add(List<String> lines) {
        ProfileView before = view;
        TreeMap<String, LoadedProfile> loaded = new TreeMap<>(before.loaded());
        BitSet replaced = (BitSet) before.replaced().clone();
        Supplier<String> free = () -> free(loaded);
        long now = Micros.of(time.wall());
        List<String> added = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            LoadedProfile profile;
            try {
                profile = ProfileLine.parse(lines.get(i), free, now);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Line " + (i + 1) + " is not a profile: " + e.getMessage() + ".", e);
            }
            if (!seen.add(profile.id())) {
                throw new IllegalArgumentException(
                        "Line " + (i + 1) + " is not a profile of its own: the id '" + profile.id() + "' came before.");
            }
            int rank = seeded.rank(profile.id());
            if (rank >= 0) {
                replaced.set(rank);
            }
            loaded.put(profile.id(), profile);
            added.add(profile.id());
        }
        view = new ProfileView(seeded, orders, index, replaced, loaded);
        return added;
    }

    /** Changes some profiles, all at once for those who read. */
    synchronized <T> T change(Function<ProfileDraft, T> change) {
        ProfileView before = view;
        ProfileDraft draft = new ProfileDraft(before, () -> free(before.loaded()));
        T result = change.apply(draft);
        TreeMap<String, LoadedProfile> loaded = new TreeMap<>(before.loaded());
        loaded.putAll(draft.changed());
        BitSet replaced = (BitSet) before.replaced().clone();
        draft.removed().forEach(loaded::remove);
        for (String id : Stream.concat(draft.changed().keySet().stream(), draft.removed().stream())
                .toList()) {
            int rank = seeded.rank(id);
            if (rank >= 0) {
                replaced.set(rank);
            }
        }
        view = new ProfileView(seeded, orders, index, replaced, loaded);
        return result;
    }

    private String free(Map<String, LoadedProfile> loaded) {
        String id = ids.next();
        while (loaded.containsKey(id) || seeded.rank(id) >= 0) {
            id = ids.next();
        }
        return id;
    }

    /** Forgets what was given; what comes from the seed is there as before. */
    synchronized void reset() {
        ids.restart();
        view = untouched();
    }
}
