package io.github.klaviyospark.core.collection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A descriptor as it is kept. A type is a name, an object of fields, or a list of one type; see the generator for the
 * whole format.
 */
final class DescriptorFile {

    /** How much a page is taken to hold where nothing says it; it only matters for how many are fetched ahead. */
    private static final int UNSTATED_PAGE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private DescriptorFile(JsonNode root) {
        this.root = root;
    }

    static DescriptorFile of(String name) {
        try (InputStream in = DescriptorFile.class.getResourceAsStream(name.replace("/{id}/", "-") + ".json")) {
            return new DescriptorFile(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("The descriptor of " + name + " cannot be read.", e);
        }
    }

    String text(String member) {
        return root.required(member).asText();
    }

    /** The text, or null where the descriptor does not have it. */
    String optionalText(String member) {
        return root.path(member).textValue();
    }

    List<String> texts(String member) {
        return texts(root.required(member));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** Whether an answer holds one resource and no list. */
    boolean isOne() {
        return root.path("one").asBoolean();
    }

    /** What the prose states is what every account gets; more may be had for the asking. */
    PageSize pageSize() {
        JsonNode sizes = root.path("pageSize");
        int most = sizes.path("max").asInt(isOne() ? 1 : UNSTATED_PAGE);
        return new PageSize(
                sizes.path("default").asInt(most), sizes.path("stated").asInt(most), most, sizes.has("max"));
    }

    Map<String, QuotaLimits> quotas(String member) {
        Map<String, QuotaLimits> quotas = new LinkedHashMap<>();
        root.path(member)
                .properties()
                .forEach(entry -> quotas.put(
                        entry.getKey(), QuotaLimits.parse(entry.getValue().asText())));
        return quotas;
    }

    List<FilterField> filters() {
        List<FilterField> filters = new ArrayList<>();
        root.required("filters").properties().forEach(entry -> {
            JsonNode facts = entry.getValue();
            filters.add(new FilterField(
                    entry.getKey(),
                    facts.path("column").textValue(),
                    facts.has("value") ? type(facts.path("value")) : FieldType.STRING,
                    new HashSet<>(texts(facts.path("values"))),
                    new HashSet<>(texts(facts.path("single"))),
                    new HashSet<>(texts(facts.path("list"))),
                    new HashSet<>(texts(facts.path("none")))));
        });
        return filters;
    }

    /** The condition without which nothing is listed, or null. */
    RequiredFilter requiredFilter() {
        JsonNode required = root.path("requiredFilter");
        return required.isMissingNode()
                ? null
                : new RequiredFilter(required.required("field").asText(), texts(required.required("values")));
    }

    List<Relationship> relationships() {
        List<Relationship> relationships = new ArrayList<>();
        root.required("relationships").properties().forEach(entry -> {
            JsonNode facts = entry.getValue();
            relationships.add(new Relationship(
                    entry.getKey(),
                    facts.required("column").asText(),
                    facts.required("type").asText(),
                    facts.required("many").asBoolean(),
                    texts(facts.required("formerNames")),
                    texts(facts.required("formerAttributes"))));
        });
        return List.copyOf(relationships);
    }

    List<Include> includes() {
        List<Include> includes = new ArrayList<>();
        for (JsonNode include : root.required("includes")) {
            includes.add(new Include(
                    include.required("name").asText(),
                    include.required("type").asText(),
                    include.required("many").asBoolean(),
                    texts(include.required("formerNames")),
                    fields(include.required("fields")),
                    new HashSet<>(texts(include.required("sparseFields")))));
        }
        return List.copyOf(includes);
    }

    List<Field> fields() {
        return fields(root.required("fields"));
    }

    private static List<Field> fields(JsonNode object) {
        List<Field> fields = new ArrayList<>();
        object.properties().forEach(entry -> fields.add(field(entry.getKey(), entry.getValue())));
        return List.copyOf(fields);
    }

    private static Field field(String name, JsonNode kind) {
        if (kind.isObject()) {
            return new Field(name, FieldType.OBJECT, fields(kind));
        }
        if (kind.isArray()) {
            return new Field(name, FieldType.LIST, List.of(field("", kind.required(0))));
        }
        return new Field(name, type(kind), List.of());
    }

    private static FieldType type(JsonNode name) {
        return FieldType.valueOf(name.asText().toUpperCase(Locale.ROOT));
    }
}
