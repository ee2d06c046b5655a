package io.github.klaviyospark.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of which documents of custom objects are made. */
final class Documents {
    private Documents() {}

    /** One resource, or null, with what belongs to it; a null {@code included} leaves that out. */
    static Answer one(int status, Map<String, Object> resource, List<Map<String, Object>> included, String self) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", resource);
        if (included != null) {
            document.put("included", included);
        }
        document.put("links", Map.of("self", self));
        return Answer.document(status, document);
    }

    /** A list, or a page of one; a null {@code next} says that nothing follows. */
    static Answer list(
            Endpoint.Input input, List<Map<String, Object>> data, List<Map<String, Object>> included, String next) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", data);
        if (included != null) {
            document.put("included", included);
        }
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", input.call().origin() + input.call().target());
        links.put("next", next);
        links.put("prev", null);
        document.put("links", links);
        return Answer.document(200, document);
    }

    /** A resource; without relationships they are left out. */
    static Map<String, Object> resource(
            String type, String id, Map<String, Object> attributes, Map<String, Object> relationships, String self) {
        Map<String, Object> resource = new LinkedHashMap<>(identifier(type, id));
        resource.put("attributes", attributes);
        if (!relationships.isEmpty()) {
            resource.put("relationships", relationships);
        }
        resource.put("links", Map.of("self", self));
        return resource;
    }

    static Map<String, Object> identifier(String type, String id) {
        Map<String, Object> identifier = new LinkedHashMap<>();
        identifier.put("type", type);
        identifier.put("id", id);
        return identifier;
    }

    /** A relationship of a resource; null data are left out. */
    static Map<String, Object> relationship(Object data, String resource, String name) {
        Map<String, Object> relationship = new LinkedHashMap<>();
        if (data != null) {
            relationship.put("data", data);
        }
        relationship.put(
                "links", Map.of("self", resource + "/relationships/" + name, "related", resource + "/" + name));
        return relationship;
    }

    /** The page after a place, for the same request. */
    static String next(Endpoint.Input input, String cursor) {
        return input.call().origin() + input.call().path() + input.query().with(PlaceCursor.PARAMETER, cursor);
    }
}
