package io.github.klaviyospark.spark.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Where a column or a member of a struct is found in rows of one schema. */
public final class ColumnPath {

    private final List<String> names;
    private final int[] ordinals;
    private final int[] widths;
    private final DataType type;

    private ColumnPath(List<String> names, int[] ordinals, int[] widths, DataType type) {
        this.names = names;
        this.ordinals = ordinals;
        this.widths = widths;
        this.type = type;
    }

    /**
     * Looks a name up; members of structs are written as {@code a.b}. A column whose name has a dot goes first.
     *
     * @return the path, or nothing when there is no such column
     */
    public static Optional<ColumnPath> find(StructType schema, String name) {
        return field(schema, name).isPresent()
                ? along(schema, List.of(name))
                : along(schema, List.of(name.split("\\.", -1)));
    }

    private static Optional<ColumnPath> along(StructType schema, List<String> parts) {
        List<String> names = new ArrayList<>();
        int[] ordinals = new int[parts.size()];
        int[] widths = new int[parts.size()];
        DataType type = schema;
        for (int i = 0; i < ordinals.length; i++) {
            Optional<StructField> field =
                    type instanceof StructType struct ? field(struct, parts.get(i)) : Optional.empty();
            if (field.isEmpty()) {
                return Optional.empty();
            }
            StructField[] siblings = ((StructType) type).fields();
            ordinals[i] = Arrays.asList(siblings).indexOf(field.get());
            widths[i] = siblings.length;
            names.add(field.get().name());
            type = field.get().dataType();
        }
        return Optional.of(new ColumnPath(names, ordinals, widths, type));
    }

    // Spark is case-insensitive unless it is told otherwise, and then the exact name is there.
    private static Optional<StructField> field(StructType struct, String name) {
        return Arrays.stream(struct.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> Arrays.stream(struct.fields())
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    /** The names from the column down. */
    public List<String> names() {
        return names;
    }

    /** The type of the values. */
    public DataType type() {
        return type;
    }

    /** The row or struct that holds the value, or null when one on the way is null. */
    InternalRow holder(InternalRow row) {
        InternalRow holder = row;
        for (int i = 0; i < ordinals.length - 1; i++) {
            if (holder.isNullAt(ordinals[i])) {
                return null;
            }
            holder = holder.getStruct(ordinals[i], widths[i + 1]);
        }
        return holder;
    }

    /** The value's place in its holder. */
    int ordinal() {
        return ordinals[ordinals.length - 1];
    }

    @Override
    public String toString() {
        return names.stream().collect(Collectors.joining("."));
    }
}
