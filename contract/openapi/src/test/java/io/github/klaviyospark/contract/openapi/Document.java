package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Klaviyo's OpenAPI document. */
final class Document {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;

    private Document(ObjectNode root) {
        this.root = root;
    }

    /** The document that the build names, which is how this module came to run. */
    static Document named() throws IOException {
        Path file = Path.of(setting("openapi.root")).resolve(setting("openapi.file"));
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "There is no file " + file
                            + ": -Dklaviyo.openapi names Klaviyo's OpenAPI document, absolute or from the root of the checkout.");
        }
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
        Differences.lay(root);
        AllOf.join(root);
        Nulls.say(root);
        return new Document(root);
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getProperty(name), () -> "The build must set " + name + ".");
    }

    /** Whether it describes an operation; Klaviyo publishes documents of all of them, of some, and of each. */
    boolean describes(String operationId) {
        return find(operationId).isPresent();
    }

    boolean describes(Place place) {
        return root.path("paths").path(place.path()).has(place.method().toLowerCase(Locale.ROOT));
    }

    /** The operation with a method and a path of the document. */
    Place place(String operationId) {
        return find(operationId)
                .orElseThrow(
                        () -> new IllegalArgumentException("The document has no operation '" + operationId + "'."));
    }

    private Optional<Place> find(String operationId) {
        for (var path : root.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (method.getValue().path("operationId").asText().equals(operationId)) {
                    return Optional.of(new Place(method.getKey().toUpperCase(Locale.ROOT), path.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    /** Everything that can be read below a path by one more id: a job that was made there, its errors and so on. */
    List<String> readableBelow(String path) {
        List<String> below = new ArrayList<>();
        for (var each : root.path("paths").properties()) {
            if (each.getKey().startsWith(path + "/{") && each.getValue().has("get")) {
                below.add(each.getKey());
            }
        }
        return below;
    }

    /**
     * A document with one operation and what it refers to. The library copies all schemas for each operation it meets,
     * which takes it seconds with all of Klaviyo's and no time with a few.
     */
    String only(Place place) {
        ObjectNode cut = JSON.createObjectNode();
        for (String name : List.of("openapi", "info", "servers")) {
            cut.set(name, root.path(name));
        }
        String method = place.method().toLowerCase(Locale.ROOT);
        if (!(root.path("paths").path(place.path()).path(method) instanceof ObjectNode found)) {
            throw new IllegalArgumentException("The document has no " + place.method() + " " + place.path() + ".");
        }
        ObjectNode operation = found.deepCopy();
        // Said once for all operations, where the library does not look for it.
        operation.putIfAbsent("security", root.path("security"));
        cut.putObject("paths").putObject(place.path()).set(method, operation);
        ObjectNode components = cut.putObject("components");
        components.set("securitySchemes", root.at("/components/securitySchemes"));
        take(operation, components);
        if (place.method().equals("GET")) {
            overlap(cut);
        } else {
            Alike.drop(cut);
        }
        return cut.toString();
    }

    /**
     * Alternatives of what is read are often alike: by the letter of {@code oneOf} an answer of Klaviyo that fits two of
     * them would be wrong. In requests they are told apart, and stay, but for what {@link Alike} drops.
     */
    private static void overlap(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.path("oneOf").isArray()) {
            schema.set("anyOf", schema.remove("oneOf"));
        }
        node.forEach(Document::overlap);
    }

    private void take(JsonNode node, ObjectNode components) {
        JsonNode reference = node.path("$ref");
        if (reference.isTextual()) {
            // "#/components/schemas/Name"
            String[] steps = reference.textValue().split("/", -1);
            ObjectNode shelf = components.withObjectProperty(steps[2]);
            if (!shelf.has(steps[3])) {
                JsonNode target = root.path("components").path(steps[2]).path(steps[3]);
                shelf.set(steps[3], target.deepCopy());
                take(target, components);
            }
        }
        node.forEach(child -> take(child, components));
    }

    /**
     * An operation.
     *
     * @param path with {@code {id}} where a resource is named
     */
    record Place(String method, String path) {}
}
