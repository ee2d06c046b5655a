package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.StructField;

/** Writes a struct, or a whole row, as an object. Names are escaped once, here. */
final class StructWriter implements ValueWriter {

    private final SerializedString[] names;
    private final ValueWriter[] members;
    private final boolean omitNulls;

    StructWriter(StructField[] fields, ValueWriter[] members, boolean omitNulls) {
        this.names = new SerializedString[fields.length];
        for (int i = 0; i < fields.length; i++) {
            names[i] = new SerializedString(fields[i].name());
        }
        this.members = members;
        this.omitNulls = omitNulls;
    }

    @Override
    public void write(JsonGenerator json, SpecializedGetters from, int ordinal) throws IOException {
        write(json, from.getStruct(ordinal, members.length));
    }

    void write(JsonGenerator json, InternalRow row) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < members.length; i++) {
            if (!row.isNullAt(i)) {
                json.writeFieldName(names[i]);
                member(json, row, i);
            } else if (!omitNulls) {
                json.writeFieldName(names[i]);
                json.writeNull();
            }
        }
        json.writeEndObject();
    }

    private void member(JsonGenerator json, InternalRow row, int i) throws IOException {
        try {
            members[i].write(json, row, i);
        } catch (InvalidValueException e) {
            throw e.within(names[i].getValue());
        }
    }
}
