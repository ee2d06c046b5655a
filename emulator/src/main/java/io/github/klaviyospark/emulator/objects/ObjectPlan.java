package io.github.klaviyospark.emulator.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the records of some data sources become objects of one version of a type. */
public final class ObjectPlan {
    private final List<Property> properties;
    private final Object[] constants;
    private final List<Group> groups;
    private final List<String> relationships;
    private final Set<String> sources;

    private ObjectPlan(Builder builder) {
        properties = builder.properties;
        constants = builder.constants;
        groups = List.copyOf(builder.groups.values());
        relationships = List.copyOf(builder.relationships);
        sources = groups.stream().map(Group::source).collect(Collectors.toUnmodifiableSet());
        groups.forEach(group -> group.values.sort(
                Comparator.comparingInt(value -> properties.get(value.at()).id())));
    }

    /** Begins one for the properties of a schema, in its order. */
    public static Builder builder(List<Property> properties) {
        return new Builder(properties);
    }

    List<Property> properties() {
        return properties;
    }

    /** A new object's values, by the order of properties. */
    Object[] constants() {
        return constants.clone();
    }

    /** Whether no record brings a property, so that links alone make an object. */
    boolean isConstant() {
        return groups.stream().allMatch(group -> group.values.isEmpty());
    }

    List<Group> groups() {
        return groups;
    }

    /** Names by number. */
    List<String> relationships() {
        return relationships;
    }

    /** Whether records of a data source matter. */
    public boolean reads(String source) {
        return sources.contains(source);
    }

    /** One property of a schema. */
    public record Property(int id, String name, PropertyType type, boolean required) {}

    /** Where the value of the property with this place in the order comes from. */
    record Value(int at, RecordPath path) {}

    /**
     * Where links come from.
     *
     * @param at the number of the relationship
     * @param identifiers by type; a null type means the id of another object
     */
    record Links(int at, boolean additive, Map<IdentifierType, RecordPath> identifiers) {}

    /** All that is made at once: one source and one way to the ids. */
    static final class Group {
        private final String source;
        private final RecordPath idPath;
        private final List<Value> values = new ArrayList<>();
        private final List<Links> links = new ArrayList<>();

        private Group(String source, RecordPath idPath) {
            this.source = source;
            this.idPath = idPath;
        }

        String source() {
            return source;
        }

        RecordPath idPath() {
            return idPath;
        }

        List<Value> values() {
            return values;
        }

        List<Links> links() {
            return links;
        }
    }

    private record Key(String source, RecordPath idPath) {}

    /** Takes mappings that are known to be right. */
    public static final class Builder {
        private final List<Property> properties;
        private final Object[] constants;
        private final Map<Key, Group> groups = new LinkedHashMap<>();
        private final List<String> relationships = new ArrayList<>();

        private Builder(List<Property> properties) {
            this.properties = List.copyOf(properties);
            this.constants = new Object[properties.size()];
        }

        /** Gives every object the same value, which is already one of the type of the property. */
        public Builder constant(int propertyId, Object value) {
            constants[place(propertyId)] = value;
            return this;
        }

        /** Takes a property from records. */
        public Builder property(int propertyId, String source, RecordPath idPath, RecordPath dataPath) {
            group(source, idPath).values.add(new Value(place(propertyId), dataPath));
            return this;
        }

        /** Takes links to profiles from records. */
        public Builder profiles(
                String name,
                String source,
                RecordPath idPath,
                boolean additive,
                Map<IdentifierType, RecordPath> identifiers) {
            return links(name, source, idPath, additive, new LinkedHashMap<>(identifiers));
        }

        /** Takes links to other objects from records. */
        public Builder objects(String name, String source, RecordPath idPath, boolean additive, RecordPath related) {
            Map<IdentifierType, RecordPath> only = new LinkedHashMap<>();
            only.put(null, related);
            return links(name, source, idPath, additive, only);
        }

        private Builder links(
                String name,
                String source,
                RecordPath idPath,
                boolean additive,
                Map<IdentifierType, RecordPath> identifiers) {
            group(source, idPath).links.add(new Links(relationships.size(), additive, identifiers));
            relationships.add(name);
            return this;
        }

        private Group group(String source, RecordPath idPath) {
            return groups.computeIfAbsent(new Key(source, idPath), key -> new Group(source, idPath));
        }

        private int place(int propertyId) {
            return IntStream.range(0, properties.size())
                    .filter(i -> properties.get(i).id() == propertyId)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no property " + propertyId + "."));
        }

        /** The plan. */
        public ObjectPlan build() {
            return new ObjectPlan(this);
        }
    }
}
