package io.github.klaviyospark.spark.read;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/** Conditions that somebody may write on the columns of some rows, about values that are there, nearly there or not. */
final class RandomCondition {

    private final Random random;
    private final List<Row> rows;
    private final List<StructField> columns;
    private final List<StructField> liked;

    /**
     * Conditions that come again with an equal source of chance.
     *
     * @param liked the columns that occur more often
     */
    RandomCondition(Random random, List<Row> rows, List<String> liked) {
        this.random = random;
        this.rows = rows;
        this.columns = Arrays.stream(rows.get(0).schema().fields())
                .filter(column -> isScalar(column))
                .toList();
        this.liked =
                columns.stream().filter(column -> liked.contains(column.name())).toList();
    }

    private static boolean isScalar(StructField column) {
        return column.dataType() instanceof StringType
                || column.dataType() instanceof TimestampType
                || column.dataType() instanceof BooleanType
                || column.dataType() instanceof LongType
                || column.dataType() instanceof DoubleType;
    }

    String sql(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        return switch (kind) {
            case 0, 1, 2 -> "(" + sql(depth - 1) + " AND " + sql(depth - 1) + ")";
            case 3, 4 -> "(" + sql(depth - 1) + " OR " + sql(depth - 1) + ")";
            case 5 -> "NOT (" + sql(depth - 1) + ")";
            default -> atom();
        };
    }

    private String atom() {
        List<StructField> some = liked.isEmpty() || random.nextInt(4) == 0 ? columns : liked;
        StructField column = some.get(random.nextInt(some.size()));
        String name = column.name();
        if (random.nextInt(10) == 0) {
            return name + pick(List.of(" IS NULL", " IS NOT NULL"));
        }
        if (column.dataType() instanceof BooleanType) {
            return pick(List.of(name, "NOT " + name, name + " = false", name + " <=> true", name + " IN (true)"));
        }
        if (column.dataType() instanceof StringType) {
            return text(name);
        }
        return switch (random.nextInt(5)) {
            case 0 -> name + " BETWEEN " + literal(name) + " AND " + literal(name);
            case 1 -> name + " IN (" + literal(name) + ", " + literal(name) + ")";
            case 2 -> literal(name) + pick(List.of(" < ", " <= ", " > ", " >= ")) + name;
            default -> name + pick(List.of(" = ", " < ", " <= ", " > ", " >= ", " <=> ", " <> ")) + literal(name);
        };
    }

    private String text(String name) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> {
                List<String> values = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    values.add(literal(name));
                }
                yield name + (random.nextInt(5) == 0 ? " NOT" : "") + " IN (" + String.join(", ", values) + ")";
            }
            case 2 -> "startswith(" + name + ", " + part(name) + ")";
            case 3 -> "endswith(" + name + ", " + part(name) + ")";
            case 4 -> "contains(" + name + ", " + part(name) + ")";
            case 5 -> name + pick(List.of(" <> ", " > ", " <=> ")) + literal(name);
            default -> name + " = " + literal(name);
        };
    }

    private String part(String name) {
        Object value = value(name);
        String text = value == null ? "a" : value.toString();
        int from = random.nextInt(text.length() + 1);
        return quoted(text.substring(from, from + random.nextInt(text.length() - from + 1)));
    }

    private String literal(String name) {
        Object value = value(name);
        if (value == null) {
            return random.nextBoolean() ? "NULL" : "'none'";
        }
        if (value instanceof Timestamp time) {
            Instant near =
                    time.toInstant().plusNanos(pick(List.of(0, 0, 0, 1_000, -1_000, 1_000_000_000, -1_000_000_000)));
            return "TIMESTAMP'" + near.toString().replace('T', ' ') + "'";
        }
        if (value instanceof String text) {
            return quoted(random.nextInt(6) == 0 ? text.toUpperCase(Locale.ROOT) : text);
        }
        return value instanceof Double number ? number + "D" : value.toString();
    }

    private Object value(String name) {
        Row row = rows.get(random.nextInt(rows.size()));
        return row.get(row.fieldIndex(name));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }
}
