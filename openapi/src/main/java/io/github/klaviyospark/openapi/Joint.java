package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts what other OpenAPI documents have besides into one of them. What both have must be the same but for its prose. */
final class Joint {
    private final ObjectNode into;

    Joint(ObjectNode into) {
        this.into = into;
    }

    void add(String file, JsonNode other) {
        String revision = into.at("/info/version").asText();
        String its = other.at("/info/version").asText();
        if (!its.equals(revision)) {
            throw new IllegalArgumentException(file + " is of revision " + its
                    + ", and the document before it of revision " + revision + ". Take all of one revision.");
        }
        other.path("paths")
                .properties()
                .forEach(path ->
                        add(file, into.withObjectProperty("paths").withObjectProperty(path.getKey()), path.getValue()));
        ObjectNode components = into.withObjectProperty("components");
        other.path("components")
                .properties()
                .forEach(kind -> add(file, components.withObjectProperty(kind.getKey()), kind.getValue()));
    }

    private static void add(String file, ObjectNode into, JsonNode members) {
        members.properties().forEach(member -> {
            JsonNode known = into.get(member.getKey());
            if (known == null) {
                into.set(member.getKey(), member.getValue());
            } else if (!withoutProse(known).equals(withoutProse(member.getValue()))) {
                throw new IllegalArgumentException("'" + member.getKey() + "' is another in " + file
                        + " than in a document before it. Take all of one day.");
            }
        });
    }

    private static JsonNode withoutProse(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode facts = Json.MAPPER.createObjectNode();
            object.properties().forEach(member -> {
                // A member of a resource may be called as prose is, and is an object then.
                boolean isProse =
                        Facts.isProse(member.getKey()) || member.getKey().equals("summary");
                if (!isProse || member.getValue().isObject()) {
                    facts.set(member.getKey(), withoutProse(member.getValue()));
                }
            });
            return facts;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode facts = Json.MAPPER.createArrayNode();
            array.forEach(element -> facts.add(withoutProse(element)));
            return facts;
        }
        return node;
    }
}
