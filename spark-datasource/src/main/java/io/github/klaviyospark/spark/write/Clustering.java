package io.github.klaviyospark.spark.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
     * The id columns as Spark refers to them.
     *
     * @throws IllegalArgumentException when one does not exist or holds no simple value
     */
    static NamedReference[] ids(StructType schema, List<String> names) {
        return names.stream().map(name -> id(schema, name)).toArray(NamedReference[]::new);
    }

    private static NamedReference id(StructType schema, String name) {
        List<String> path = new ArrayList<>();
        DataType type = schema;
        for (String part : name.split("\\.", -1)) {
            StructField field = field(type, part).orElseThrow(() -> missing(schema, name));
            path.add(field.name());
            type = field.dataType();
        }
        if (!isSimple(type)) {
            throw new IllegalArgumentException("idField '" + name + "' has the type " + type.typeName()
                    + ", and rows cannot be sorted by that. Name columns with simple values; members of a struct as"
                    + " struct.member.");
        }
        return reference(path);
    }

    // Spark is case-insensitive unless it is told otherwise, and then the exact name is there.
    private static Optional<StructField> field(DataType type, String name) {
        if (!(type instanceof StructType struct)) {
            return Optional.empty();
        }
        return Arrays.stream(struct.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> Arrays.stream(struct.fields())
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    private static IllegalArgumentException missing(StructType schema, String name) {
        return new IllegalArgumentException("idField '" + name + "' is no column of the rows. Columns: "
                + Arrays.stream(schema.fields()).map(StructField::name).collect(Collectors.joining(", ")) + ".");
    }

    /**
     * All columns and struct members with simple values.
     *
     * @throws IllegalArgumentException when there are none
     */
    static NamedReference[] everything(StructType schema) {
        List<NamedReference> simple = new ArrayList<>();
        collect(schema, List.of(), simple);
        if (simple.isEmpty()) {
            throw new IllegalArgumentException(
                    "The rows hold arrays and maps only, and Spark cannot bring rows together by"
                            + " these. Set writers=input to keep the partitions as they are, or add a column with an id.");
        }
        return simple.toArray(NamedReference[]::new);
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

    private static boolean isSimple(DataType type) {
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
