package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a collection can be filtered by: which operators, with a single value, a list or none, and which column shows what
 * is compared.
 */
final class FilterFacts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern EXAMPLE = Pattern.compile("equals\\(([\\w.]+),'(\\w+)'\\)");

    /** What the specification calls several values, one, and none. */
    private static final String[] FORMS = {"single", "list", "none"};

    private final OpenApiDocument.Operation operation;
    private final String type;
    private final JsonNode fields;
    private final JsonNode relationships;

    FilterFacts(OpenApiDocument.Operation operation, String type, JsonNode fields, JsonNode relationships) {
        this.operation = operation;
        this.type = type;
        this.fields = fields;
        this.relationships = relationships;
    }

    ObjectNode filters() {
        ObjectNode filters = JSON.objectNode();
        operation.node().path("x-klaviyo-filters").properties().forEach(filter -> {
            ObjectNode facts = JSON.objectNode();
            JsonNode value = filter.getValue().path("value");
            if (!value.isMissingNode()) {
                facts.put("value", TypeFacts.scalar(value));
            }
            if (value.has("enum")) {
                facts.set("values", value.path("enum"));
            }
            column(filter.getKey()).ifPresent(column -> facts.put("column", column));
            for (String form : FORMS) {
                Set<String> operators = new TreeSet<>();
                filter.getValue().path("operators").path(form).forEach(operator -> operators.add(operator.asText()));
                if (!operators.isEmpty()) {
                    ArrayNode names = facts.putArray(form);
                    operators.forEach(names::add);
                }
            }
            filters.set(filter.getKey(), facts);
        });
        return filters;
    }

    /** The column that shows what a filter compares; some compare what no answer shows. */
    private Optional<String> column(String filter) {
        if (filter.equals("id") || filter.equals("ids") || filter.equals(type + "_id")) {
            return Optional.of("id");
        }
        for (String relationship : new String[] {filter, filter.replaceFirst("[._]id$", "")}) {
            JsonNode found = relationships.path(relationship);
            if (found.has("column") && !found.path("many").asBoolean()) {
                return Optional.of(found.path("column").asText());
            }
        }
        JsonNode field = fields;
        for (String part : filter.split("\\.", -1)) {
            field = field.isObject() ? field.path(part) : JSON.missingNode();
        }
        return field.isTextual() && !field.asText().equals("json") ? Optional.of(filter) : Optional.empty();
    }

    /** The condition without which nothing can be listed, with an example of it and the values that are known. */
    Optional<ObjectNode> required() {
        return operation.parameters().stream()
                .filter(parameter -> parameter.path("name").asText().equals("filter"))
                .filter(parameter -> parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("schema").path("example").asText())
                .map(this::required)
                .findFirst();
    }

    private ObjectNode required(String example) {
        Matcher matcher = EXAMPLE.matcher(example);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The required filter of " + operation.id() + " has the example '"
                    + example + "', which is not of the form equals(field,'value').");
        }
        ObjectNode required = JSON.objectNode();
        required.put("field", matcher.group(1));
        ArrayNode values = required.putArray("values");
        operation
                .node()
                .path("x-klaviyo-filters")
                .path(matcher.group(1))
                .path("value")
                .path("enum")
                .forEach(values::add);
        return required;
    }
}
