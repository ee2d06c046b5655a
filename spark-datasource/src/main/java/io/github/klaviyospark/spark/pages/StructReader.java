package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.collection.Field;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads the members of an object that are wanted, wherever in it they stand. */
final class StructReader implements ValueReader {

    private final Map<String, Slot> slots = new HashMap<>();
    private final int width;
    private final String path;

    /**
     * A reader for some members of an object.
     *
     * @param wanted the members, in the order in which Spark keeps them; those that the fields do not name are left alone
     */
    StructReader(StructType wanted, List<Field> fields, String path) {
        this.width = wanted.fields().length;
        this.path = path;
        Map<String, Field> known = new HashMap<>();
        fields.forEach(field -> known.put(field.name(), field));
        for (int i = 0; i < width; i++) {
            StructField member = wanted.fields()[i];
            Field field = known.get(member.name());
            if (field != null) {
                String memberPath = path.isEmpty() ? field.name() : path + "." + field.name();
                slots.put(field.name(), new Slot(i, ValueReaders.of(member.dataType(), field, memberPath), false));
            }
        }
    }

    @Override
    public Object read(Document document) throws IOException {
        if (document.token() != JsonToken.START_OBJECT) {
            return document.token() == JsonToken.VALUE_NULL ? null : document.unreadable(path);
        }

        Object[] values = new Object[width];
        readInto(values, document);
        return new GenericInternalRow(values);
    }

    /** Has one more member read, into a slot that may have a value from elsewhere, which then stays. */
    void alsoRead(String member, int index, ValueReader reader) {
        slots.putIfAbsent(member, new Slot(index, reader, true));
    }

    /** Reads the members of the object that begins here. */
    void readInto(Object[] values, Document document) throws IOException {
        while (document.next() == JsonToken.FIELD_NAME) {
            Slot slot = slots.get(document.name());
            document.next();
            if (slot == null) {
                document.skip();
            } else {
                Object value = slot.reader().read(document);
                if (!slot.isSpare() || values[slot.index()] == null) {
                    values[slot.index()] = value;
                }
            }
        }
    }

    private record Slot(int index, ValueReader reader, boolean isSpare) {}
}
