package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What is applied together to an object: the properties and relationships of one id path. */
final class Group {

    /**
     * A property that is set.
     *
     * @param index its place among all properties
     * @param leaf the leaf that its value is at
     */
    record Value(int index, PropertyRule rule, int leaf) {

        static final int NO_LEAF = -1;
    }

    /**
     * A relationship.
     *
     * @param leaves those that its identifiers are at, in the order of the rule's sources
     */
    record Link(RelationshipRule rule, List<Integer> leaves) {}

    private final Walk walk;
    private final boolean makesObjects;
    private final List<Value> values;
    private final List<Link> links;
    private final boolean[] isSet;

    /**
     * Describes a group.
     *
     * @param makesObjects whether an object exists once this was applied; if not, it sets no property
     * @param values the properties that it sets, constants included, in order
     */
    Group(MappingPath id, boolean makesObjects, List<Value> values, List<Link> links, int propertyCount) {
        this.walk = new Walk(id);
        this.makesObjects = makesObjects;
        this.values = values;
        this.links = links;
        this.isSet = new boolean[propertyCount];
        values.forEach(value -> isSet[value.index()] = true);
    }

    /** How many arrays its walk goes through. */
    int depth() {
        return walk.depth();
    }

    void walk(JsonNode[] under, Walk.Visitor visitor) {
        walk.run(under, visitor);
    }

    boolean makesObjects() {
        return makesObjects;
    }

    List<Value> values() {
        return values;
    }

    List<Link> links() {
        return links;
    }

    /** For each property whether this sets it; shared by all objects that it makes. */
    boolean[] isSet() {
        return isSet;
    }
}
