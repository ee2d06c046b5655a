package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.primitives.Ints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/** The ids of records, read from rows of one schema. */
public final class RecordIds {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<ColumnPath> paths;
    private final List<ValueWriter> writers = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * For ids that consist of these columns.
     *
     * @param paths columns with simple values
     */
    public RecordIds(List<ColumnPath> paths) {
        this.paths = List.copyOf(paths);
        paths.forEach(path -> writers.add(ValueWriters.lenient().of(path.type())));
    }

    /** The first column of the id that is null in a row, if there is one. */
    public Optional<ColumnPath> missing(InternalRow row) {
        for (ColumnPath path : paths) {
            InternalRow holder = path.holder(row);
            if (holder == null || holder.isNullAt(path.ordinal())) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** A form of the id that is equal for equal ids only; not for rows in which a part is missing. */
    public byte[] of(InternalRow row) throws IOException {
        bytes.reset();
        for (int i = 0; i < paths.size(); i++) {
            byte[] part = part(row, i);
            bytes.write(Ints.toByteArray(part.length));
            bytes.write(part);
        }
        return bytes.toByteArray();
    }

    private byte[] part(InternalRow row, int i) throws IOException {
        ColumnPath path = paths.get(i);
        InternalRow holder = path.holder(row);
        if (ValueWriters.isString(path.type())) {
            // Strings that are not UTF-8 look alike once they are written as JSON.
            return holder.getUTF8String(path.ordinal()).getBytes();
        }
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(part)) {
            writers.get(i).write(json, holder, path.ordinal());
        }
        return part.toByteArray();
    }

    @Override
    public String toString() {
        return "RecordIds" + paths;
    }
}
