package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An account whose profiles change as a test says, or that gets events, and the list of what they were and are. */
final class Shop implements AutoCloseable {

    final KlaviyoEmulator klaviyo = KlaviyoEmulator.start();
    private final String collection;
    private final Set<String> versions = new TreeSet<>();
    private final TreeMap<String, String> current = new TreeMap<>();

    Shop() {
        this("profiles");
    }

    /** A shop of which profiles or events are of interest. */
    Shop(String collection) {
        this.collection = collection;
    }

    String collection() {
        return collection;
    }

    /** The time of change. */
    String field() {
        return collection.equals("events") ? "datetime" : "updated";
    }

    /** Makes a profile or an event, or changes it. */
    void put(String id, Instant updated) {
        if (collection.equals("events")) {
            klaviyo.addResources(
                    "events", List.of("{\"id\":\"" + id + "\",\"attributes\":{\"datetime\":\"" + updated + "\"}}"));
        } else {
            profile(id, updated);
        }
        String version = version(id, updated);
        versions.add(version);
        current.put(id, version);
    }

    private void profile(String id, Instant updated) {
        klaviyo.addProfiles(List.of("{\"id\":\"" + id + "\",\"attributes\":{\"email\":\"" + id
                + "@shop.example.net\",\"created\":\"2020-01-01T00:00:00Z\",\"updated\":\"" + updated + "\"}}"));
    }

    void put(String id, String updated) {
        put(id, Instant.parse(updated));
    }

    /** A version as sinks write it: Klaviyo shows whole seconds. */
    private static String version(String id, Instant updated) {
        return id + "@" + updated.getEpochSecond();
    }

    /** All versions that there ever were. */
    Set<String> versions() {
        return versions;
    }

    /** The versions that can still be read. */
    Set<String> current() {
        return new TreeSet<>(current.values());
    }

    long requests() {
        return klaviyo.requests();
    }

    @Override
    public void close() {
        klaviyo.close();
    }
}
