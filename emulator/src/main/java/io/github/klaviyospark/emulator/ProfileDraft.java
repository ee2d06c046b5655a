package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Profiles that one request changes, one after the other, so that each sees what those before it did. */
final class ProfileDraft {
    private final ProfileView before;
    private final Supplier<String> ids;
    private final Map<String, LoadedProfile> changed = new TreeMap<>();
    private final Set<String> removed = new TreeSet<>();
    /** The ids of those among the changed that have or had a key. */
    private final Map<ProfileKey, Map<String, Set<String>>> keys = new EnumMap<>(ProfileKey.class);

    ProfileDraft(ProfileView before, Supplier<String> ids) {
        this.before = before;
        this.ids = ids;
    }

    Map<String, LoadedProfile> changed() {
        return changed;
    }

    /** The ids of profiles that are there no more. */
    Set<String> removed() {
        return removed;
    }

    /** The profile that has a key, the one with the lowest id if several do. */
    Optional<Profile> find(ProfileKey key, String value) {
        return matching(key, value).stream().findFirst();
    }

    /** Every profile that has a key, by ascending id. */
    List<Profile> matching(ProfileKey key, String value) {
        String normal = key.normal(value);
        Map<String, Profile> found = new TreeMap<>();
        for (Profile profile : before.candidates(key, Set.of(normal))) {
            if (!changed.containsKey(profile.id()) && !removed.contains(profile.id())) {
                found.put(profile.id(), profile);
            }
        }
        for (String id : keys.getOrDefault(key, Map.of()).getOrDefault(normal, Set.of())) {
            LoadedProfile profile = changed.get(id);
            if (profile != null && normal.equals(key.of(profile))) {
                found.put(id, profile);
            }
        }
        return List.copyOf(found.values());
    }

    /** The profile of a change, found by the first of its identifiers that anybody has. */
    Optional<Profile> find(ProfileChange change) {
        return change.identifiers().entrySet().stream()
                .flatMap(identifier -> find(identifier.getKey(), identifier.getValue()).stream())
                .findFirst();
    }

    /**
     * Makes or changes a profile; an identifier that another profile has stays with that.
     *
     * @param found null for a new one
     * @param now the time of the change
     */
    LoadedProfile apply(ProfileChange change, Profile found, long now) {
        Map<String, Object> basics = new LinkedHashMap<>(found == null ? empty() : found.basics());
        change.attributes().forEach((name, value) -> {
            if (isFree(name, (String) value, found)) {
                basics.put(name, value);
            }
        });
        Map<String, Object> location = new LinkedHashMap<>(map(basics.get("location")));
        location.putAll(change.location());
        basics.put("location", location);
        Map<String, Object> properties = new LinkedHashMap<>(map(basics.get("properties")));
        properties.putAll(change.properties());
        patch(properties, change);
        basics.put("properties", properties);
        String kx = change.identifiers().get(ProfileKey.KX);
        return put(
                found == null
                        ? new LoadedProfile(
                                ids.get(), now, now, null, kx, List.of(), List.of(), basics, null, null, List.of(),
                                List.of())
                        : copy(found, basics, found.kx() == null ? kx : found.kx(), found.lastEventDate(), now));
    }

    /** Notes that something happened to a profile. */
    LoadedProfile happened(Profile profile, long when, long now) {
        Long last = profile.lastEventDate();
        return put(
                copy(profile, profile.basics(), profile.kx(), last == null ? when : (Long) Math.max(last, when), now));
    }

    private static LoadedProfile copy(
            Profile profile, Map<String, Object> basics, String kx, Long lastEventDate, long updated) {
        return new LoadedProfile(
                profile.id(),
                profile.created(),
                Math.max(profile.updated(), updated),
                lastEventDate,
                kx,
                profile.suppressions(),
                profile.listSuppressions(),
                basics,
                profile.subscriptions(),
                profile.predictiveAnalytics(),
                profile.pushTokens(),
                profile.conversations());
    }

    /** Puts a profile in the place of the one with its id. */
    LoadedProfile put(LoadedProfile profile) {
        changed.put(profile.id(), profile);
        removed.remove(profile.id());
        for (ProfileKey key : ProfileKey.values()) {
            String value = key.of(profile);
            if (value != null) {
                keys.computeIfAbsent(key, none -> new HashMap<>())
                        .computeIfAbsent(value, none -> new TreeSet<>())
                        .add(profile.id());
            }
        }
        return profile;
    }

    /** Takes a profile away. */
    void remove(String id) {
        changed.remove(id);
        removed.add(id);
    }

    private boolean isFree(String name, String value, Profile found) {
        for (ProfileKey key : ProfileKey.values()) {
            if (key.field().equals(name)) {
                return find(key, value)
                        .filter(other -> found == null || !other.id().equals(found.id()))
                        .isEmpty();
            }
        }
        return true;
    }

    private static void patch(Map<String, Object> properties, ProfileChange change) {
        change.append().forEach((name, value) -> {
            List<Object> all = list(properties.get(name));
            all.addAll(list(value));
            properties.put(name, all);
        });
        change.unappend().forEach((name, value) -> {
            if (properties.containsKey(name)) {
                List<Object> all = list(properties.get(name));
                all.removeAll(list(value));
                properties.put(name, all);
            }
        });
        change.unset().forEach(properties::remove);
    }

    private static List<Object> list(Object value) {
        return value == null
                ? new ArrayList<>()
                : value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(value));
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> map.put((String) name, member));
        }
        return map;
    }

    private static Map<String, Object> empty() {
        return ProfileLine.parse("{}", () -> "none", 0).basics();
    }
}
