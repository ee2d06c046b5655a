package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.collection.Field;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.ObjectsOfType;
import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyMapping;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.RelationshipMapping;
import io.github.klaviyospark.spark.pages.CollectionSchema;
import io.github.klaviyospark.spark.rows.PlacedForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of an object type as a table: the id, the properties, and what is only written because the API does not give
 * it back: identifiers of profiles and ids of related objects that are no properties as well. An object's id is called
 * after the key that it has in a record.
 */
final class ObjectColumns {

    private static final String ID = "id";

    private final ObjectType type;
    private final ObjectSchema schema;
    private final Map<MappingPath, String> columnsByPath = new LinkedHashMap<>();
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, String> comments = new LinkedHashMap<>();
    private final Set<String> sources = new LinkedHashSet<>();
    private final Set<MappingPath> idPaths = new LinkedHashSet<>();
    private String idColumn = ID;
    private String refusal;

    ObjectColumns(ObjectType type, ObjectSchema schema) {
        this.type = type;
        this.schema = schema;
        findIds();
        idColumn = idName();
        comments.put(idColumn, "the id of the object");
        idPaths.forEach(path -> columnsByPath.put(path, idColumn));
        addProperties();
        addIdentifiers();
    }

    private void findIds() {
        for (PropertyMapping mapping : schema.mapping().properties()) {
            if (mapping instanceof PropertyMapping.Simple simple) {
                sources.add(simple.sourceId());
                path(simple.idPath()).ifPresent(idPaths::add);
            } else if (mapping instanceof PropertyMapping.Other other) {
                refusal =
                        "property " + other.propertyId() + " has a mapping of the unknown kind '" + other.kind() + "'";
            }
        }
        for (RelationshipMapping mapping : schema.mapping().relationships()) {
            sources.add(mapping.sourceId());
            path(mapping.idPath()).ifPresent(idPaths::add);
        }
        if (sources.size() != 1) {
            refusal = "it is mapped from " + sources.size() + " data sources";
        }
    }

    private String idName() {
        String name = idPaths.stream()
                .findFirst()
                .flatMap(MappingPath::lastKey)
                .filter(key -> schema.property(key).isEmpty())
                .orElse(ID);
        return name.isBlank() ? ID : name;
    }

    private void addProperties() {
        for (Property property : schema.content().properties()) {
            fields.add(new Field(property.name(), fieldType(property.type()), List.of()));
            boolean isRequired = schema.content().required().contains(property.name());
            String description = property.description() == null ? "" : property.description();
            comments.put(property.name(), isRequired ? (description + " (required)").strip() : description);
        }
        for (PropertyMapping mapping : schema.mapping().properties()) {
            if (mapping instanceof PropertyMapping.Simple simple) {
                nameOf(simple.propertyId())
                        .ifPresent(name -> path(simple.dataPath()).ifPresent(path -> place(path, name)));
            } else if (mapping instanceof PropertyMapping.Constant constant) {
                nameOf(constant.propertyId())
                        .ifPresent(name -> comments.put(name, "always the same, whatever is written"));
            }
        }
    }

    private void place(MappingPath path, String name) {
        String other = columnsByPath.putIfAbsent(path, name);
        if (other != null) {
            refusal = "columns " + other + " and " + name + " come from the same place, " + path;
        }
    }

    private void addIdentifiers() {
        for (RelationshipMapping mapping : schema.mapping().relationships()) {
            String relationship = schema.relationships().stream()
                    .filter(known -> known.id().equals(mapping.relationshipId()))
                    .map(known -> known.name())
                    .findFirst()
                    .orElse("related");
            for (Map.Entry<IdentifierType, String> identifier :
                    mapping.identifierPaths().entrySet()) {
                addWriteOnly(relationship, identifier.getKey().label(), identifier.getValue());
            }
            if (mapping.relatedIdPath() != null) {
                addWriteOnly(relationship, ID, mapping.relatedIdPath());
            }
        }
    }

    private void addWriteOnly(String relationship, String what, String place) {
        Optional<MappingPath> path = path(place);
        if (path.isEmpty() || columnsByPath.containsKey(path.get())) {
            return;
        }
        String key = path.get().lastKey().filter(name -> !name.isBlank()).orElse("");
        String name = key.isEmpty() || comments.containsKey(key) ? relationship + "_" + what.replace('-', '_') : key;
        columnsByPath.put(path.get(), name);
        fields.add(new Field(name, FieldType.STRING, List.of()));
        comments.put(
                name,
                "written to link the object by " + relationship + " (" + what + "); reads as null, because the"
                        + " API does not give links back");
    }

    private Optional<String> nameOf(int propertyId) {
        return schema.content().properties().stream()
                .filter(property -> property.id() == propertyId)
                .map(Property::name)
                .findFirst();
    }

    private Optional<MappingPath> path(String text) {
        try {
            MappingPath path = MappingPath.ofAccount(text);
            if (path.hasIndex()) {
                refusal = "the path " + path + " has a positional index";
                return Optional.empty();
            }
            return Optional.of(path);
        } catch (IllegalArgumentException e) {
            refusal = "the path " + text + " is beyond what Klaviyo documents";
            return Optional.empty();
        }
    }

    private static FieldType fieldType(PropertyType type) {
        return switch (type) {
            case STRING -> FieldType.STRING;
            case INT -> FieldType.INTEGER;
            case FLOAT -> FieldType.NUMBER;
            case BOOLEAN -> FieldType.BOOLEAN;
            case TIMESTAMP -> FieldType.TIMESTAMP;
        };
    }

    String idColumn() {
        return idColumn;
    }

    CollectionDescriptor collection() {
        return Collections.of(new ObjectsOfType(type.id(), idColumn, fields));
    }

    /** With comments, which Spark shows from here before version 4. */
    StructType schema() {
        return commented(CollectionSchema.of(collection(), List.of()));
    }

    /** What can be read: the id, under this name in all types, and the properties. */
    StructType readable() {
        List<Field> properties = fields.stream()
                .filter(field -> schema.property(field.name()).isPresent())
                .toList();
        return commented(CollectionSchema.of(Collections.of(new ObjectsOfType(type.id(), ID, properties)), List.of()));
    }

    private StructType commented(StructType columns) {
        StructType schema = new StructType();
        for (StructField field : columns.fields()) {
            String comment = comments.getOrDefault(field.name(), "");
            // A null id is refused by the writer, which says so better than Spark.
            StructField column = DataTypes.createStructField(field.name(), field.dataType(), true);
            schema = schema.add(comment.isEmpty() ? column : column.withComment(comment));
        }
        return schema;
    }

    Column[] columns() {
        return TableColumns.of(schema());
    }

    /**
     * Whether a record of this table would also be an object of another type: it then lacks the other's properties, which
     * become null.
     */
    boolean wouldTouch(ObjectColumns other) {
        return !other.sources.isEmpty()
                && sources.containsAll(other.sources)
                && other.idPaths.stream().anyMatch(columnsByPath::containsKey);
    }

    /** The data source that rows are written to. */
    String sourceId() {
        return sources.iterator().next();
    }

    /**
     * What rows become when they are written.
     *
     * @throws UnsupportedOperationException when the mapping cannot be read backwards
     */
    PlacedForm form() {
        if (refusal != null) {
            throw notWritable(refusal);
        }
        Map<String, List<MappingPath>> places = new LinkedHashMap<>();
        columnsByPath.forEach((path, column) ->
                places.computeIfAbsent(column, name -> new ArrayList<>()).add(path));
        try {
            return new PlacedForm(places);
        } catch (IllegalArgumentException e) {
            throw notWritable(e.getMessage());
        }
    }

    private UnsupportedOperationException notWritable(String why) {
        return new UnsupportedOperationException("Rows cannot be inserted into object type '" + type.title()
                + "', because its source mapping says more than a row of this table can: " + why
                + ". Write the records themselves: df.write.format(\"klaviyo\").option(\"dataSource\", …).");
    }
}
