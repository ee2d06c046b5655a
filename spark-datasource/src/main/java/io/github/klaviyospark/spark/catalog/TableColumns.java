package io.github.klaviyospark.spark.catalog;

import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a table in the form that Spark asks for since version 4.1, comments included. */
public final class TableColumns {

    private TableColumns() {}

    /** The columns of a schema. */
    public static Column[] of(StructType schema) {
        StructField[] fields = schema.fields();
        Column[] columns = new Column[fields.length];
        for (int i = 0; i < columns.length; i++) {
            String comment = fields[i].getComment().getOrElse(() -> null);
            columns[i] = Column.create(fields[i].name(), fields[i].dataType(), fields[i].nullable(), comment, null);
        }
        return columns;
    }
}
