package io.github.klaviyospark.emulator;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of an object that are wanted, from dotted names such as {@code location.city}. */
final class Selection {
    static final Selection ALL = new Selection(null);

    private final Map<String, Selection> parts;

    private Selection(Map<String, Selection> parts) {
        this.parts = parts;
    }

    /** A name and a name below it together mean all of the former. */
    static Selection of(Collection<String> names) {
        Selection root = new Selection(new LinkedHashMap<>());
        for (String name : names) {
            root.add(List.of(name.split("\\.", -1)));
        }
        return root;
    }

    /** What is wanted of a member; null when nothing is. */
    Selection part(String name) {
        return parts == null ? ALL : parts.get(name);
    }

    Selection without(String name) {
        Map<String, Selection> fewer = new LinkedHashMap<>(parts);
        fewer.remove(name);
        return new Selection(fewer);
    }

    /** The members that are named; not for {@link #ALL}. */
    Set<String> names() {
        return parts.keySet();
    }

    boolean all() {
        return parts == null;
    }

    private void add(List<String> path) {
        String name = path.get(0);
        Selection there = parts.get(name);
        if (path.size() == 1) {
            parts.put(name, ALL);
        } else if (there == null || !there.all()) {
            parts.computeIfAbsent(name, key -> new Selection(new LinkedHashMap<>()))
                    .add(path.subList(1, path.size()));
        }
    }
}
