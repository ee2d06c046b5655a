package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The tags of the account, their groups, and what they are on. One thread at a time changes them, so that no limit is
 * passed by two requests at once.
 */
final class Tags {
    static final int MOST_TAGS = 500;
    static final int MOST_GROUPS = 50;
    static final int MOST_PER_RESOURCE = 100;

    static final String TAGS = "tags";
    static final String GROUPS = "tag-groups";
    static final String GROUP = "tag-group";
    /** The collections whose resources can have tags, and the type of those. */
    static final Map<String, String> TAGGED =
            Map.of("flows", "flow", "campaigns", "campaign", "lists", "list", "segments", "segment");

    private static final String NAME = "name";
    private static final String EXCLUSIVE = "exclusive";
    private static final String DEFAULT = "default";
    private static final String DATA = "/data";

    /** Sets the ids made here apart from all others. */
    private static final long SALT = 0x74616773L;

    private final long seed;
    private final Holdings holdings;
    private SplittableRandom random;

    Tags(long seed, Holdings holdings) {
        this.seed = seed;
        this.holdings = holdings;
        this.random = new SplittableRandom(seed ^ SALT);
    }

    Resource tag(String id) throws Refusal {
        return found(TAGS, id).orElseThrow(() -> missing("tag", id, DATA));
    }

    Resource groupOf(String tag) throws Refusal {
        List<String> groups = tag(tag).related(GROUP);
        if (groups.isEmpty()) {
            throw Refusal.noTag("The tag with id '" + tag + "' is in no group.", DATA);
        }
        return group(groups.get(0), DATA);
    }

    private Resource group(String id, String pointer) throws Refusal {
        return found(GROUPS, id).orElseThrow(() -> missing("tag group", id, pointer));
    }

    private static Refusal missing(String what, String id, String pointer) {
        return Refusal.noTag("A " + what + " with id '" + id + "' does not exist.", pointer);
    }

    private Optional<Resource> found(String path, String id) {
        return holdings.at(path).find(id);
    }

    /** A tag in a group; a null group stands for the default one. */
    synchronized Resource create(String name, String group, String pointer) throws Refusal {
        if (holdings.at(TAGS).all().count() >= MOST_TAGS) {
            throw Refusal.invalid("An account cannot have more than " + MOST_TAGS + " tags.", DATA);
        }
        Resource in = group == null ? defaultGroup() : group(group, pointer);
        return add(TAGS, new HeldResource(newId(), named(name), Map.of(GROUP, List.of(in.id()))));
    }

    private Resource defaultGroup() throws Refusal {
        return holdings.at(GROUPS)
                .all()
                .filter(group -> Boolean.TRUE.equals(group.value(DEFAULT)))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("The account has no default tag group.", DATA));
    }

    synchronized Resource createGroup(String name, boolean exclusive) throws Refusal {
        if (holdings.at(GROUPS).all().count() >= MOST_GROUPS) {
            throw Refusal.invalid("An account cannot have more than " + MOST_GROUPS + " tag groups.", DATA);
        }
        Map<String, Object> attributes = named(name);
        attributes.put(EXCLUSIVE, exclusive);
        attributes.put(DEFAULT, false);
        return add(GROUPS, new HeldResource(newId(), attributes, Map.of()));
    }

    private static Map<String, Object> named(String name) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(NAME, name);
        return attributes;
    }

    private Resource add(String path, Resource resource) {
        holdings.add(path, List.of(resource));
        return resource;
    }

    synchronized void rename(String id, String name) throws Refusal {
        Resource tag = tag(id);
        add(TAGS, new HeldResource(id, named(name), Map.of(GROUP, tag.related(GROUP))));
    }

    synchronized void renameGroup(String id, String name) throws Refusal {
        Resource group = group(id, DATA);
        Map<String, Object> attributes = named(name);
        attributes.put(EXCLUSIVE, group.value(EXCLUSIVE));
        attributes.put(DEFAULT, group.value(DEFAULT));
        add(GROUPS, new HeldResource(id, attributes, Map.of()));
    }

    synchronized void delete(String id) throws Refusal {
        tag(id);
        holdings.change(withoutTags(List.of(id)), Map.of(TAGS, List.of(id)));
    }

    /** Its tags go with it. */
    synchronized void deleteGroup(String id) throws Refusal {
        if (Boolean.TRUE.equals(group(id, DATA).value(DEFAULT))) {
            throw Refusal.invalid("The default tag group cannot be deleted.", DATA);
        }
        List<String> tags = holdings.at(TAGS).pointingTo(GROUP, id);
        holdings.change(withoutTags(tags), Map.of(GROUPS, List.of(id), TAGS, tags));
    }

    /** What has one of these tags, without them. */
    private Map<String, List<Resource>> withoutTags(List<String> tags) {
        Map<String, List<Resource>> changed = new HashMap<>();
        for (String path : TAGGED.keySet()) {
            List<Resource> untagged = new ArrayList<>();
            for (String tag : tags) {
                for (String id : holdings.at(path).pointingTo(TAGS, tag)) {
                    untagged.add(without(holdings.at(path).find(id).orElseThrow(), tags));
                }
            }
            changed.put(path, untagged);
        }
        return changed;
    }

    private static Resource without(Resource resource, List<String> tags) {
        List<String> left = new ArrayList<>(resource.related(TAGS));
        left.removeAll(tags);
        return tagged(resource, left);
    }

    /** All resources that can be tagged are held whole. */
    private static Resource tagged(Resource resource, List<String> tags) {
        HeldResource held = (HeldResource) resource;
        Map<String, List<String>> relationships = new LinkedHashMap<>(held.relationships());
        relationships.put(TAGS, List.copyOf(tags));
        return new HeldResource(held.id(), held.attributes(), relationships);
    }

    /** The ids of what has a tag. */
    List<String> tagged(String path, String tag) throws Refusal {
        tag(tag);
        return holdings.at(path).pointingTo(TAGS, tag);
    }

    /** Puts a tag on resources, on all of them or on none; those that have it already keep it. */
    synchronized void put(String tag, String path, List<Target> targets) throws Refusal {
        Resource group = groupOf(tag);
        List<Resource> changed = new ArrayList<>();
        for (Target target : targets) {
            Resource resource = target(path, target);
            List<String> tags = new ArrayList<>(resource.related(TAGS));
            if (tags.contains(tag)) {
                continue;
            }
            if (Boolean.TRUE.equals(group.value(EXCLUSIVE)) && tags.stream().anyMatch(other -> isIn(other, group))) {
                throw Refusal.invalid(
                        "The tag group '" + group.value(NAME) + "' is exclusive and '" + target.id()
                                + "' already has a tag of it.",
                        target.pointer());
            }
            if (tags.size() >= MOST_PER_RESOURCE) {
                throw Refusal.invalid(
                        "'" + target.id() + "' already has " + MOST_PER_RESOURCE + " tags, and more are not allowed.",
                        target.pointer());
            }
            tags.add(tag);
            changed.add(tagged(resource, tags));
        }
        holdings.add(path, changed);
    }

    private boolean isIn(String tag, Resource group) {
        return found(TAGS, tag)
                .filter(other -> other.related(GROUP).contains(group.id()))
                .isPresent();
    }

    /** Takes a tag off resources, off all of them or off none; those that do not have it stay as they are. */
    synchronized void take(String tag, String path, List<Target> targets) throws Refusal {
        tag(tag);
        List<Resource> changed = new ArrayList<>();
        for (Target target : targets) {
            changed.add(without(target(path, target), List.of(tag)));
        }
        holdings.add(path, changed);
    }

    private Resource target(String path, Target target) throws Refusal {
        return found(path, target.id())
                .orElseThrow(() -> Refusal.notFound(
                        "A " + TAGGED.get(path) + " with id '" + target.id() + "' does not exist.", target.pointer()));
    }

    private String newId() {
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, low).toString();
    }

    synchronized void reset() {
        random = new SplittableRandom(seed ^ SALT);
    }

    /** A resource that a request names, and where. */
    record Target(String id, String pointer) {}
}
