package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A body with one mistake that no validator may pass over.
 *
 * @param what the mistake and where it is
 */
record Mutation(String what, JsonNode body) {
    /** Objects whose members are the customer's own, so that nothing in them is a mistake. */
    private static final Set<String> FREE =
            Set.of("properties", "record", "custom_metadata", "patch_properties", "append", "unappend");

    /** Every member of every resource misspelt, of a wrong type or, where all resources need it, missing. */
    static List<Mutation> of(JsonNode body) {
        List<Mutation> mutations = new ArrayList<>();
        for (String resource : resources(body, "")) {
            ObjectNode object = (ObjectNode) body.at(resource);
            misspell(body, resource, object, mutations);
            if (object.path("attributes") instanceof ObjectNode attributes) {
                misspell(body, resource + "/attributes", attributes, mutations);
                add(
                        "a text at " + resource + "/attributes",
                        body,
                        resource,
                        it -> it.put("attributes", "x"),
                        mutations);
            }
            add("a number at " + resource + "/type", body, resource, it -> it.put("type", 7), mutations);
            add("another type at " + resource + "/type", body, resource, it -> it.put("type", "golden"), mutations);
            add("no " + resource + "/type", body, resource, it -> it.remove("type"), mutations);
        }
        return mutations;
    }

    private static void misspell(JsonNode body, String at, ObjectNode object, List<Mutation> mutations) {
        object.fieldNames()
                .forEachRemaining(name -> add(
                        "'" + name + "' misspelt at " + at,
                        body,
                        at,
                        it -> it.set(name + "x", it.remove(name)),
                        mutations));
    }

    private static void add(
            String what, JsonNode body, String at, Consumer<ObjectNode> mistake, List<Mutation> mutations) {
        JsonNode copy = body.deepCopy();
        mistake.accept((ObjectNode) copy.at(at));
        mutations.add(new Mutation(what, copy));
    }

    private static List<String> resources(JsonNode node, String at) {
        List<String> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            if (object.path("type").isTextual()) {
                found.add(at);
            }
            object.properties().stream()
                    .filter(member -> !FREE.contains(member.getKey()))
                    .forEach(member -> found.addAll(resources(member.getValue(), at + "/" + member.getKey())));
        }
        if (node instanceof ArrayNode array && !array.isEmpty()) {
            found.addAll(resources(array.get(0), at + "/0"));
        }
        return found;
    }

    @Override
    public String toString() {
        return what;
    }
}
