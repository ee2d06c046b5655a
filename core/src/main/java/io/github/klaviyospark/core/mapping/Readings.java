package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The values at the leaves, where a walk is just now. A leaf is only read again when the element that it hangs from is
 * another one: what is copied to every element of an array is read once.
 */
final class Readings {

    private final List<Plan.Leaf> leaves;
    private final JsonNode[] under;
    private final JsonNode[] readUnder;
    private final JsonNode[] values;

    Readings(Plan plan) {
        this.leaves = plan.leaves();
        this.under = new JsonNode[plan.depth() + 1];
        this.readUnder = new JsonNode[leaves.size()];
        this.values = new JsonNode[leaves.size()];
    }

    /** The record, and the elements that the walk is in. */
    JsonNode[] under() {
        return under;
    }

    /** The value at a leaf, or null when there is none or it is null. */
    @SuppressWarnings("ReferenceEquality") // the very element: comparing trees would cost more than reading again
    JsonNode value(int number) {
        Plan.Leaf leaf = leaves.get(number);
        JsonNode from = under[leaf.depth()];
        if (readUnder[number] != from) {
            JsonNode value = leaf.tail().read(from);
            values[number] = value == null || value.isNull() ? null : value;
            readUnder[number] = from;
        }
        return values[number];
    }
}
