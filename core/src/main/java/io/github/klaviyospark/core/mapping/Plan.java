package io.github.klaviyospark.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mapping, compiled. Properties and relationships with one id path are one group: its ids are looked for once. Equal
 * paths are one leaf, wherever they stand. Knows no record and is shared by threads.
 */
final class Plan {

    /**
     * A path to a value.
     *
     * @param depth how many arrays it goes through
     * @param tail the way from the element of the last of them, or from the record
     */
    record Leaf(int depth, Segment tail) {}

    private final List<PropertyRule> properties;
    private final Map<MappingPath, Integer> numbers = new LinkedHashMap<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final long[] memberSizes;

    Plan(List<PropertyRule> properties, List<RelationshipRule> relationships) {
        this.properties = List.copyOf(properties);
        this.memberSizes = properties.stream()
                .mapToLong(property -> ",:".length() + JsonSize.string(property.name()))
                .toArray();

        boolean hasData = properties.stream().anyMatch(property -> !property.isConstant());
        Set<MappingPath> ids = new LinkedHashSet<>();
        Stream.concat(
                        properties.stream()
                                .filter(property -> !property.isConstant())
                                .map(PropertyRule::id),
                        relationships.stream().map(RelationshipRule::id))
                .forEach(ids::add);
        for (MappingPath id : ids) {
            groups.add(group(id, relationships, hasData));
        }
    }

    private Group group(MappingPath id, List<RelationshipRule> relationships, boolean hasData) {
        List<Group.Value> values = new ArrayList<>();
        boolean makesObjects = !hasData;
        for (int i = 0; i < properties.size(); i++) {
            PropertyRule property = properties.get(i);
            if (property.isConstant()) {
                values.add(new Group.Value(i, property, Group.Value.NO_LEAF));
            } else if (property.id().equals(id)) {
                values.add(new Group.Value(i, property, leaf(property.data())));
                makesObjects = true;
            }
        }

        List<Group.Link> links = new ArrayList<>();
        for (RelationshipRule relationship : relationships) {
            if (relationship.id().equals(id)) {
                links.add(new Group.Link(
                        relationship,
                        relationship.sources().stream()
                                .map(source -> leaf(source.path()))
                                .toList()));
            }
        }
        return new Group(id, makesObjects, makesObjects ? values : List.of(), links, properties.size());
    }

    private int leaf(MappingPath path) {
        return numbers.computeIfAbsent(path, added -> {
            List<List<Step>> segments = path.segments();
            leaves.add(new Leaf(segments.size() - 1, new Segment(segments.get(segments.size() - 1))));
            return leaves.size() - 1;
        });
    }

    List<Group> groups() {
        return groups;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    int propertyCount() {
        return properties.size();
    }

    /** How many arrays the deepest group goes through. */
    int depth() {
        return groups.stream().mapToInt(Group::depth).max().orElse(0);
    }

    /** The size of an object as compact JSON, in bytes. */
    long size(String id, Object[] values) {
        long size = "{\"id\":}".length() + JsonSize.string(id);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                size += memberSizes[i] + JsonSize.of(values[i]);
            }
        }
        return size;
    }
}
