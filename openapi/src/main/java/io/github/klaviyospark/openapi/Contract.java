package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds the contract: what is sent and answered in some operations.
 *
 * <p>It has the members {@code revision}; {@code operations} by operationId with method, path, parameters, request and
 * responses by status; {@code responses}, those that are the same in all of them; and {@code schemas}.
 */
final class Contract {
    private final OpenApiDocument document;
    private final Facts facts;

    private Contract(OpenApiDocument document) {
        this.document = document;
        this.facts = new Facts(document);
    }

    static ObjectNode of(OpenApiDocument document, Collection<String> operationIds) {
        return new Contract(document).build(operationIds);
    }

    private ObjectNode build(Collection<String> operationIds) {
        Map<String, ObjectNode> operations = new TreeMap<>();
        for (String id : new TreeSet<>(operationIds)) {
            operations.put(id, operation(document.operation(id)));
        }
        ObjectNode contract = Json.MAPPER.createObjectNode();
        contract.put("revision", document.revision());
        contract.set("responses", shared(operations.values()));
        operations.forEach((id, operation) -> contract.withObject("/operations").set(id, operation));
        contract.set("schemas", schemas());
        return contract;
    }

    private ObjectNode operation(OpenApiDocument.Operation operation) {
        ObjectNode written = Json.MAPPER.createObjectNode();
        written.put("method", operation.method());
        written.put("path", operation.path());
        written.set("parameters", parameters(operation));
        JsonNode body = document.resolve(operation.node().path("requestBody"));
        if (body.isObject()) {
            ObjectNode request = written.putObject("request");
            request.put("required", body.path("required").asBoolean());
            request.set("content", content(body));
        }
        ObjectNode responses = written.putObject("responses");
        Map<String, JsonNode> byStatus = new TreeMap<>();
        operation
                .node()
                .path("responses")
                .properties()
                .forEach(field -> byStatus.put(field.getKey(), field.getValue()));
        byStatus.forEach((status, response) -> {
            ObjectNode answer = responses.putObject(status);
            JsonNode resolved = document.resolve(response);
            if (resolved.has("content")) {
                answer.set("content", content(resolved));
            }
        });
        return written;
    }

    private ArrayNode parameters(OpenApiDocument.Operation operation) {
        List<ObjectNode> all = new ArrayList<>();
        for (String header : operation.securityHeaders()) {
            all.add(parameter(header, "header", true));
            all.get(all.size() - 1).putObject("schema").put("type", "string");
        }
        for (JsonNode node : operation.parameters()) {
            ObjectNode parameter = parameter(
                    node.path("name").asText(),
                    node.path("in").asText(),
                    node.path("required").asBoolean());
            JsonNode schema = node.path("schema");
            if (document.resolve(schema).path("type").asText().equals("array")) {
                if (node.path("explode").asBoolean(true)) {
                    throw new IllegalArgumentException(
                            "The parameter '" + node.path("name").asText() + "' of " + operation.id()
                                    + " repeats its name for each value, which nothing here understands.");
                }
                parameter.put("separator", ",");
            }
            parameter.set("schema", facts.of(schema));
            all.add(parameter);
        }
        all.sort(Comparator.comparing(
                        (ObjectNode parameter) -> parameter.path("in").asText())
                .thenComparing(parameter -> parameter.path("name").asText()));
        ArrayNode parameters = Json.MAPPER.createArrayNode();
        all.forEach(parameters::add);
        return parameters;
    }

    private static ObjectNode parameter(String name, String in, boolean required) {
        return Json.MAPPER.createObjectNode().put("name", name).put("in", in).put("required", required);
    }

    private ObjectNode content(JsonNode holder) {
        ObjectNode content = Json.MAPPER.createObjectNode();
        holder.path("content")
                .properties()
                .forEach(field ->
                        content.set(field.getKey(), facts.of(field.getValue().path("schema"))));
        return content;
    }

    /** Takes the answers that all operations give alike out of each and returns them. */
    private static ObjectNode shared(Collection<ObjectNode> operations) {
        ObjectNode shared = Json.MAPPER.createObjectNode();
        if (operations.size() < 2) {
            return shared;
        }
        JsonNode first = operations.iterator().next().path("responses");
        for (Map.Entry<String, JsonNode> candidate : first.deepCopy().properties()) {
            String status = candidate.getKey();
            if (operations.stream().allMatch(one -> candidate.getValue().equals(one.at("/responses/" + status)))) {
                shared.set(status, candidate.getValue());
                operations.forEach(one -> ((ObjectNode) one.path("responses")).remove(status));
            }
        }
        return shared;
    }

    private ObjectNode schemas() {
        Map<String, ObjectNode> schemas = new TreeMap<>();
        for (String name = facts.next(); name != null; name = facts.next()) {
            schemas.put(name, facts.of(document.schema(name)));
        }
        ObjectNode written = Json.MAPPER.createObjectNode();
        schemas.forEach(written::set);
        return written;
    }
}
