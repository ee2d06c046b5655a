package io.github.klaviyospark.spark.objects;

import com.google.common.collect.Iterators;
import io.github.klaviyospark.core.mapping.ObjectMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Previews a partition, holding one row at a time. */
final class PreviewTask implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private final StructType schema;
    private final ObjectMapping mapping;

    PreviewTask(StructType schema, ObjectMapping mapping) {
        this.schema = schema;
        this.mapping = mapping;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
        PreviewLines lines = new PreviewLines(schema, mapping);
        return Iterators.concat(Iterators.transform(rows, row -> lines(lines, row)));
    }

    private static Iterator<Row> lines(PreviewLines lines, Row row) {
        try {
            return lines.of(row).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "PreviewTask";
    }
}
