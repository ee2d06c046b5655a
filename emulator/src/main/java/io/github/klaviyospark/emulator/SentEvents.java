package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.events.SentEvent;
import io.github.klaviyospark.emulator.events.Sightings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What becomes of the events that were accepted. Klaviyo only queues them, so nothing of them is to be seen before the
 * visibility lag is over: neither the events nor their metrics, nor what they say about profiles.
 */
final class SentEvents {
    /** Sets the ids made here apart from all others. */
    private static final long SALT = 0x73656E746576656EL;

    private static final String METRICS = "metrics";
    private static final String NAME = "name";
    private static final String INTEGRATION = "integration";
    /** To which all metrics belong that events are sent for. */
    private static final Map<String, Object> API =
            Map.of("object", INTEGRATION, "id", "7FtS4J", NAME, "API", "category", "API");

    private static final char[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

    private final long seed;
    private final Duration lag;
    private final Holdings holdings;
    private final ProfileStore profiles;
    private final TimeSource time;
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private final Sightings sightings = new Sightings();
    private final Map<String, String> anonymous = new HashMap<>();
    private SplittableRandom random;

    SentEvents(long seed, Duration lag, Holdings holdings, ProfileStore profiles, TimeSource time) {
        this.seed = seed;
        this.lag = lag;
        this.holdings = holdings;
        this.profiles = profiles;
        this.time = time;
        this.random = new SplittableRandom(seed ^ SALT);
    }

    synchronized void accept(List<EventGroup> groups) {
        waiting.add(new Arrival(Moment.now(time), groups));
    }

    /** Brings everything up to this moment. */
    synchronized void settle() {
        Moment now = Moment.now(time);
        List<Arrival> due = new ArrayList<>();
        while (!waiting.isEmpty() && !waiting.peek().moment.plus(lag).isAfter(now)) {
            due.add(waiting.remove());
        }
        if (!due.isEmpty()) {
            Map<String, Resource> metrics = new LinkedHashMap<>();
            List<Resource> events = profiles.change(draft -> happen(due, draft, metrics));
            holdings.add(METRICS, List.copyOf(metrics.values()));
            holdings.add("events", events);
        }
    }

    private List<Resource> happen(List<Arrival> due, ProfileDraft draft, Map<String, Resource> metrics) {
        List<Resource> events = new ArrayList<>();
        for (Arrival arrival : due) {
            long now = Micros.of(arrival.moment.wall());
            for (EventGroup group : arrival.groups) {
                Optional<Profile> found = group.isIgnored() ? Optional.empty() : find(group.profile(), draft);
                if (group.isIgnored() || (found.isEmpty() && !group.profile().canCreate())) {
                    continue;
                }
                LoadedProfile profile = draft.apply(group.profile(), found.orElse(null), now);
                if (group.profile().anonymousId() != null) {
                    anonymous.putIfAbsent(group.profile().anonymousId(), profile.id());
                }
                for (SentEvent event : group.events()) {
                    String metric = metric(event.metric(), metrics, now).id();
                    if (sightings.isFirst(profile.id(), metric, event.identity())) {
                        events.add(resource(event, profile.id(), metric));
                        profile = draft.happened(profile, event.time(), now);
                    }
                }
            }
        }
        return events;
    }

    private Optional<Profile> find(ProfileChange change, ProfileDraft draft) {
        Optional<Profile> found = draft.find(change);
        String known = anonymous.get(change.anonymousId());
        return found.isPresent() || known == null ? found : draft.find(ProfileKey.ID, known);
    }

    /** Metrics of other integrations may have the same name; they are others. */
    private Resource metric(String name, Map<String, Resource> made, long now) {
        return made.computeIfAbsent(name, missing -> holdings.at(METRICS)
                .all()
                .filter(metric -> name.equals(metric.value(NAME)) && isOfApi(metric))
                .findFirst()
                .orElseGet(() -> newMetric(name, now)));
    }

    private static boolean isOfApi(Resource metric) {
        return metric.value(INTEGRATION) instanceof Map<?, ?> integration
                && API.get(NAME).equals(integration.get(NAME));
    }

    private Resource newMetric(String name, long now) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(NAME, name);
        attributes.put("created", now);
        attributes.put("updated", now);
        attributes.put(INTEGRATION, API);
        return new HeldResource(free(METRICS, 6, ""), attributes, Map.of());
    }

    private Resource resource(SentEvent event, String profile, String metric) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("timestamp", event.time());
        attributes.put("event_properties", event.shown());
        attributes.put("datetime", event.time());
        attributes.put("uuid", new UUID(random.nextLong(), random.nextLong()).toString());
        // The ids of seeded events begin with a 3.
        return new HeldResource(
                free("events", 10, "4"),
                attributes,
                Map.of("profile", List.of(profile), "metric", List.of(metric), "attributions", List.of()));
    }

    private String free(String collection, int length, String prefix) {
        while (true) {
            StringBuilder id = new StringBuilder(prefix);
            for (int i = 0; i < length; i++) {
                id.append(LETTERS[random.nextInt(LETTERS.length)]);
            }
            if (holdings.at(collection).find(id.toString()).isEmpty()) {
                return id.toString();
            }
        }
    }

    synchronized void reset() {
        waiting.clear();
        sightings.clear();
        anonymous.clear();
        random = new SplittableRandom(seed ^ SALT);
    }

    private record Arrival(Moment moment, List<EventGroup> groups) {}
}
