package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.klaviyospark.core.collection.Field;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the members of an object that are wanted, wherever in it they stand. Objects of a page have their members in the same
 * order, so the one that came behind another is expected there again: its name is then compared and not looked up.
 */
final class StructReader implements ValueReader {

    private final Map<String, Slot> slots = new HashMap<>();
    private final Slot unknown = new Slot("", -1, null, false);
    private final Slot start = new Slot("", -1, null, false);
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
                ValueReader reader = ValueReaders.of(member.dataType(), field, memberPath);
                slots.put(field.name(), new Slot(field.name(), i, reader, false));
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
        slots.putIfAbsent(member, new Slot(member, index, reader, true));
    }

    /** Reads the members of the object that begins here. */
    void readInto(Object[] values, Document document) throws IOException {
        Slot before = start;
        for (Slot slot = next(document, before); slot != null; slot = next(document, before)) {
            document.next();
            if (slot == unknown) {
                document.skip();
            } else {
                Object value = slot.reader.read(document);
                if (!slot.isSpare || values[slot.index] == null) {
                    values[slot.index] = value;
                }
                before = slot;
            }
        }
    }

    /** The next member, or null at the end of the object. */
    private Slot next(Document document, Slot before) throws IOException {
        Slot expected = before.behind == null ? unknown : before.behind;
        if (document.isNext(expected.name)) {
            return expected;
        }
        if (document.token() != JsonToken.FIELD_NAME) {
            return null;
        }
        Slot slot = slots.getOrDefault(document.name(), unknown);
        if (slot != unknown) {
            before.behind = slot;
        }
        return slot;
    }

    private static final class Slot {

        private final SerializedString name;
        private final int index;
        private final ValueReader reader;
        private final boolean isSpare;
        private Slot behind;

        private Slot(String name, int index, ValueReader reader, boolean isSpare) {
            this.name = new SerializedString(name);
            this.index = index;
            this.reader = reader;
            this.isSpare = isSpare;
        }
    }
}
