package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.Profile.Suppression;
import io.github.klaviyospark.emulator.collections.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An order of profiles: by one key, nulls last in either direction, and where keys are equal by ascending id.
 *
 * @param name as the parameter {@code sort} names it
 * @param key a {@link Long}, a {@link String}, or null
 */
record ProfileSort(String name, boolean descending, Function<Profile, Object> key) {
    static final ProfileSort ID = new ProfileSort("id", false, Profile::id);

    static final Map<String, ProfileSort> ALL = new TreeMap<>();

    static {
        put("id", Profile::id);
        put("created", Profile::created);
        put("updated", Profile::updated);
        put("email", Profile::email);
        put("subscriptions.email.marketing.suppression.timestamp", profile -> newest(profile.suppressions()));
        put("subscriptions.email.marketing.list_suppressions.timestamp", profile -> newest(profile.listSuppressions()));
    }

    private static void put(String name, Function<Profile, Object> key) {
        ALL.put(name, new ProfileSort(name, false, key));
        ALL.put("-" + name, new ProfileSort("-" + name, true, key));
    }

    private static Long newest(List<Suppression> suppressions) {
        Long newest = null;
        for (Suppression suppression : suppressions) {
            newest = newest == null || suppression.timestamp() > newest ? (Long) suppression.timestamp() : newest;
        }
        return newest;
    }

    /** Whether a value is of the kind that this order compares. */
    boolean hasKey(Object value) {
        boolean text = name.endsWith("id") || name.endsWith("email");
        return value == null || (text ? value instanceof String : value instanceof Long);
    }

    Place place(Profile profile) {
        return new Place(key.apply(profile), profile.id());
    }

    int compare(Place one, Place other) {
        int order = compareKeys(one.key(), other.key());
        return order != 0 ? order : one.id().compareTo(other.id());
    }

    int compareKeys(Object one, Object other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? 1 : -1;
        }
        int order = one instanceof Long number
                ? Long.compare(number, (Long) other)
                : ((String) one).compareTo((String) other);
        return descending ? -order : order;
    }
}
