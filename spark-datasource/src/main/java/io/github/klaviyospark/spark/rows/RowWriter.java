package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/** Writes a row as one JSON value. */
interface RowWriter {

    /**
     * Writes a row.
     *
     * @throws InvalidValueException when a value cannot be written
     */
    void write(JsonGenerator json, InternalRow row) throws IOException;
}
