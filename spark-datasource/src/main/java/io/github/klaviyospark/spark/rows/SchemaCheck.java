package io.github.klaviyospark.spark.rows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds what in a schema has no JSON form, before any row is looked at. */
public final class SchemaCheck {

    private final List<String> problems = new ArrayList<>();

    private SchemaCheck() {}

    /**
     * Checks a schema.
     *
     * @throws IllegalArgumentException when a column cannot be written; the message names all that cannot
     */
    public static void check(StructType schema) {
        SchemaCheck check = new SchemaCheck();
        if (schema.fields().length == 0) {
            check.problems.add("there is no column");
        }
        check.struct(schema, "");
        if (!check.problems.isEmpty()) {
            throw new IllegalArgumentException("The rows cannot be written as JSON objects: "
                    + String.join("; ", check.problems) + ". Cast, rename or drop these columns first.");
        }
    }

    private void struct(StructType struct, String path) {
        Set<String> names = new HashSet<>();
        for (StructField field : struct.fields()) {
            String member = path.isEmpty() ? field.name() : path + "." + field.name();
            if (!names.add(field.name())) {
                problems.add("column " + member + " stands twice");
            }
            type(field.dataType(), member);
        }
    }

    private void type(DataType type, String path) {
        if (type instanceof StructType struct) {
            struct(struct, path);
        } else if (type instanceof ArrayType array) {
            type(array.elementType(), path + "[]");
        } else if (type instanceof MapType map) {
            if (!ValueWriters.isString(map.keyType())) {
                problems.add("column " + path + " has keys of type "
                        + map.keyType().typeName() + ", and JSON has string keys only");
            }
            type(map.valueType(), path + "{}");
        } else if (ValueWriters.lenient().of(type) == null) {
            problems.add("column " + path + " has the type " + type.typeName() + ", which has no JSON form");
        }
    }
}
