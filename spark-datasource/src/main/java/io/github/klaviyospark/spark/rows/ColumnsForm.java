package io.github.klaviyospark.spark.rows;

import org.apache.spark.sql.types.StructType;

/** Columns under their own names. */
final class ColumnsForm implements RecordForm {

    private static final long serialVersionUID = 1L;

    @Override
    public RowWriter writer(StructType schema, boolean omitNulls) {
        return ValueWriters.strict(omitNulls).struct(schema)::write;
    }

    @Override
    public String toString() {
        return "ColumnsForm";
    }
}
