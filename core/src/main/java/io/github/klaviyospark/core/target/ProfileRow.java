package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The row that a profile in a request, of any generation, was made from or would have been. */
final class ProfileRow {

    private ProfileRow() {}

    /**
     * The row of a profile.
     *
     * @param lists the lists of its request
     */
    static ObjectNode of(JsonNode profile, List<String> lists) {
        ObjectNode row = RowTarget.JSON.createObjectNode();
        JsonNode attributes = profile.path("attributes");
        Profiles.IDENTIFIERS.forEach(column -> Payload.copy(attributes, column, row));
        Payload.text(profile.path("id")).ifPresent(id -> row.put("id", id));
        Profiles.TEXTS.forEach(column -> Payload.copy(attributes, column, row));
        Payload.copy(attributes, "location", row);
        Payload.copy(attributes, "properties", row);
        keepOthers(attributes, row);
        // Beside the attributes, or among them as in requests for browsers.
        for (JsonNode meta : List.of(attributes.path("meta"), profile.path("meta"))) {
            Patches.NAMES.forEach(column -> Payload.copy(meta, column, row));
        }
        if (lists.size() == 1) {
            row.put("list_id", lists.get(0));
        } else if (!lists.isEmpty()) {
            lists.forEach(row.withArrayProperty("list_id")::add);
        }
        return row;
    }

    /** Attributes that profiles had once, such as {@code anonymous_id}, are kept as properties. */
    private static void keepOthers(JsonNode attributes, ObjectNode row) {
        attributes.properties().forEach(attribute -> {
            String name = attribute.getKey();
            boolean isKnown = row.has(name) || name.equals("meta");
            // Properties that are no object stay what they are, and the row is refused for it.
            boolean hasHome = row.path("properties").isObject() || !row.has("properties");
            if (!isKnown && hasHome && !attribute.getValue().isNull()) {
                ObjectNode properties = row.withObjectProperty("properties");
                if (!properties.has(name)) {
                    properties.set(name, attribute.getValue());
                }
            }
        });
    }
}
