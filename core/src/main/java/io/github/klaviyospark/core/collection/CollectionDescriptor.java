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

    private final String name;
    private final String path;
    private final String type;
    private final ApiFamily family;
    private final String scopes;
    private final QuotaLimits quota;
    private final Map<String, QuotaLimits> dearerQuotas;
    private final int maxPageSize;
    private final List<String> sortKeys;
    private final LinkedHashMap<String, FilterField> filters;
    private final String sliceField;
    private final String followField;
    private final List<Field> fields;
    private final Set<String> sparseFields;
    private final List<String> additionalFields;
    private final List<Include> includes;
    private final String resource;
    private final String holder;
    private final String idPrefix;
    private final String idColumn;

    CollectionDescriptor(DescriptorFile file) {
        this.name = file.text("name");
        this.path = file.text("path");
        this.type = file.text("type");
        this.family = ApiFamily.of(file.text("family"));
        this.scopes = String.join(" ", file.texts("scopes"));
        this.quota = QuotaLimits.parse(file.text("quota"));
        this.dearerQuotas = file.quotas("dearerQuotas");
        this.maxPageSize = file.maxPageSize();
        this.sortKeys = file.texts("sort");
        this.filters = new LinkedHashMap<>();
        file.filters().forEach(filter -> filters.put(filter.name(), filter));
        this.sliceField = file.optionalText("slice");
        this.followField = file.optionalText("follow");
        this.fields = file.fields();
        this.sparseFields = Set.copyOf(file.texts("sparseFields"));
        this.additionalFields = file.texts("additionalFields");
        this.includes = file.includes();
        this.resource = null;
        this.holder = null;
        this.idPrefix = "";
        this.idColumn = "id";
    }

    private CollectionDescriptor(CollectionDescriptor objects, ObjectsOfType type) {
        this.resource = type.objectTypeId();
        this.name = objects.name.replace("{id}", resource);
        this.path = objects.path;
        this.type = objects.type;
        this.family = objects.family;
        this.scopes = objects.scopes;
        this.quota = objects.quota;
        this.dearerQuotas = objects.dearerQuotas;
        this.maxPageSize = objects.maxPageSize;
        this.sortKeys = objects.sortKeys;
        this.filters = objects.filters;
        this.sliceField = objects.sliceField;
        this.followField = objects.followField;
        this.fields = type.properties();
        this.sparseFields = objects.sparseFields;
        this.additionalFields = objects.additionalFields;
        this.includes = objects.includes;
        this.holder = "record_properties";
        this.idPrefix = ObjectRecords.id(resource, "");
        this.idColumn = type.idColumn();
    }

    /** The objects of one type, whose properties are the columns. */
    CollectionDescriptor of(ObjectsOfType objects) {
        return new CollectionDescriptor(this, objects);
    }

    /** The resource that the collection belongs to, where the path has a place for one. */
    public Optional<String> resource() {
        return Optional.ofNullable(resource);
    }

    /** The attribute whose members are the fields, if they are not attributes themselves. */
    public Optional<String> holder() {
        return Optional.ofNullable(holder);
    }

    /** What ids begin with that is of no interest to a reader; mostly nothing. */
    public String idPrefix() {
        return idPrefix;
    }

    /** What the column of ids is called. */
    public String idColumn() {
        return idColumn;
    }

    /** The path under which it is read. */
    public String name() {
        return name;
    }

    /** The type of its resources, which names parameters such as {@code fields[profile]}. */
    public String type() {
        return type;
    }

    /** The attributes of a resource, without its id; those that are off by default come last. */
    public List<Field> fields() {
        return fields;
    }

    /** A filterable field by its name with dots. */
    public Optional<FilterField> filter(String field) {
        return Optional.ofNullable(filters.get(field));
    }

    /** The filterable fields. */
    public List<FilterField> filters() {
        return new ArrayList<>(filters.values());
    }

    /** What the API can sort by, both ways. */
    public List<String> sortKeys() {
        return sortKeys;
    }

    /**
     * The time by which the collection can be cut into ranges that are read side by side: it can be bounded on both sides
     * and sorted by, and no resource ever gets another one.
     */
    public Optional<String> sliceField() {
        return Optional.ofNullable(sliceField);
    }

    /** The time after which a resource is new or changed, for reading what came since the last time. */
    public Optional<String> followField() {
        return Optional.ofNullable(followField);
    }

    /** The most resources of a page. */
    public int maxPageSize() {
        return maxPageSize;
    }

    /** What {@code fields[type]} takes. */
    public Set<String> sparseFields() {
        return sparseFields;
    }

    /** The attributes that only come when asked for by {@code additional-fields[type]}. */
    public List<String> additionalFields() {
        return additionalFields;
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
        return "CollectionDescriptor(" + name + ")";
    }
}
