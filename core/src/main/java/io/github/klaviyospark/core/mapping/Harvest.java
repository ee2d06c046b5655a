package io.github.klaviyospark.core.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the groups found in one record, brought together by id at the end. */
final class Harvest {

    /**
     * An object or a skip.
     *
     * @param run which group it is of, counted in the order they were applied
     * @param values null for a skip
     * @param problems null for an object
     */
    private record Found(int run, String id, Group group, List<Object> values, List<Problem> problems) {}

    /** The links that the record gives to one id. */
    static final class LinksOfId {

        private final Map<String, Set<Identifier>> identifiers = new LinkedHashMap<>();
        private final List<Problem> warnings = new ArrayList<>(0);

        /** The record says something of this relationship, if only that there is no link. */
        void touch(String relationship) {
            identifiers.computeIfAbsent(relationship, added -> new LinkedHashSet<>());
        }

        void add(String relationship, Identifier identifier) {
            identifiers.get(relationship).add(identifier);
        }

        void warn(Problem problem) {
            warnings.add(problem);
        }

        List<Links> all() {
            List<Links> all = new ArrayList<>(identifiers.size());
            identifiers.forEach((relationship, found) -> all.add(new Links(relationship, List.copyOf(found))));
            return all;
        }
    }

    private final List<Found> found = new ArrayList<>();
    private final Map<String, LinksOfId> links = new LinkedHashMap<>();
    private Group group;
    private int run;

    /** What is found from now on is of this group. */
    void next(Group next) {
        group = next;
        run++;
    }

    void object(String id, List<Object> values) {
        found.add(new Found(run, id, group, values, null));
    }

    void skip(String id, List<Problem> problems) {
        found.add(new Found(run, id, group, null, problems));
    }

    LinksOfId links(String id) {
        return links.computeIfAbsent(id, added -> new LinksOfId());
    }

    /**
     * Objects and skips in the order they were found. The links of an id go to its first object that no later one of the
     * same group replaces; those of an id without object come last.
     */
    List<ObjectVersion> versions() {
        boolean[] isSuperseded = superseded();
        List<ObjectVersion> versions = new ArrayList<>(found.size() + links.size());
        for (int i = 0; i < found.size(); i++) {
            Found one = found.get(i);
            if (one.problems() != null) {
                versions.add(new ObjectVersion.Skipped(one.id(), one.problems()));
                continue;
            }
            LinksOfId own = isSuperseded[i] ? null : links.remove(one.id());
            versions.add(new ObjectVersion.Valid(
                    one.id(),
                    one.values(),
                    one.group().isSet(),
                    isSuperseded[i],
                    own == null ? List.of() : own.all(),
                    own == null ? List.of() : own.warnings));
        }
        links.forEach((id, own) -> versions.add(new ObjectVersion.LinksOnly(id, own.all(), own.warnings)));
        return versions;
    }

    private boolean[] superseded() {
        boolean[] isSuperseded = new boolean[found.size()];
        if (found.size() < 2) {
            return isSuperseded;
        }

        Set<String> later = new HashSet<>();
        int laterRun = 0;
        for (int i = found.size() - 1; i >= 0; i--) {
            Found one = found.get(i);
            if (one.problems() != null) {
                continue;
            }
            if (one.run() != laterRun) {
                laterRun = one.run();
                later.clear();
            }
            isSuperseded[i] = !later.add(one.id());
        }
        return isSuperseded;
    }
}
