package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Layered;
import io.github.klaviyospark.emulator.collections.Order;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Seeded;
import io.github.klaviyospark.emulator.collections.SeededEvents;
import io.github.klaviyospark.emulator.collections.SmallWorld;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import io.github.klaviyospark.emulator.collections.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources of all collections that {@link Tables} knows, by path such as {@code flows/Abc123/flow-actions}. */
final class Holdings {
    static final String PROFILES = "profiles";

    /** The collections whose resources have profiles for members. */
    private static final List<String> GROUPS = List.of("lists", "segments");

    private static final Order ID = new Order("id", false, Resource::id);

    private final ProfileStore profiles;
    private final Map<String, Layered> seeded;
    private volatile Map<String, Layered> sources;

    Holdings(long seed, int events, ProfileStore profiles) {
        this.profiles = profiles;
        this.seeded = seeded(seed, events, profiles);
        this.sources = Map.copyOf(seeded);
    }

    private static Map<String, Layered> seeded(long seed, int events, ProfileStore profiles) {
        Map<String, Layered> all = new HashMap<>();
        for (Table table : Tables.all().values()) {
            if (table.parent().isEmpty()) {
                all.put(table.path(), Layered.of(Seeded.NOTHING, usual(table)));
            }
        }
        Map<String, List<HeldResource>> world = SmallWorld.of(seed);
        world.forEach((path, resources) ->
                all.put(path, Layered.of(Seeded.NOTHING, ID).with(resources)));
        for (String groups : GROUPS) {
            for (int number = 0; number < world.get(groups).size(); number++) {
                String id = world.get(groups).get(number).id();
                all.put(
                        groups + "/" + id + "/" + PROFILES,
                        Layered.of(new SeededMembers(seed, groups, number, profiles), ID));
            }
        }
        for (HeldResource job : world.get("profile-bulk-import-jobs")) {
            // Of these jobs only numbers are known.
            all.put("profile-bulk-import-jobs/" + job.id() + "/" + PROFILES, Layered.of(Seeded.NOTHING, ID));
        }
        SeededEvents seededEvents = new SeededEvents(
                seed,
                events,
                ids(world, "metrics"),
                profiles.seeded().count(),
                profiles.seeded()::id,
                ids(world, "campaigns"));
        all.put("events", Layered.of(seededEvents, usual(Tables.of("events"))));
        all.put("attributions", Layered.of(seededEvents.attributions(), ID));
        return all;
    }

    private static List<String> ids(Map<String, List<HeldResource>> world, String path) {
        return world.getOrDefault(path, List.of()).stream()
                .map(HeldResource::id)
                .toList();
    }

    /** How a collection is listed when nothing is said. */
    static Order usual(Table table) {
        return table.order().equals("id")
                ? ID
                : new Order(table.order(), false, resource -> resource.value(table.order()));
    }

    /** The collection at a path, as it is at this moment; empty when there is none. */
    Optional<Layered> find(String path) {
        Layered source = sources.get(path);
        return source != null
                ? Optional.of(source)
                : name(path).filter(this::isThere).map(name -> Layered.of(Seeded.NOTHING, usual(name.table())));
    }

    /** The collection at a path that must be there. */
    Layered at(String path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException("There is no collection '" + path + "'."));
    }

    private boolean isThere(Name name) {
        return name.table()
                .parent()
                .map(parent -> find(parent)
                        .flatMap(source -> source.find(name.parent()))
                        .isPresent())
                .orElse(true);
    }

    /** Puts more resources into a collection that is there. */
    synchronized void add(String path, List<? extends Resource> resources) {
        Map<String, Layered> more = new HashMap<>(sources);
        more.put(path, at(path).with(resources));
        sources = Map.copyOf(more);
    }

    /** Puts resources into some collections and takes others out of them, at once for those who read. */
    synchronized void change(Map<String, List<Resource>> added, Map<String, List<String>> removed) {
        Map<String, Layered> changed = new HashMap<>(sources);
        removed.forEach((path, ids) -> changed.put(path, at(path).without(ids)));
        added.forEach((path, resources) ->
                changed.put(path, changed.getOrDefault(path, at(path)).with(resources)));
        sources = Map.copyOf(changed);
    }

    /** Makes a collection hold these resources and no others. */
    synchronized void put(String path, List<? extends Resource> resources) {
        Map<String, Layered> changed = new HashMap<>(sources);
        changed.put(path, Layered.of(Seeded.NOTHING, ID).with(resources));
        sources = Map.copyOf(changed);
    }

    /** Takes collections away that were put. */
    synchronized void drop(List<String> paths) {
        Map<String, Layered> changed = new HashMap<>(sources);
        paths.forEach(changed::remove);
        sources = Map.copyOf(changed);
    }

    /** A profile as a member; a null time says that nobody asks when it became one. */
    Member member(String id, Long joined) {
        return new Member(id, joined, () -> profiles.view().find(id).orElseThrow());
    }

    /** Makes profiles members of a list; those that are members already stay as they are. */
    synchronized void join(String list, Collection<String> ids, long joined) {
        String path = "lists/" + list + "/" + PROFILES;
        Layered members = at(path);
        add(
                path,
                ids.stream()
                        .filter(id -> members.find(id).isEmpty())
                        .map(id -> member(id, joined))
                        .toList());
    }

    boolean isMember(String list, String profile) {
        return at("lists/" + list + "/" + PROFILES).find(profile).isPresent();
    }

    /** Takes profiles out of a list. */
    void leave(String list, Collection<String> ids) {
        change(Map.of(), Map.of("lists/" + list + "/" + PROFILES, List.copyOf(ids)));
    }

    /** Takes profiles that are deleted out of everything they are members of, and what has happened to them with them. */
    synchronized void forget(Collection<String> deleted) {
        Map<String, Layered> changed = new HashMap<>(sources);
        changed.replaceAll((path, source) -> path.endsWith("/" + PROFILES)
                ? source.without(deleted)
                : path.equals("events") ? source.withoutThoseOf("profile", deleted) : source);
        sources = Map.copyOf(changed);
    }

    synchronized void reset() {
        sources = Map.copyOf(seeded);
    }

    /** What a path names, whether it is there or not; empty when no table has such a path. */
    static Optional<Name> name(String path) {
        for (Table table : Tables.all().values()) {
            int at = table.path().indexOf(Table.ID);
            String rest = at < 0 ? "" : table.path().substring(at + Table.ID.length());
            if (at < 0 && table.path().equals(path)) {
                return Optional.of(new Name(table, path, ""));
            }
            if (at >= 0
                    && path.startsWith(table.path().substring(0, at))
                    && path.endsWith(rest)
                    && path.length() > at + rest.length()
                    && path.indexOf('/', at) == path.length() - rest.length()) {
                return Optional.of(new Name(table, path, path.substring(at, path.length() - rest.length())));
            }
        }
        return Optional.empty();
    }

    ProfileView profiles() {
        return profiles.view();
    }

    /** The ids of a relationship: those held, those that point back, or those of the collection below a resource. */
    List<String> related(Table table, Relationship relationship, Resource resource) {
        if (isBelow(table, relationship)) {
            return below(relationship, resource).all().map(Resource::id).toList();
        }
        if (relationship.back().isPresent()) {
            return at(relationship.target()).pointingTo(relationship.back().get(), resource.id());
        }
        List<String> ids = resource.related(relationship.name());
        return relationship.resolved()
                ? ids.stream().filter(id -> leadsSomewhere(relationship, id)).toList()
                : ids;
    }

    private boolean leadsSomewhere(Relationship relationship, String id) {
        return relationship.target().equals(PROFILES)
                ? profiles().find(id).isPresent()
                : at(relationship.target()).find(id).isPresent();
    }

    /** Whether what a relationship leads to is divided among the resources of the table. */
    static boolean isBelow(Table table, Relationship relationship) {
        return relationship.target().startsWith(table.path() + "/");
    }

    private Layered below(Relationship relationship, Resource resource) {
        return at(relationship.target().replace(Table.ID, resource.id()));
    }

    /** The resources of a relationship, but for profiles; ids that lead nowhere have none. */
    List<Resource> resources(Table table, Relationship relationship, Resource resource) {
        Layered source = isBelow(table, relationship) ? below(relationship, resource) : at(relationship.target());
        return related(table, relationship, resource).stream()
                .flatMap(id -> source.find(id).stream())
                .toList();
    }

    /**
     * All values at a path, such as {@code definition.channel}; nulls are left out, and of lists all elements are there.
     *
     * @param path a relationship for its ids, or else an attribute and what is inside of it; {@code a>b} for b of all
     *     resources in the relationship a
     */
    List<Object> values(Table table, Resource resource, String path) {
        int beyond = path.indexOf('>');
        if (beyond >= 0) {
            Relationship relationship = table.relationships().get(path.substring(0, beyond));
            Table target = Tables.of(relationship.target());
            List<Object> values = new ArrayList<>();
            for (Resource other : resources(table, relationship, resource)) {
                values.addAll(values(target, other, path.substring(beyond + 1)));
            }
            return values;
        }
        if (path.equals("id")) {
            return List.of(resource.id());
        }
        Relationship relationship = table.relationships().get(path);
        if (relationship != null) {
            return List.copyOf(related(table, relationship, resource));
        }
        Object value = resource;
        for (String step : path.split("\\.", -1)) {
            value = value instanceof Resource held
                    ? held.value(step)
                    : value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value == null ? List.of() : value instanceof List<?> list ? List.copyOf(list) : List.of(value);
    }

    /**
     * A path and what it names.
     *
     * @param parent the id in the path; empty when it has none
     */
    record Name(Table table, String path, String parent) {}
}
