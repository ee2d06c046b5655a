package io.github.klaviyospark.emulator.events;

import java.util.HashSet;
import java.util.Set;

/** Which events there have been, so that the first one of an identity stays the only one. */
public final class Sightings {
    private final Set<Sighting> seen = new HashSet<>();

    /** Whether this is the first event of its identity for a profile and a metric. */
    public boolean isFirst(String profile, String metric, String identity) {
        return seen.add(new Sighting(profile, metric, identity));
    }

    public void clear() {
        seen.clear();
    }

    private record Sighting(String profile, String metric, String identity) {}
}
