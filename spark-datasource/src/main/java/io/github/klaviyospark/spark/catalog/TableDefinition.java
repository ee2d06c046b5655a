package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ProfileLink;
import io.github.klaviyospark.core.definition.PropertyDefinition;
import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyNames;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The definition of an object type that the columns and properties of a table make: each column is a property found under
 * its own name, except the id. A column that is not null is required.
 */
public final class TableDefinition {

    private static final String ID_FIELD = "idField";
    private static final String TITLE = "title";
    private static final String DATA_SOURCE = "dataSource";
    private static final String COMMENT = "comment";
    private static final String WRITE_ONLY = "writeOnly";
    private static final String PROFILE = "profile.";
    private static final String PROFILE_NAME = "profile.name";

    /** What Spark adds by itself. */
    private static final List<String> OF_SPARK =
            List.of("owner", "provider", "location", "external", "is_managed_location");

    private final String name;
    private final StructType columns;
    private final Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private TableDefinition(String name, StructType columns, Map<String, String> properties) {
        this.name = name;
        this.columns = columns;
        this.properties.putAll(properties);
    }

    /**
     * Makes a definition.
     *
     * @param name the name of the table, by default the title of the type and of the data source
     * @param columns the columns, with comments as descriptions
     * @param properties {@code idField}, {@code profile.email} and so on, see the documentation
     * @throws IllegalArgumentException when it breaks rules, with all of them
     */
    public static Definition of(String name, StructType columns, Map<String, String> properties) {
        TableDefinition table = new TableDefinition(name, columns, properties);
        table.checkNames();
        DefinitionLimits limits = new DefinitionLimits(PropertyNames.MAX_PROPERTIES_LARGER_PLAN);
        return Definition.of(List.of(table.object()), limits);
    }

    private void checkNames() {
        List<String> unknown = properties.keySet().stream()
                .filter(property -> !OF_SPARK.contains(property.toLowerCase(Locale.ROOT)))
                .filter(property -> !isKnown(property))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown table properties: " + String.join(", ", unknown)
                    + ". Known are " + String.join(", ", known()) + ".");
        }
    }

    private static boolean isKnown(String property) {
        return known().stream().anyMatch(property::equalsIgnoreCase);
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(List.of(ID_FIELD, TITLE, DATA_SOURCE, COMMENT, WRITE_ONLY, PROFILE_NAME));
        for (IdentifierType type : IdentifierType.values()) {
            known.add(PROFILE + type.label());
        }
        return known;
    }

    private ObjectDefinition object() {
        String id = column(Optional.ofNullable(properties.get(ID_FIELD))
                .orElseThrow(
                        () -> new IllegalArgumentException("The table property idField is missing. Name the column that"
                                + " holds the id of an object, as in TBLPROPERTIES ('idField' = 'pet_id').")));
        List<String> writeOnly = writeOnly();
        List<PropertyDefinition> defined = new ArrayList<>();
        for (StructField field : columns.fields()) {
            if (!field.name().equals(id) && !writeOnly.contains(field.name())) {
                defined.add(new PropertyDefinition(
                        field.name(),
                        type(field),
                        field.getComment().getOrElse(() -> null),
                        !field.nullable(),
                        path(field.name()),
                        null));
            }
        }
        MappingPath idPath = path(id);
        return new ObjectDefinition(
                properties.getOrDefault(TITLE, name),
                properties.getOrDefault(COMMENT, ""),
                properties.getOrDefault(DATA_SOURCE, name),
                idPath,
                defined,
                links(idPath),
                List.of());
    }

    private List<String> writeOnly() {
        String named = properties.getOrDefault(WRITE_ONLY, "");
        return named.isBlank()
                ? List.of()
                : Arrays.stream(named.split(",", -1))
                        .map(String::trim)
                        .map(this::column)
                        .toList();
    }

    private List<ProfileLink> links(MappingPath idPath) {
        Map<IdentifierType, MappingPath> identifiers = new TreeMap<>();
        for (IdentifierType type : IdentifierType.values()) {
            String column = properties.get(PROFILE + type.label());
            if (column != null) {
                identifiers.put(type, path(column(column)));
            }
        }
        return identifiers.isEmpty()
                ? List.of()
                : List.of(new ProfileLink(
                        properties.getOrDefault(PROFILE_NAME, "profile"),
                        null,
                        idPath,
                        identifiers,
                        UpdateStrategy.REPLACE_FROM_ORIGIN));
    }

    private String column(String named) {
        return Arrays.stream(columns.fieldNames())
                .filter(named::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The table has no column '" + named + "'. Columns: "
                        + String.join(", ", columns.fieldNames()) + "."));
    }

    private static MappingPath path(String column) {
        return MappingPath.ofKey(column);
    }

    private static PropertyType type(StructField field) {
        DataType type = field.dataType();
        if (type instanceof StringType) {
            return PropertyType.STRING;
        }
        if (type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || (type instanceof DecimalType decimal && decimal.scale() == 0)) {
            return PropertyType.INT;
        }
        if (type instanceof FloatType || type instanceof DoubleType || type instanceof DecimalType) {
            return PropertyType.FLOAT;
        }
        if (type instanceof BooleanType) {
            return PropertyType.BOOLEAN;
        }
        if (type instanceof TimestampType || type instanceof TimestampNTZType || type instanceof DateType) {
            return PropertyType.TIMESTAMP;
        }
        throw new IllegalArgumentException("Column '" + field.name() + "' has the type " + type.simpleString()
                + ", and properties of objects are strings, whole numbers, numbers, booleans and timestamps. Turn arrays"
                + " and structs into text with to_json.");
    }
}
