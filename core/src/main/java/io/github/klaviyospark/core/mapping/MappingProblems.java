package io.github.klaviyospark.core.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is wrong with a mapping, all of it at once. */
final class MappingProblems {

    private final List<String> found = new ArrayList<>();

    MappingProblems copy() {
        MappingProblems copy = new MappingProblems();
        copy.found.addAll(found);
        return copy;
    }

    void add(String problem) {
        found.add(problem);
    }

    void check(List<PropertyRule> properties, List<RelationshipRule> relationships) {
        unique("property", properties.stream().map(PropertyRule::name).toList());
        unique(
                "relationship",
                relationships.stream().map(RelationshipRule::name).toList());
        for (PropertyRule property : properties) {
            if (!property.isConstant()) {
                under("property " + property.name(), property.data(), property.id());
            }
        }
        for (RelationshipRule relationship : relationships) {
            if (relationship.sources().isEmpty()) {
                add("relationship " + relationship.name() + " has no identifier");
            }
            for (RelationshipRule.Source source : relationship.sources()) {
                under("relationship " + relationship.name() + ", " + source.label(), source.path(), relationship.id());
            }
        }
        if (relationships.isEmpty() && properties.stream().allMatch(PropertyRule::isConstant)) {
            add("no property and no relationship says where the id of an object is");
        }
    }

    private void unique(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                add(what + " " + name + " is there more than once (upper and lower case are the same)");
            }
        }
    }

    private void under(String what, MappingPath path, MappingPath id) {
        if (!path.isUnder(id)) {
            add(what + ": the path " + path + " goes through arrays that the id path " + id
                    + " does not begin with, so one id would get many values");
        }
    }

    void refuse() {
        if (found.isEmpty()) {
            return;
        }
        throw new IllegalArgumentException("The mapping cannot be used, for "
                + (found.size() == 1 ? "1 reason" : found.size() + " reasons") + ": " + String.join("; ", found) + ".");
    }
}
