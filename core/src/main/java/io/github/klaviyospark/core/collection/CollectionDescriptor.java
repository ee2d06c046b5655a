package io.github.klaviyospark.core.collection;

import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.objects.ObjectRecords;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of a collection that can be read: where it is, what its resources look like, and what the API can
 * filter, sort, leave out and include. Made from Klaviyo's OpenAPI document; {@link Collections} finds one by its path.
 */
public final class CollectionDescriptor implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Stands in a path for the resource that a collection belongs to. */
    static final String PLACE = "{id}";

    private final String template;
    private final String path;
    private final String type;
    private final ApiFamily family;
    private final String scopes;
    private final QuotaLimits quota;
    private final Map<String, QuotaLimits> dearerQuotas;
    private final boolean isOne;
    private final PageSize pageSize;
    private final List<String> sortKeys;
    private final Set<String> orders;
    private final LinkedHashMap<String, FilterField> filters;
    private final RequiredFilter requiredFilter;
    private final String sliceField;
    private final String followField;
    private final List<Field> fields;
    private final Set<String> sparseFields;
    private final List<String> additionalFields;
    private final List<Relationship> relationships;
    private final List<Include> includes;
    private final Form form;

    CollectionDescriptor(DescriptorFile file) {
        this.template = file.text("name");
        this.path = file.text("path");
        this.type = file.text("type");
        this.family = ApiFamily.of(file.text("family"));
        this.scopes = String.join(" ", file.texts("scopes"));
        this.quota = QuotaLimits.parse(file.text("quota"));
        this.dearerQuotas = file.quotas("dearerQuotas");
        this.isOne = file.isOne();
        this.pageSize = file.pageSize();
        this.sortKeys = file.texts("sort");
        this.orders = Set.copyOf(file.texts("orders"));
        this.filters = new LinkedHashMap<>();
        file.filters().forEach(filter -> filters.put(filter.name(), filter));
        this.requiredFilter = file.requiredFilter();
        this.sliceField = file.optionalText("slice");
        this.followField = file.optionalText("follow");
        this.fields = file.fields();
        this.sparseFields = Set.copyOf(file.texts("sparseFields"));
        this.additionalFields = file.texts("additionalFields");
        this.relationships = file.relationships();
        this.includes = file.includes();
        this.form = Form.WHOLE;
    }

    private CollectionDescriptor(
            CollectionDescriptor other, PageSize pageSize, List<Field> fields, Set<String> sparseFields, Form form) {
        this.template = other.template;
        this.path = other.path;
        this.type = other.type;
        this.family = other.family;
        this.scopes = other.scopes;
        this.quota = other.quota;
        this.dearerQuotas = other.dearerQuotas;
        this.isOne = other.isOne;
        this.pageSize = pageSize;
        this.sortKeys = other.sortKeys;
        this.orders = other.orders;
        this.filters = other.filters;
        this.requiredFilter = other.requiredFilter;
        this.sliceField = other.sliceField;
        this.followField = other.followField;
        this.fields = fields;
        this.sparseFields = sparseFields;
        this.additionalFields = other.additionalFields;
        this.relationships = other.relationships;
        this.includes = other.includes;
        this.form = form;
    }

    /** The same collection of one resource. */
    CollectionDescriptor of(String resource) {
        return new CollectionDescriptor(this, pageSize, fields, sparseFields, form.of(resource));
    }

    /** The objects of one type, whose properties are the columns. */
    CollectionDescriptor of(ObjectsOfType objects) {
        String resource = objects.objectTypeId();
        Form held = new Form(resource, "record_properties", ObjectRecords.id(resource, ""), objects.idColumn());
        return new CollectionDescriptor(this, pageSize, objects.properties(), sparseFields, held);
    }

    /**
     * The same collection in pages of another size.
     *
     * @throws IllegalArgumentException when the API takes no size, or not this one
     */
    public CollectionDescriptor withPageSize(int resources) {
        if (!takesPageSize() || resources > pageSize.most()) {
            throw new IllegalArgumentException("Pages of " + name() + " "
                    + (takesPageSize() ? "have at most " + pageSize.most() : "have a size that Klaviyo sets")
                    + ", and " + resources + " are asked for.");
        }
        return new CollectionDescriptor(this, pageSize.of(resources), fields, sparseFields, form);
    }

    /** The same collection as revisions show it that do not know all of its names: none is left out of an answer. */
    public CollectionDescriptor withoutSparseFields() {
        return new CollectionDescriptor(this, pageSize, fields, Set.of(), form);
    }

    /** The resource that the collection belongs to, where the path has a place for one. */
    public Optional<String> resource() {
        return Optional.ofNullable(form.resource());
    }

    /** Whether the path has a place for a resource that is not filled. */
    public boolean needsResource() {
        return template.contains(PLACE) && form.resource() == null;
    }

    /**
     * Whether it is the objects of a type whose properties are not known: only the schema of the type tells them, and
     * {@link Collections#of} takes them.
     */
    public boolean lacksProperties() {
        return template.equals(Collections.OBJECT_RECORDS) && form.holder() == null;
    }

    /** The attribute whose members are the fields, if they are not attributes themselves. */
    public Optional<String> holder() {
        return Optional.ofNullable(form.holder());
    }

    /** What ids begin with that is of no interest to a reader; mostly nothing. */
    public String idPrefix() {
        return form.idPrefix();
    }

    /** What the column of ids is called. */
    public String idColumn() {
        return form.idColumn();
    }

    /** The path under which it is read; {@code ID} stands for a resource that is not known. */
    public String name() {
        return template.replace(PLACE, resource().orElse("ID"));
    }

    /** The path under which collections of its kind are read, the same for all resources. */
    public String template() {
        return template;
    }

    /** The type of its resources, which names parameters such as {@code fields[profile]}. */
    public String type() {
        return type;
    }

    /** The part of the API that it belongs to. */
    public ApiFamily family() {
        return family;
    }

    /** The attributes of a resource, without its id; those that are off by default come last. */
    public List<Field> fields() {
        return fields;
    }

    /** A filterable field by its name with dots. */
    public Optional<FilterField> filter(String field) {
        return Optional.ofNullable(filters.get(field));
    }

    /** The filterable fields that are compared with a column. */
    public List<FilterField> filtersOf(String column) {
        return filters.values().stream()
                .filter(filter -> filter.column().filter(column::equals).isPresent())
                .toList();
    }

    /** The filterable fields. */
    public List<FilterField> filters() {
        return new ArrayList<>(filters.values());
    }

    /** The condition without which the API lists nothing. */
    public Optional<RequiredFilter> requiredFilter() {
        return Optional.ofNullable(requiredFilter);
    }

    /** What the API can sort by, both ways. */
    public List<String> sortKeys() {
        return sortKeys;
    }

    /**
     * Whether the API sorts by a column as everybody does: no resource lacks it, and it is no text whose order depends on
     * the language.
     */
    public boolean isOrderedBy(String column) {
        return orders.contains(column);
    }

    /**
     * The time by which the collection can be cut into ranges that are read side by side: it can be bounded on both sides
     * and sorted by, no resource lacks it, and none ever gets another one.
     */
    public Optional<String> sliceField() {
        return Optional.ofNullable(sliceField);
    }

    /**
     * The time after which a resource is new or changed, for reading what came since the last time. No resource lacks it.
     */
    public Optional<String> followField() {
        return Optional.ofNullable(followField);
    }

    /**
     * Whether it is what a resource has one of: an answer holds the resource itself, or null, where that of others holds a
     * list. Revisions before 2023-07-15 have a list here too.
     */
    public boolean isOne() {
        return isOne;
    }

    /** The most resources of a page. */
    public int maxPageSize() {
        return pageSize.size();
    }

    /** The resources of a page when the request says nothing. */
    public int defaultPageSize() {
        return pageSize.usual();
    }

    /** Whether the API takes {@code page[size]}. */
    public boolean takesPageSize() {
        return pageSize.isChosen();
    }

    /** What {@code fields[type]} takes; nothing when it is better not sent. */
    public Set<String> sparseFields() {
        return sparseFields;
    }

    /** The attributes that only come when asked for by {@code additional-fields[type]}. */
    public List<String> additionalFields() {
        return additionalFields;
    }

    /** What a resource is related to, each a column of ids. */
    public List<Relationship> relationships() {
        return relationships;
    }

    /** Related resources. */
    public List<Include> includes() {
        return includes;
    }

    /** Related resources by a name or a type. */
    public Optional<Include> include(String nameOrType) {
        return includes.stream().filter(include -> include.isCalled(nameOrType)).findFirst();
    }

    /**
     * The operation that reads it.
     *
     * @param asked the additional fields that are asked for; some are counted in a smaller budget, which all collections
     *     that offer the field share
     */
    public Operation operation(List<String> asked) {
        Operation operation = Operation.reading(path, family, quota, scopes);
        for (String field : asked) {
            if (dearerQuotas.containsKey(field)) {
                operation = operation.costing(field, dearerQuotas.get(field));
            }
        }
        return operation;
    }

    @Override
    public String toString() {
        return "CollectionDescriptor(" + name() + ")";
    }

    /**
     * Whose resources they are and how they are shown.
     *
     * @param resource the resource that the collection belongs to, or null
     * @param holder the attribute whose members are the fields, or null
     */
    private record Form(String resource, String holder, String idPrefix, String idColumn) implements Serializable {

        private static final long serialVersionUID = 1L;
        private static final Form WHOLE = new Form(null, null, "", "id");

        Form of(String other) {
            return new Form(other, holder, idPrefix, idColumn);
        }
    }
}
