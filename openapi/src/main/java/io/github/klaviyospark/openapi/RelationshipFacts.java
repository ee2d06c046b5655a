package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What resources are related to: the columns of ids, and the related resources that can come along. */
final class RelationshipFacts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TypeFacts types;
    private final Known known;

    RelationshipFacts(TypeFacts types, Known known) {
        this.types = types;
        this.known = known;
    }

    /** Every relationship of a resource. */
    ObjectNode relationships(JsonNode resource, JsonNode fields) {
        ObjectNode relationships = JSON.objectNode();
        JsonNode all =
                types.merged(resource.path("properties").path("relationships")).path("properties");
        all.properties().forEach(relationship -> {
            String name = relationship.getKey();
            JsonNode data = types.merged(
                    types.merged(relationship.getValue()).path("properties").path("data"));
            boolean isMany = data.has("items");
            JsonNode one = types.merged(isMany ? data.path("items") : data);
            ObjectNode facts = JSON.objectNode();
            facts.put("column", singular(name, isMany).replace('-', '_') + (isMany ? "_ids" : "_id"));
            facts.put("type", typeOf(one));
            facts.put("many", isMany);
            ArrayNode formerNames = facts.putArray("formerNames");
            String other = isMany ? singular(name, true) : name + "s";
            if (!all.has(other)) {
                formerNames.add(other);
            }
            ArrayNode formerAttributes = facts.putArray("formerAttributes");
            known.formerAttributes(name).forEach(formerAttributes::add);
            if (fields.has(facts.path("column").asText())) {
                throw new IllegalArgumentException("Attribute and relationship '" + name + "' would be one column.");
            }
            relationships.set(name, facts);
        });
        return relationships;
    }

    /** Revisions differ in the number of a name. */
    private static String singular(String name, boolean isMany) {
        return isMany && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }

    private String typeOf(JsonNode resource) {
        return types.merged(resource.path("properties").path("type"))
                .path("enum")
                .path(0)
                .asText();
    }

    /** The related resources that can come along, each with its attributes. */
    ArrayNode includes(JsonNode response, ArrayNode names, ObjectNode relationships, Listed listed) {
        ArrayNode includes = JSON.arrayNode();
        JsonNode items =
                types.merged(response.path("properties").path("included")).path("items");
        for (JsonNode name : names) {
            JsonNode relationship = relationships.path(name.asText());
            String type = relationship.path("type").asText();
            for (JsonNode option :
                    items.has("oneOf") ? items.path("oneOf") : JSON.arrayNode().add(items)) {
                JsonNode resource = types.merged(option);
                if (typeOf(resource).equals(type)) {
                    ObjectNode include = includes.addObject();
                    include.set("name", name);
                    include.put("type", type);
                    include.set("many", relationship.path("many"));
                    include.set("formerNames", relationship.path("formerNames"));
                    include.set(
                            "fields", types.fields(resource.path("properties").path("attributes"), List.of()));
                    include.set("sparseFields", listed.values("fields[" + type + "]"));
                }
            }
        }
        if (includes.size() != names.size()) {
            throw new IllegalArgumentException(
                    "Of what can be included, " + names + ", only " + includes.size() + " are described.");
        }
        return includes;
    }

    /** The values that a parameter lists. */
    @FunctionalInterface
    interface Listed {

        ArrayNode values(String parameter);
    }
}
