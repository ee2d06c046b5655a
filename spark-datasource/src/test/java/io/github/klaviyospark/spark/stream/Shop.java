package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An account whose profiles change as a test says, and the list of what they were and are. */
final class Shop implements AutoCloseable {

    final KlaviyoEmulator klaviyo = KlaviyoEmulator.start();
    private final Set<String> versions = new TreeSet<>();
    private final TreeMap<String, String> current = new TreeMap<>();

    /** Makes a profile, or changes it. */
    void put(String id, Instant updated) {
        klaviyo.addProfiles(List.of("{\"id\":\"" + id + "\",\"attributes\":{\"email\":\"" + id
                + "@shop.example.net\",\"created\":\"2020-01-01T00:00:00Z\",\"updated\":\"" + updated + "\"}}"));
        String version = version(id, updated);
        versions.add(version);
        current.put(id, version);
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
