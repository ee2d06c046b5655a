package io.github.klaviyospark.emulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The description of Klaviyo's requests and answers, read once. */
final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String revision;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Response> responses;
    private final Set<String> names = new HashSet<>();

    private Contract(ObjectNode root) {
        SchemaReader schemas = new SchemaReader(root.path("schemas"));
        revision = root.path("revision").asText();
        responses = Response.byStatus(root.path("responses"), schemas);
        root.path("operations")
                .properties()
                .forEach(entry -> operations.add(Operation.read(entry.getKey(), entry.getValue(), schemas)));
        names.addAll(schemas.names());
        operations.forEach(operation -> operation.parameters().forEach(parameter -> names.add(parameter.name())));
    }

    /** The one of this process; nothing is read before somebody asks. */
    static Contract shared() {
        return Shared.CONTRACT;
    }

    private static Contract load() {
        ObjectNode root = (ObjectNode) resource("klaviyo.json");
        resource("known-differences.json").path("differences").forEach(difference -> lay(difference, root));
        return new Contract(root);
    }

    String revision() {
        return revision;
    }

    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.serves(method, path))
                .findFirst();
    }

    /** What may be answered with a status; nothing says what an unknown operation answers except with an error. */
    Optional<Response> response(Optional<Operation> operation, int status) {
        Map<String, Response> all = new LinkedHashMap<>(responses);
        operation.ifPresent(known -> all.putAll(known.responses()));
        Response exact = all.get(Integer.toString(status));
        return Optional.ofNullable(exact == null ? all.get(status / 100 + "XX") : exact);
    }

    /** A name as it may be written down: one that the contract does not have may be somebody's data. */
    String shown(String name) {
        return names.contains(name) ? name : "*";
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Contract.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A difference that finds nothing to differ from is out of date. */
    private static void lay(JsonNode difference, ObjectNode root) {
        String at = difference.path("at").asText();
        if (!(root.at(at) instanceof ObjectNode target)) {
            throw new IllegalStateException("The known difference at '" + at + "' has no place in the contract.");
        }
        merge(difference.path("merge"), target);
    }

    private static void merge(JsonNode from, ObjectNode into) {
        from.properties().forEach(entry -> {
            if (into.get(entry.getKey()) instanceof ObjectNode present) {
                merge(entry.getValue(), present);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static final class Shared {
        private static final Contract CONTRACT = load();
    }
}
