package io.github.klaviyospark.spark.rows;

import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/** What a row becomes in a request. */
public interface RecordForm extends Serializable {

    /** The columns as the members of an object, under their own names. */
    RecordForm COLUMNS = new ColumnsForm();

    /**
     * Makes what writes rows of a schema.
     *
     * @param schema one that {@link SchemaCheck} has let through
     * @param omitNulls whether null columns and struct members are left out
     * @throws IllegalArgumentException when rows of this schema cannot have this form
     */
    RowWriter writer(StructType schema, boolean omitNulls);
}
