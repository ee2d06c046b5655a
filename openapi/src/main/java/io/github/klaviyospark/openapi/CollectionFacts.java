package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the connector must know of a readable collection, taken from the operation that lists it: fields with their
 * types, filter operators, sort keys, page sizes, quotas, fields that are off by default, and what can be included.
 *
 * <p>A type is a name ({@code string}, {@code number}, {@code integer}, {@code boolean}, {@code timestamp}, or {@code
 * json} for an object of any shape), an object of fields, or a list of one type.
 */
final class CollectionFacts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern RATE = Pattern.compile("(\\d+)/([a-z]+)");
    private static final Pattern DEARER = Pattern.compile(
            "`additional-fields\\[[a-z-]+]=(\\w+)` parameter[^`]*<br>\\s*Burst: `(\\d+/s)`<br>\\s*Steady: `(\\d+/m)`");

    private final OpenApiDocument document;
    private final AllOf allOf;
    private final OpenApiDocument.Operation operation;

    CollectionFacts(OpenApiDocument document, String operationId) {
        this.document = document;
        this.allOf = new AllOf(document);
        this.operation = document.operation(operationId);
    }

    /** The facts of a collection that is read under a name. */
    ObjectNode of(String name) {
        JsonNode response = response();
        JsonNode resource = merged(
                document.resolve(response).path("properties").path("data").path("items"));
        String type = merged(resource.path("properties").path("type"))
                .path("enum")
                .path(0)
                .asText();
        ArrayNode additional = listed("additional-fields[" + type + "]");

        ObjectNode facts = JSON.objectNode();
        facts.put("name", name);
        facts.put("revision", document.revision());
        facts.put("operation", operation.id());
        facts.put("path", operation.path());
        facts.put(
                "family",
                operation
                        .node()
                        .path("tags")
                        .path(0)
                        .asText()
                        .toLowerCase(Locale.ROOT)
                        .replace(' ', '-'));
        facts.put("type", type);
        facts.set("scopes", operation.node().path("x-klaviyo-scopes"));
        facts.put("quota", quota(operation.node().path("x-klaviyo-ratelimit")));
        dearerQuotas().ifPresent(quotas -> facts.set("dearerQuotas", quotas));
        pageSizes().ifPresent(sizes -> facts.set("pageSize", sizes));
        facts.set("sort", sortKeys());
        facts.set("filters", filters());
        TimeFacts times = new TimeFacts(facts.path("filters"), facts.path("sort"));
        times.slice().ifPresent(field -> facts.put("slice", field));
        times.follow().ifPresent(field -> facts.put("follow", field));
        facts.set("fields", fields(resource.path("properties").path("attributes"), additional));
        facts.set("sparseFields", listed("fields[" + type + "]"));
        facts.set("additionalFields", additional);
        facts.set("includes", includes(response));
        return facts;
    }

    private JsonNode response() {
        return operation
                .node()
                .path("responses")
                .path("200")
                .path("content")
                .path("application/vnd.api+json")
                .path("schema");
    }

    private JsonNode merged(JsonNode schema) {
        return allOf.merged(document.resolve(schema));
    }

    private Optional<JsonNode> parameter(String name) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst();
    }

    private ArrayNode listed(String name) {
        ArrayNode values = JSON.arrayNode();
        parameter(name)
                .ifPresent(
                        found -> found.path("schema").path("items").path("enum").forEach(values::add));
        return values;
    }

    private static String quota(JsonNode rates) {
        return window(rates.path("burst").asText()) + ","
                + window(rates.path("steady").asText());
    }

    private static String window(String rate) {
        Matcher matcher = RATE.matcher(rate);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The rate '" + rate + "' is not of the form 75/s or 750/m.");
        }
        String length =
                switch (matcher.group(2)) {
                    case "s" -> "1s";
                    case "m" -> "60s";
                    default -> throw new IllegalArgumentException("The rate '" + rate + "' has an unknown window.");
                };
        return matcher.group(1) + "/" + length;
    }

    /** Stated in prose only, so it is read from there. */
    private Optional<ObjectNode> dearerQuotas() {
        ObjectNode quotas = JSON.objectNode();
        Matcher matcher = DEARER.matcher(operation.node().path("description").asText());
        while (matcher.find()) {
            quotas.put(matcher.group(1), window(matcher.group(2)) + "," + window(matcher.group(3)));
        }
        return quotas.isEmpty() ? Optional.empty() : Optional.of(quotas);
    }

    private Optional<ObjectNode> pageSizes() {
        return parameter("page[size]").map(parameter -> {
            ObjectNode sizes = JSON.objectNode();
            sizes.set("default", parameter.path("schema").path("default"));
            sizes.set("max", parameter.path("schema").path("maximum"));
            return sizes;
        });
    }

    /** Every key sorts both ways, which the document shows by a second value with a minus. */
    private ArrayNode sortKeys() {
        ArrayNode keys = JSON.arrayNode();
        parameter("sort").ifPresent(found -> found.path("schema").path("enum").forEach(key -> {
            if (!key.asText().startsWith("-")) {
                keys.add(key);
            }
        }));
        return keys;
    }

    private ObjectNode filters() {
        ObjectNode filters = JSON.objectNode();
        operation.node().path("x-klaviyo-filters").properties().forEach(filter -> {
            Map<String, JsonNode> operators = new TreeMap<>();
            filter.getValue().path("operators").forEach(list -> list.forEach(one -> operators.put(one.asText(), one)));
            ObjectNode facts = JSON.objectNode();
            facts.put("value", scalar(filter.getValue().path("value")));
            facts.set("operators", JSON.arrayNode().addAll(operators.values()));
            filters.set(filter.getKey(), facts);
        });
        return filters;
    }

    /** Fields that are off by default come last, as they do for whoever selects everything. */
    private ObjectNode fields(JsonNode attributes, ArrayNode additional) {
        List<String> last = new ArrayList<>();
        additional.forEach(name -> last.add(name.asText()));
        ObjectNode all = (ObjectNode) type(attributes);
        ObjectNode ordered = JSON.objectNode();
        all.properties().stream()
                .filter(field -> !last.contains(field.getKey()))
                .forEach(field -> ordered.set(field.getKey(), field.getValue()));
        last.forEach(name -> ordered.set(name, all.path(name)));
        return ordered;
    }

    private ArrayNode includes(JsonNode response) {
        ArrayNode includes = JSON.arrayNode();
        JsonNode resources = document.resolve(response)
                .path("properties")
                .path("included")
                .path("items")
                .path("oneOf");
        for (JsonNode name : listed("include")) {
            for (JsonNode reference : resources) {
                JsonNode resource = merged(reference);
                String type = merged(resource.path("properties").path("type"))
                        .path("enum")
                        .path(0)
                        .asText();
                if (name.asText().equals(type) || name.asText().equals(type + "s")) {
                    ObjectNode include = includes.addObject();
                    include.set("name", name);
                    include.put("type", type);
                    include.set("fields", type(resource.path("properties").path("attributes")));
                    include.set("sparseFields", listed("fields[" + type + "]"));
                }
            }
        }
        return includes;
    }

    private JsonNode type(JsonNode schema) {
        JsonNode merged = merged(schema);
        if (merged.has("oneOf") || merged.has("anyOf")) {
            return alternatives(merged.path(merged.has("oneOf") ? "oneOf" : "anyOf"));
        }
        if (merged.has("items")) {
            return JSON.arrayNode().add(type(merged.path("items")));
        }
        if (!merged.has("properties")) {
            return JSON.textNode(scalar(merged));
        }

        ObjectNode fields = JSON.objectNode();
        merged.path("properties").properties().forEach(member -> fields.set(member.getKey(), type(member.getValue())));
        return fields;
    }

    /** A number that some answers write as a string is a number all the same. */
    private JsonNode alternatives(JsonNode options) {
        List<JsonNode> types = new ArrayList<>();
        options.forEach(option -> types.add(type(option)));
        return types.stream()
                .filter(type -> type.asText().equals("number"))
                .findFirst()
                .orElse(types.get(0));
    }

    private static String scalar(JsonNode schema) {
        if (schema.path("format").asText().equals("date-time")) {
            return "timestamp";
        }
        String type = schema.path("type").asText();
        return type.equals("object") ? "json" : type;
    }
}
