package io.github.klaviyospark.emulator.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The objects of one version of a type. Every change says since when it may be seen; until then readers are shown what was
 * before it. Callers see to it that one thread at a time is in here.
 */
public final class ObjectTable {
    private static final int MOST_BYTES = 8000;

    private final ObjectPlan plan;
    private final Profiles profiles;
    private final Map<String, Long> removals;
    private final NavigableMap<String, Held> held = new TreeMap<>();
    private long appeared;

    /** @param removals for ids that were removed the position of the first record that may bring them back */
    public ObjectTable(ObjectPlan plan, Profiles profiles, Map<String, Long> removals) {
        this.plan = plan;
        this.profiles = profiles;
        this.removals = removals;
    }

    /** The account's profiles, as far as identifiers must be there already. */
    public interface Profiles {
        /** Whether a profile has this identifier. */
        boolean has(IdentifierType type, String value);
    }

    /**
     * A record on its way in.
     *
     * @param position among all records of the account
     * @param number among those of its data source, from one
     * @param visible since when what it brings may be seen, in nanoseconds
     * @param now the same clock's time at present
     */
    public record Arrival(String source, long position, long number, long visible, long now) {}

    /**
     * An object as somebody sees it.
     *
     * @param properties by name, {@code id} first
     * @param links by the name of the relationship
     * @param record the number of the record that last changed it
     */
    public record Shown(
            String id, Map<String, Object> properties, Map<String, List<Map<String, String>>> links, long record) {}

    /** Which records matter. */
    public ObjectPlan plan() {
        return plan;
    }

    /** Applies a record. */
    public void apply(Object record, Arrival arrival, Consumer<Failure> failures) {
        Set<String> replaced = new HashSet<>();
        for (ObjectPlan.Group group : plan.groups()) {
            if (group.source().equals(arrival.source())) {
                IdWalk.follow(group.idPath(), record, new IdWalk.Visitor() {
                    @Override
                    public void id(String id, List<Integer> places) {
                        if (arrival.position() >= removals.getOrDefault(id, 0L)) {
                            apply(group, id, places, record, arrival, replaced, failures);
                        }
                    }

                    @Override
                    public void skip(Skip why, Object found) {
                        failures.accept(new Failure(null, List.of(Failure.Problem.of(why, "id", found))));
                    }
                });
            }
        }
    }

    private void apply(
            ObjectPlan.Group group,
            String id,
            List<Integer> places,
            Object record,
            Arrival arrival,
            Set<String> replaced,
            Consumer<Failure> failures) {
        Held object = held.get(id);
        Version before = object == null ? null : object.latest;
        Object[] values = before == null || before.values == null ? plan.constants() : before.values.clone();
        List<Failure.Problem> problems = fill(values, group, places, record);
        boolean exists = (before != null && before.exists) || !group.values().isEmpty() || plan.isConstant();
        if (problems.isEmpty() && exists && RecordJson.bytes(RecordJson.text(whole(id, values, false))) > MOST_BYTES) {
            problems.add(Failure.Problem.of(Skip.OBJECT_TOO_LARGE, "", null));
        }
        if (!problems.isEmpty()) {
            failures.accept(new Failure(id, problems));
            return;
        }
        List<Set<Map<String, String>>> links = before == null ? none() : new ArrayList<>(before.links);
        for (ObjectPlan.Links relationship : group.links()) {
            Map<String, String> link = link(relationship, places, record, problems);
            boolean first = replaced.add(relationship.at() + " " + id);
            boolean fresh = first && !relationship.additive();
            Set<Map<String, String>> changed =
                    fresh ? new LinkedHashSet<>() : new LinkedHashSet<>(links.get(relationship.at()));
            if (!link.isEmpty()) {
                changed.add(link);
            }
            links.set(relationship.at(), changed);
        }
        change(id, new Version(values, links, exists, arrival.number(), arrival.visible()), arrival.now());
        if (!problems.isEmpty()) {
            failures.accept(new Failure(id, problems));
        }
    }

    /** Sets the properties of a group and returns what stands against it. */
    private List<Failure.Problem> fill(Object[] values, ObjectPlan.Group group, List<Integer> places, Object record) {
        List<Failure.Problem> problems = new ArrayList<>();
        for (ObjectPlan.Value value : group.values()) {
            ObjectPlan.Property property = plan.properties().get(value.at());
            Object found = value.path().find(record, places);
            values[value.at()] = null;
            if (found != null) {
                Coerced coerced = property.type().coerce(found);
                values[value.at()] = coerced.value();
                if (!coerced.fits()) {
                    problems.add(Failure.Problem.of(coerced.why(), property.name(), found));
                }
            } else if (property.required()) {
                problems.add(Failure.Problem.of(Skip.MISSING_REQUIRED, property.name(), null));
            }
        }
        return problems;
    }

    private Map<String, String> link(
            ObjectPlan.Links relationship, List<Integer> places, Object record, List<Failure.Problem> problems) {
        Map<String, String> link = new LinkedHashMap<>();
        relationship.identifiers().forEach((type, path) -> {
            Object found = path.find(record, places);
            if (found == null) {
                return;
            }
            String text = found instanceof Boolean ? null : IdWalk.text(found);
            String name = plan.relationships().get(relationship.at());
            if (text == null || !(type == null ? !text.isEmpty() : type.fits(text))) {
                problems.add(Failure.Problem.of(Skip.INVALID_IDENTIFIER, name, found));
            } else if (type != null && type.mustExist() && !profiles.has(type, text)) {
                problems.add(Failure.Problem.of(Skip.UNKNOWN_PROFILE, name, found));
            } else {
                link.put(type == null ? "id" : type.text(), text);
            }
        });
        return link;
    }

    /** Removes an object, if there is one. */
    public boolean remove(String id, long visible, long now) {
        Held object = held.get(id);
        if (object == null || !object.latest.exists) {
            return false;
        }
        change(id, new Version(null, none(), false, 0, visible), now);
        return true;
    }

    private void change(String id, Version version, long now) {
        Held object = held.computeIfAbsent(id, key -> new Held());
        if (version.exists && object.appeared == 0) {
            object.appeared = ++appeared;
        }
        Version before = object.latest;
        version.before = before != null && before.visible == version.visible ? before.before : before;
        object.latest = version;
        for (Version each = version; each != null; each = each.before) {
            if (each.visible - now <= 0) {
                each.before = null;
            }
        }
    }

    /** The object that a reader sees at this time. */
    public Optional<Shown> find(String id, long now) {
        Held object = held.get(id);
        return object == null ? Optional.empty() : object.at(now).map(version -> shown(id, version));
    }

    /** Those that a reader sees at this time whose ids come after one, by ascending id; null is before all. */
    public List<Shown> page(String after, int most, long now) {
        List<Shown> page = new ArrayList<>(most);
        for (Map.Entry<String, Held> entry : (after == null ? held : held.tailMap(after, false)).entrySet()) {
            if (page.size() == most) {
                break;
            }
            entry.getValue().at(now).ifPresent(version -> page.add(shown(entry.getKey(), version)));
        }
        return page;
    }

    /**
     * All of them, whether readers see them yet or not, in the order in which they first appeared. The
     * stream shows the moment of this call.
     */
    public Stream<Shown> latest() {
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().latest.exists)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().appeared))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().latest))
                .toList()
                .stream()
                .map(entry -> shown(entry.getKey(), entry.getValue()));
    }

    private Shown shown(String id, Version version) {
        Map<String, List<Map<String, String>>> links = new LinkedHashMap<>();
        for (int i = 0; i < version.links.size(); i++) {
            links.put(plan.relationships().get(i), List.copyOf(version.links.get(i)));
        }
        return new Shown(id, whole(id, version.values, true), links, version.record);
    }

    private Map<String, Object> whole(String id, Object[] values, boolean nulls) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("id", id);
        for (int i = 0; i < values.length; i++) {
            if (nulls || values[i] != null) {
                whole.put(plan.properties().get(i).name(), values[i]);
            }
        }
        return whole;
    }

    private List<Set<Map<String, String>>> none() {
        List<Set<Map<String, String>>> none =
                new ArrayList<>(plan.relationships().size());
        plan.relationships().forEach(name -> none.add(Set.of()));
        return none;
    }

    private static final class Held {
        private Version latest;
        private long appeared;

        Optional<Version> at(long now) {
            Version version = latest;
            while (version != null && version.visible - now > 0) {
                version = version.before;
            }
            return version == null || !version.exists ? Optional.empty() : Optional.of(version);
        }
    }

    private static final class Version {
        private final Object[] values;
        private final List<Set<Map<String, String>>> links;
        private final boolean exists;
        private final long record;
        private final long visible;
        private Version before;

        Version(Object[] values, List<Set<Map<String, String>>> links, boolean exists, long record, long visible) {
            this.values = values;
            this.links = links;
            this.exists = exists;
            this.record = record;
            this.visible = visible;
        }
    }
}
