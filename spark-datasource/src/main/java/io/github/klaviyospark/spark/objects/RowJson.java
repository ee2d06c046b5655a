package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.rows.RowEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/** Rows of one schema as the writer would send them, from rows as user code has them. Made once per task. */
final class RowJson {

    private final Function1<Object, Object> converter;
    private final RowEncoder encoder;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RowJson(StructType schema) throws IOException {
        this.converter = CatalystTypeConverters.createToCatalystConverter(schema);
        this.encoder = RowEncoder.of(RecordForm.COLUMNS, schema, false);
    }

    InternalRow internal(Row row) {
        return (InternalRow) converter.apply(row);
    }

    /**
     * The JSON of a row.
     *
     * @throws io.github.klaviyospark.spark.rows.InvalidValueException when the row has a value that JSON cannot carry
     */
    byte[] of(InternalRow row) throws IOException {
        bytes.reset();
        encoder.encode(row, bytes);
        return bytes.toByteArray();
    }

    /** The number of bytes of that JSON. */
    int size(InternalRow row) throws IOException {
        bytes.reset();
        encoder.encode(row, bytes);
        return bytes.size();
    }

    @Override
    public String toString() {
        return "RowJson";
    }
}
