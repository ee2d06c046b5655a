package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a person is: an object whose members Klaviyo names. */
final class Location {

    private static final List<String> TEXTS =
            List.of("address1", "address2", "city", "country", "region", "zip", "timezone", "ip");
    private static final List<String> COORDINATES = List.of("latitude", "longitude");

    /** The members that there may be, in words. */
    static final String MEMBERS = String.join(", ", TEXTS) + ", " + String.join(", ", COORDINATES);

    private Location() {}

    /** The location that a column holds; members that are null are left out. */
    static Optional<ObjectNode> of(Row row, String column) throws InvalidRowException {
        Optional<ObjectNode> given = row.object(column);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode location = RowTarget.JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> member : given.get().properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (!TEXTS.contains(name) && !COORDINATES.contains(name)) {
                throw new InvalidRowException(
                        column, "has a member that a location does not know; known are " + MEMBERS);
            }
            if (value.isNull()) {
                continue;
            }
            if (!value.isTextual() && !value.isNumber()) {
                throw new InvalidRowException(column, "holds something else than a text as " + name);
            }
            // Coordinates may be numbers. All else must be a text, and a zip code often comes as a number.
            boolean isDigits = value.isNumber() && TEXTS.contains(name);
            location.set(name, isDigits ? location.textNode(Digits.of(value.decimalValue())) : value);
        }
        return Optional.of(location);
    }
}
