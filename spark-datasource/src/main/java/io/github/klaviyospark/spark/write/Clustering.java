package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.rows.ColumnPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The columns that rows are brought together by. Spark hashes and sorts simple values only. */
final class Clustering {

    private Clustering() {}

    /**
     * Columns with simple values, found by their names.
     *
     * @param option the option that names them
     * @throws IllegalArgumentException when one does not exist or holds no simple value
     */
    static List<ColumnPath> paths(StructType schema, String option, List<String> names) {
        return names.stream().map(name -> path(schema, option, name)).toList();
    }

    private static ColumnPath path(StructType schema, String option, String name) {
        ColumnPath path = ColumnPath.find(schema, name)
                .orElseThrow(() -> new IllegalArgumentException(option + " '" + name
                        + "' is no column of the rows. Columns: "
                        + Arrays.stream(schema.fields()).map(StructField::name).collect(Collectors.joining(", "))
                        + "."));
        if (!isSimple(path.type())) {
            throw new IllegalArgumentException(option + " '" + name + "' has the type "
                    + path.type().typeName() + ", and rows cannot be sorted by that. Name columns with simple values;"
                    + " members of a struct as struct.member.");
        }
        return path;
    }

    /** Columns as Spark refers to them. */
    static List<NamedReference> references(List<ColumnPath> paths) {
        return paths.stream().map(path -> reference(path.names())).toList();
    }

    /**
     * All columns and struct members with simple values.
     *
     * @throws IllegalArgumentException when there are none
     */
    static List<NamedReference> everything(StructType schema) {
        List<NamedReference> simple = simple(schema);
        if (simple.isEmpty()) {
            throw new IllegalArgumentException(
                    "The rows hold arrays and maps only, and Spark cannot bring rows together by"
                            + " these. Set writers=input to keep the partitions as they are, or add a column with an id.");
        }
        return simple;
    }

    /** All columns and struct members with simple values; perhaps none. */
    static List<NamedReference> simple(StructType schema) {
        List<NamedReference> simple = new ArrayList<>();
        collect(schema, List.of(), simple);
        return simple;
    }

    private static void collect(StructType struct, List<String> path, List<NamedReference> into) {
        for (StructField field : struct.fields()) {
            List<String> member = new ArrayList<>(path);
            member.add(field.name());
            if (field.dataType() instanceof StructType nested) {
                collect(nested, member, into);
            } else if (isSimple(field.dataType())) {
                into.add(reference(member));
            }
        }
    }

    /** Whether Spark can hash and sort values of a type. */
    static boolean isSimple(DataType type) {
        return type instanceof StringType
                || type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType
                || type instanceof BinaryType;
    }

    private static NamedReference reference(List<String> path) {
        return Expressions.column(
                path.stream().map(part -> "`" + part.replace("`", "``") + "`").collect(Collectors.joining(".")));
    }
}
