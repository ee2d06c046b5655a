package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.core.target.ColumnKind;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.TargetColumn;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a target with Spark's types. Numbers, times and objects are texts, as they stand in the request: a write
 * takes them so, and none loses a digit, an offset or a member on the way.
 */
public final class ArchiveColumns {

    private static final String OF_REQUEST = "request:";
    private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType, true);

    private ArchiveColumns() {}

    /** All columns that a target has, each of which may be null. */
    public static StructType all(Target target) {
        return new StructType(target.columns().stream()
                .map(column -> DataTypes.createStructField(column.name(), type(column), true))
                .toArray(StructField[]::new));
    }

    private static DataType type(TargetColumn column) {
        return switch (column.kind()) {
            case TEXT, NUMBER, TIME, OBJECT, OBJECTS -> DataTypes.StringType;
            case INTEGER -> DataTypes.LongType;
            case BOOLEAN -> DataTypes.BooleanType;
            // Rows are sorted by what concerns a whole request, so that they share one, and Spark sorts no arrays.
            case TEXTS -> column.place().startsWith(OF_REQUEST) ? DataTypes.StringType : TEXTS;
        };
    }

    /** Columns of several texts, which stand in one text with commas where they are read so. */
    static Set<String> ofTexts(Target target) {
        return target.columns().stream()
                .filter(column -> column.kind() == ColumnKind.TEXTS)
                .map(TargetColumn::name)
                .collect(Collectors.toSet());
    }

    /**
     * The schema that a user gave, if the target has each of its columns. Any column may be a string.
     *
     * @throws IllegalArgumentException when it has not, or a column has another type
     */
    static StructType check(StructType given, Target target) {
        StructType all = all(target);
        for (StructField field : given.fields()) {
            StructField known = Arrays.stream(all.fields())
                    .filter(column -> column.name().equals(field.name()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("The schema names a column '" + field.name()
                            + "', and " + target + " have none. There are "
                            + String.join(
                                    ", ",
                                    target.columns().stream()
                                            .map(TargetColumn::name)
                                            .toList())
                            + "."));
            String type = field.dataType().catalogString();
            boolean isTexts = ofTexts(target).contains(field.name()) && type.equals(TEXTS.catalogString());
            if (!type.equals(known.dataType().catalogString()) && !type.equals("string") && !isTexts) {
                throw new IllegalArgumentException("The schema gives column '" + field.name() + "' the type " + type
                        + ", and it is " + known.dataType().catalogString()
                        + ". Read it so, or as string, and cast it afterwards.");
            }
            if (!field.nullable()) {
                throw new IllegalArgumentException("The schema says that column '" + field.name()
                        + "' is never null, and a request may leave it out. Leave NOT NULL out.");
            }
        }
        return given;
    }
}
