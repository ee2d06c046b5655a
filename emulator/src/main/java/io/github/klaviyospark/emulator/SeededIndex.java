package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds seeded profiles by a key: eight bytes each profile and key, made when a key is first looked up. */
final class SeededIndex {
    private static final long LOW = 0xFFFF_FFFFL;

    private final SeededProfiles profiles;
    private final Map<ProfileKey, long[]> indexes = new ConcurrentHashMap<>();

    SeededIndex(SeededProfiles profiles) {
        this.profiles = profiles;
    }

    List<SeededProfile> find(ProfileKey key, Set<String> values) {
        List<SeededProfile> found = new ArrayList<>();
        for (String value : values) {
            if (key == ProfileKey.ID) {
                int rank = profiles.rank(value);
                if (rank >= 0) {
                    found.add(profiles.profile(rank));
                }
            } else {
                addMatching(key, value, found);
            }
        }
        return found;
    }

    private void addMatching(ProfileKey key, String value, List<SeededProfile> found) {
        long[] index = indexes.computeIfAbsent(key, this::index);
        long first = (long) value.hashCode() << 32;
        int at = Arrays.binarySearch(index, first);
        for (at = at < 0 ? -at - 1 : at; at < index.length && index[at] >> 32 == value.hashCode(); at++) {
            SeededProfile profile = profiles.profile((int) (index[at] & LOW));
            if (value.equals(key.of(profile))) {
                found.add(profile);
            }
        }
    }

    /** Hash in the upper half, rank in the lower, sorted. */
    private long[] index(ProfileKey key) {
        long[] index = new long[profiles.count()];
        int count = 0;
        for (int rank = 0; rank < index.length; rank++) {
            String value = key.of(profiles.profile(rank));
            if (value != null) {
                index[count++] = (long) value.hashCode() << 32 | rank;
            }
        }
        long[] filled = Arrays.copyOf(index, count);
        Arrays.sort(filled);
        return filled;
    }
}
