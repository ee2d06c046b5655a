package io.github.klaviyospark.jobs;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns that a flat format has no place for. */
final class NestedColumns {

    private NestedColumns() {}

    /** The rows with such columns as texts of JSON. */
    static Dataset<Row> asJson(Dataset<Row> rows) {
        Dataset<Row> flat = rows;
        for (StructField field : rows.schema().fields()) {
            if (isNested(field.dataType())) {
                Column column = flat.col("`" + field.name().replace("`", "``") + "`");
                flat = flat.withColumn(field.name(), functions.to_json(column));
            }
        }
        return flat;
    }

    private static boolean isNested(DataType type) {
        return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }
}
