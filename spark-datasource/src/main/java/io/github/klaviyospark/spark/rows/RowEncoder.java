package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Writes rows of one schema as JSON objects. Made once per task; the schema is compiled into a tree of writers, so that
 * no type is looked at again per row.
 *
 * <p>Not safe for several threads.
 */
public final class RowEncoder {

    /** Changes when the same row may become other bytes; chunks of a run are only compared within one version. */
    public static final int VERSION = 1;

    private final JsonFactory factory = JsonFactory.builder().build();
    private final Redirect redirect = new Redirect();
    private final RowWriter writer;
    private JsonGenerator generator;

    private RowEncoder(RowWriter writer) throws IOException {
        this.writer = writer;
        this.generator = generator();
    }

    /**
     * Compiles a schema that {@link SchemaCheck} has let through.
     *
     * @param form what rows become
     * @param omitNulls whether null columns and struct members are left out
     */
    public static RowEncoder of(RecordForm form, StructType schema, boolean omitNulls) throws IOException {
        return new RowEncoder(form.writer(schema, omitNulls));
    }

    /** An encoder that writes what JSON cannot carry as the text that comes nearest, for rows that are set aside. */
    public static RowEncoder lenient(StructType schema) throws IOException {
        return new RowEncoder(ValueWriters.lenient().struct(schema)::write);
    }

    private JsonGenerator generator() throws IOException {
        JsonGenerator fresh = factory.createGenerator(redirect);
        fresh.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
        fresh.setRootValueSeparator(null);
        return fresh;
    }

    /**
     * Writes a row.
     *
     * @throws InvalidValueException when a value cannot be written; what was written so far is to be dropped
     * @throws IOException when the stream refuses
     */
    public void encode(InternalRow row, OutputStream out) throws IOException {
        redirect.target = out;
        try {
            writer.write(generator, row);
            generator.flush();
        } catch (IOException e) {
            // What the generator still holds belongs to a row that is dropped.
            redirect.target = OutputStream.nullOutputStream();
            generator = generator();
            throw e;
        }
    }

    private static final class Redirect extends OutputStream {

        private OutputStream target = OutputStream.nullOutputStream();

        @Override
        public void write(int value) throws IOException {
            target.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
        }
    }
}
