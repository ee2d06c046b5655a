package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the connector must know of a readable collection, taken from the operation that lists it: whether it is one
 * resource and no list, fields with their types, filter operators, sort keys, page sizes, quotas, fields that are off by default, relationships, and what can be
 * included. {@link TypeFacts} says how types are written.
 */
final class CollectionFacts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern STATED_SIZE = Pattern.compile("(?:maximum|page\\s+size)\\s+of\\s+(\\d+)");

    private final OpenApiDocument.Operation operation;
    private final OpenApiDocument document;
    private final TypeFacts types;
    private final Known known;

    CollectionFacts(OpenApiDocument document, String operationId, Known known) {
        this.document = document;
        this.operation = document.operation(operationId);
        this.types = new TypeFacts(document);
        this.known = known;
    }

    /** The facts of a collection that is read under a name. */
    ObjectNode of(String name) {
        JsonNode response = document.resolve(response());
        JsonNode data = types.merged(response.path("properties").path("data"));
        boolean isOne = !data.has("items");
        JsonNode resource = isOne ? data : types.merged(data.path("items"));
        String type = types.merged(resource.path("properties").path("type"))
                .path("enum")
                .path(0)
                .asText();
        ArrayNode additional = listed("additional-fields[" + type + "]");
        ObjectNode fields = types.fields(resource.path("properties").path("attributes"), texts(additional));
        RelationshipFacts related = new RelationshipFacts(types, known);
        ObjectNode relationships = related.relationships(resource, fields);
        FilterFacts filters = new FilterFacts(operation, type, fields, relationships);
        QuotaFacts quotas = new QuotaFacts(document, operation);

        ObjectNode facts = JSON.objectNode();
        facts.put("name", name);
        facts.put("revision", document.revision());
        facts.put("operation", operation.id());
        facts.put("path", operation.path());
        facts.put("family", family());
        facts.put("type", type);
        facts.set("scopes", operation.node().path("x-klaviyo-scopes"));
        facts.put("quota", quotas.quota());
        quotas.dearer(additional).ifPresent(dearer -> facts.set("dearerQuotas", dearer));
        if (isOne) {
            facts.put("one", true);
        }
        pageSizes().ifPresent(sizes -> facts.set("pageSize", sizes));
        facts.set("sort", sortKeys());
        facts.set("filters", filters.filters());
        filters.required().ifPresent(required -> facts.set("requiredFilter", required));
        addTimes(facts, attributes(resource), fields);
        facts.set("fields", fields);
        facts.set("sparseFields", listed("fields[" + type + "]"));
        facts.set("additionalFields", additional);
        facts.set("relationships", relationships);
        facts.set("includes", related.includes(response, listed("include"), relationships, this::listed));
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

    private String family() {
        return operation
                .node()
                .path("tags")
                .path(0)
                .asText()
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-');
    }

    private JsonNode attributes(JsonNode resource) {
        ObjectNode attributes = JSON.objectNode();
        types.merged(resource.path("properties").path("attributes"))
                .path("properties")
                .properties()
                .forEach(member -> attributes.set(member.getKey(), types.merged(member.getValue())));
        return attributes;
    }

    private void addTimes(ObjectNode facts, JsonNode attributes, JsonNode fields) {
        TimeFacts times = new TimeFacts(attributes, facts.path("filters"), facts.path("sort"), fields, known);
        ArrayNode orders = facts.putArray("orders");
        times.orders().forEach(orders::add);
        times.slice().ifPresent(field -> facts.put("slice", field));
        times.follow().ifPresent(field -> facts.put("follow", field));
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

    private static List<String> texts(ArrayNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    /** Where the prose states less than the parameter allows, both are kept; where there is no parameter, what it states. */
    private Optional<ObjectNode> pageSizes() {
        ObjectNode sizes = JSON.objectNode();
        parameter("page[size]").ifPresent(parameter -> {
            sizes.set("default", parameter.path("schema").path("default"));
            sizes.set("max", parameter.path("schema").path("maximum"));
        });
        Matcher stated =
                STATED_SIZE.matcher(operation.node().path("description").asText());
        if (stated.find()
                && Integer.parseInt(stated.group(1)) < sizes.path("max").asInt(Integer.MAX_VALUE)) {
            sizes.put("stated", Integer.parseInt(stated.group(1)));
        }
        return sizes.isEmpty() ? Optional.empty() : Optional.of(sizes);
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
}
