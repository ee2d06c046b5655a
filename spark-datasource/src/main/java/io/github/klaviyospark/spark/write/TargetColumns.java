package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.target.Confirmation;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.TargetColumn;
import io.github.klaviyospark.spark.options.WriteConf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The columns of rows beside those that a resource takes. Names are compared as Spark does, without regard to case. */
final class TargetColumns {

    private static final String OF_REQUEST = "request:";

    private TargetColumns() {}

    /**
     * Looks whether rows can be written to a resource, before anything is sent.
     *
     * @throws IllegalArgumentException when they cannot, or when the user must confirm it first
     */
    static void check(StructType schema, Target target, WriteConf conf) {
        List<String> problems = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (StructField field : schema.fields()) {
            Optional<TargetColumn> known = find(target, field.name());
            if (known.isPresent() && !columns.add(known.get().name())) {
                problems.add("column " + field.name() + " stands twice");
            }
            if (known.isEmpty() && !conf.keepsOtherColumns()) {
                problems.add("column " + field.name() + " is none that " + target + " have");
            } else if (known.isPresent() && !fits(known.get(), field.dataType())) {
                problems.add("column " + field.name() + " has the type "
                        + field.dataType().typeName() + " and must be "
                        + withArticle(known.get().kind().words()));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The rows cannot be written to " + target + ": "
                    + String.join("; ", problems) + ". Columns: "
                    + target.columns().stream().map(TargetColumn::name).collect(Collectors.joining(", "))
                    + ". Rename, cast or drop columns first"
                    + target.home()
                            .map(home -> ", or set otherColumns=properties to put others into " + home)
                            .orElse("")
                    + ".");
        }
        target.check(columns);
        checkConfirmed(target, columns, conf);
    }

    private static void checkConfirmed(Target target, Set<String> columns, WriteConf conf) {
        Optional<Confirmation> needed = target.confirmation(columns);
        boolean isConfirmed = needed.map(Confirmation::word).equals(conf.confirmed());
        if (needed.isPresent() && !isConfirmed && !conf.isDryRun()) {
            throw new IllegalArgumentException(needed.get().why() + " Count first with dryRun=true; then set confirm="
                    + needed.get().word() + ".");
        }
        if (needed.isEmpty() && conf.confirmed().isPresent()) {
            throw new IllegalArgumentException("Writing these rows to " + target
                    + " needs no confirmation: leave confirm out, or check the path and the columns.");
        }
    }

    private static Optional<TargetColumn> find(Target target, String name) {
        return target.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String withArticle(String kind) {
        return (kind.startsWith("a") ? "an " : "a ") + kind;
    }

    private static boolean fits(TargetColumn column, DataType type) {
        boolean isText = type instanceof StringType;
        if (isText || type instanceof NullType) {
            return true;
        }
        return switch (column.kind()) {
            case TEXT, NUMBER, INTEGER -> type instanceof NumericType;
            case BOOLEAN -> type instanceof BooleanType;
            case TIME -> type instanceof TimestampType || type instanceof TimestampNTZType || type instanceof DateType;
            case TEXTS -> type instanceof ArrayType array && array.elementType() instanceof StringType;
            case OBJECT -> isObject(type);
            case OBJECTS -> type instanceof ArrayType array && isObject(array.elementType());
        };
    }

    private static boolean isObject(DataType type) {
        return type instanceof StructType
                || type instanceof MapType
                || type.typeName().equals("variant");
    }

    /** The same columns under the names that the resource has for them. */
    static StructType named(StructType schema, Target target) {
        StructField[] fields = Arrays.stream(schema.fields())
                .map(field -> find(target, field.name())
                        .map(column ->
                                new StructField(column.name(), field.dataType(), field.nullable(), field.metadata()))
                        .orElse(field))
                .toArray(StructField[]::new);
        return new StructType(fields);
    }

    /** The columns that concern a whole request and that Spark can sort by, as far as the rows have them. */
    static List<String> sortable(StructType schema, Target target) {
        return simple(schema, ofRequest(schema, target));
    }

    private static List<String> simple(StructType schema, List<String> names) {
        return names.stream()
                .filter(name -> Clustering.isSimple(schema.apply(name).dataType()))
                .toList();
    }

    /** The columns that concern a whole request, as far as the rows have them. */
    static List<String> ofRequest(StructType schema, Target target) {
        return names(
                schema,
                target.columns().stream()
                        .filter(column -> column.place().startsWith(OF_REQUEST))
                        .map(TargetColumn::name)
                        .toList());
    }

    /** The columns that belong together by nature, as far as the rows have them. */
    static List<String> natural(StructType schema, Target target) {
        return simple(schema, names(schema, target.natural()));
    }

    private static List<String> names(StructType schema, List<String> wanted) {
        return wanted.stream()
                .flatMap(name ->
                        Arrays.stream(schema.fields()).map(StructField::name).filter(name::equalsIgnoreCase))
                .toList();
    }
}
