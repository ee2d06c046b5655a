package io.github.klaviyospark.emulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One operation of the contract.
 *
 * @param path what its paths look like
 * @param bodyRequired whether a request must have a body
 * @param body schemas of the request by media type; empty when it has no body
 * @param responses by status, or by class of status such as {@code 4XX}
 */
record Operation(
        String id,
        String method,
        String template,
        Pattern path,
        List<Parameter> parameters,
        boolean bodyRequired,
        Map<String, Schema> body,
        Map<String, Response> responses) {

    /**
     * A parameter of the query or a header.
     *
     * @param separator between the values of a list; empty when it is no list
     */
    record Parameter(String name, boolean header, boolean required, String separator, Schema schema) {}

    static Operation read(String id, JsonNode node, SchemaReader schemas) {
        String template = node.path("path").asText();
        // A path ends with its last segment: one more slash is another path.
        String pattern = Arrays.stream(template.split("(?=/)"))
                .map(step -> step.startsWith("/{") ? "/[^/]+" : Pattern.quote(step))
                .collect(Collectors.joining());
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : node.path("parameters")) {
            if (!parameter.path("in").asText().equals("path")) {
                parameters.add(new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText().equals("header"),
                        parameter.path("required").asBoolean(),
                        parameter.path("separator").asText(),
                        schemas.read(parameter.path("schema"))));
            }
        }
        return new Operation(
                id,
                node.path("method").asText(),
                template,
                Pattern.compile(pattern),
                parameters,
                node.path("request").path("required").asBoolean(),
                Response.content(node.path("request").path("content"), schemas),
                Response.byStatus(node.path("responses"), schemas));
    }

    boolean serves(String method, String path) {
        return this.method.equals(method) && this.path.matcher(path).matches();
    }
}
