package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows of one kind, as Spark has them and as plain Java has them. Rows differ, and are the same in every run. */
interface RowShape {

    /** The columns, as DDL. */
    String columns();

    /** A row of Spark's. */
    InternalRow row(int i);

    /**
     * Writes the same row by calls that were written by hand for these columns, of values that need no conversion: texts are
     * strings, dates and times are texts already.
     */
    void write(JsonGenerator json, int i) throws IOException;

    default StructType schema() {
        return StructType.fromDDL(columns());
    }

    static RowShape of(String name, int rows) {
        return switch (name) {
            case "flat" -> new PetRows(rows);
            case "nested" -> new OrderRows(rows);
            case "text" -> new ReviewRows(rows);
            default -> throw new IllegalArgumentException("There is no shape '" + name + "'.");
        };
    }

    static InternalRow struct(Object... values) {
        return new GenericInternalRow(values);
    }

    static GenericArrayData array(Object... values) {
        return new GenericArrayData(values);
    }

    static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }
}
