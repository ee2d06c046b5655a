package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Field;
import io.github.klaviyospark.core.collection.FieldType;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What members become that are the customer's own, such as the properties of profiles: a map of JSON texts, a variant, or
 * columns of types that the user gives.
 */
public final class Members {

    static final String ALLOWED = "map, variant, or columns such as `tier STRING, visits BIGINT`";

    private static final Members MAP = new Members(null);

    private final DataType type;

    private Members(DataType type) {
        this.type = type;
    }

    static Members parse(String text) {
        if (text.equalsIgnoreCase("map")) {
            return MAP;
        }
        if (text.equalsIgnoreCase("variant")) {
            return new Members(variant());
        }
        try {
            return new Members(StructType.fromDDL(text));
        } catch (Exception e) {
            // Spark throws checked exceptions here that it does not declare.
            throw new IllegalArgumentException(
                    "Option properties cannot be read as columns. Write names and types of Spark, for example"
                            + " `tier STRING, visits BIGINT, tags ARRAY<STRING>`, or map, or variant.",
                    e);
        }
    }

    private static DataType variant() {
        try {
            return DataType.fromDDL("variant");
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "Option properties is variant, a type that Spark has since 4.0. Use map, or name the columns.", e);
        }
    }

    /** Whether they are a map of JSON texts. */
    public boolean isMap() {
        return type == null;
    }

    /**
     * The columns of a collection with the types that are wanted.
     *
     * @throws IllegalArgumentException when columns were named, and the collection has no place for them or several
     */
    public StructType of(StructType columns, CollectionDescriptor collection) {
        if (type == null) {
            return columns;
        }
        List<String> own = collection.fields().stream()
                .filter(field -> field.type() == FieldType.JSON)
                .map(Field::name)
                .toList();
        if (type instanceof StructType && own.size() != 1) {
            throw new IllegalArgumentException("Option properties names columns, and " + collection.name()
                    + (own.isEmpty()
                            ? " have no members of their own."
                            : " have them in " + String.join(" and in ", own) + ".")
                    + " Leave it out" + (own.isEmpty() ? "." : ", and give the whole schema with schema(...)."));
        }
        StructType typed = new StructType();
        for (StructField column : columns.fields()) {
            typed = own.contains(column.name()) ? typed.add(column.name(), type, true) : typed.add(column);
        }
        return typed;
    }

    @Override
    public String toString() {
        return type == null ? "map" : type.catalogString();
    }
}
