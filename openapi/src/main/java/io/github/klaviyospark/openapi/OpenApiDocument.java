package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An OpenAPI 3.0 document with its references followed. */
final class OpenApiDocument {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final JsonNode root;

    OpenApiDocument(JsonNode root) {
        this.root = root;
    }

    static OpenApiDocument read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("The OpenAPI document " + file + " cannot be read.");
        }
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.path("openapi").asText().startsWith("3.0.")) {
            throw new IllegalArgumentException(file + " is not an OpenAPI 3.0 document.");
        }
        return new OpenApiDocument(root);
    }

    /**
     * Several documents as one: Klaviyo publishes one for each operation, with what it refers to, besides the one of all.
     *
     * @throws IllegalArgumentException when they are of several revisions, or describe the same thing in different ways
     */
    static OpenApiDocument read(List<Path> files) throws IOException {
        OpenApiDocument first = read(files.get(0));
        Joint joint = new Joint((ObjectNode) first.root);
        for (Path file : files.subList(1, files.size())) {
            joint.add(file.toString(), read(file).root);
        }
        return first;
    }

    /** The version of the API, which Klaviyo calls its revision. */
    String revision() {
        return root.at("/info/version").asText();
    }

    Operation operation(String id) {
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (String method : METHODS) {
                JsonNode node = path.getValue().path(method);
                if (node.path("operationId").asText().equals(id)) {
                    return operation(id, method, path.getKey(), path.getValue(), node);
                }
            }
        }
        throw new IllegalArgumentException("The document has no operation '" + id + "'.");
    }

    private Operation operation(String id, String method, String path, JsonNode item, JsonNode node) {
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        node.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        List<String> securityHeaders = new ArrayList<>();
        for (JsonNode alternative : node.has("security") ? node.path("security") : root.path("security")) {
            alternative.fieldNames().forEachRemaining(name -> {
                JsonNode scheme =
                        root.path("components").path("securitySchemes").path(name);
                if (scheme.path("in").asText().equals("header")) {
                    securityHeaders.add(scheme.path("name").asText());
                }
            });
        }
        return new Operation(id, method.toUpperCase(Locale.ROOT), path, parameters, securityHeaders, node);
    }

    /** The prose of all operations. */
    List<String> descriptions() {
        List<String> descriptions = new ArrayList<>();
        root.path("paths")
                .forEach(path -> path.forEach(operation ->
                        descriptions.add(operation.path("description").asText())));
        return descriptions;
    }

    /** A shared schema by its name. */
    JsonNode schema(String name) {
        return at("#/components/schemas/" + name);
    }

    /** The node itself, or what it refers to, however many references away. */
    JsonNode resolve(JsonNode node) {
        JsonNode found = node;
        for (int hops = 0; found.has("$ref"); hops++) {
            if (hops == 100) {
                throw new IllegalArgumentException("The reference " + node.path("$ref") + " leads in a circle.");
            }
            found = at(found.path("$ref").asText());
        }
        return found;
    }

    private JsonNode at(String reference) {
        if (!reference.startsWith("#/")) {
            throw new IllegalArgumentException("The reference '" + reference + "' leads out of the document.");
        }
        JsonNode target = root.at(reference.substring(1));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("The reference '" + reference + "' leads nowhere.");
        }
        return target;
    }

    /**
     * One operation.
     *
     * @param method in upper case
     * @param parameters its own and those of its path, resolved
     * @param securityHeaders names of the headers that carry a key, by the document's security schemes
     * @param node the operation object
     */
    record Operation(
            String id,
            String method,
            String path,
            List<JsonNode> parameters,
            List<String> securityHeaders,
            JsonNode node) {}
}
