package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Changes of a profile that say what is added or taken away instead of what there is to be, from the columns for them. */
final class Patches {

    static final String PROPERTIES = "patch_properties";
    static final String IDENTIFIERS = "patch_identifiers";

    /** The columns, which are named as the members that they become. */
    static final List<String> NAMES = List.of(PROPERTIES, IDENTIFIERS);

    private Patches() {}

    /** What a profile's {@code meta} says; empty when nothing. */
    static ObjectNode of(Row row) throws InvalidRowException {
        ObjectNode meta = RowTarget.JSON.createObjectNode();
        for (String column : NAMES) {
            if (row.has(column)) {
                meta.set(column, patch(column, row.object(column).orElseThrow()));
            }
        }
        return meta;
    }

    private static ObjectNode patch(String column, ObjectNode given) throws InvalidRowException {
        ObjectNode patch = RowTarget.JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                continue;
            }
            String name = member.getKey();
            if (name.equals("append") || name.equals("unappend")) {
                require(value.isObject(), column, name, "an object");
            } else if (name.equals("unset") && column.equals(PROPERTIES)) {
                require(isNames(value), column, name, "a name or an array of names");
            } else {
                throw new InvalidRowException(
                        column,
                        "has a member that is none of append, unappend"
                                + (column.equals(PROPERTIES) ? " and unset" : ""));
            }
            patch.set(name, value);
        }
        return patch;
    }

    private static boolean isNames(JsonNode value) {
        if (!value.isArray()) {
            return value.isTextual();
        }
        for (JsonNode name : value) {
            if (!name.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean isTrue, String column, String member, String allowed)
            throws InvalidRowException {
        if (!isTrue) {
            throw new InvalidRowException(column, "must hold " + allowed + " as " + member);
        }
    }
}
