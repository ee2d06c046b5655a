package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.klaviyospark.core.mapping.MappingPath;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** A place of a record: a value, an object with members, or an array with one element. */
final class PlaceTree {

    private final Map<String, PlaceTree> members = new LinkedHashMap<>();
    private PlaceTree element;
    private String column;

    /** Puts a column at the end of some steps, of which so many are gone. */
    void put(List<Optional<String>> steps, int gone, String name, MappingPath path) {
        boolean isEnd = gone == steps.size();
        boolean isMember = !isEnd && steps.get(gone).isPresent();
        boolean isFree = column == null
                && (isEnd ? members.isEmpty() && element == null : isMember ? element == null : members.isEmpty());
        if (!isFree) {
            throw new IllegalArgumentException(
                    "Column '" + name + "' belongs to " + path + ", where another column is already.");
        }

        if (isEnd) {
            column = name;
        } else if (isMember) {
            members.computeIfAbsent(steps.get(gone).get(), key -> new PlaceTree())
                    .put(steps, gone + 1, name, path);
        } else {
            element = element == null ? new PlaceTree() : element;
            element.put(steps, gone + 1, name, path);
        }
    }

    RowWriter writer(StructType schema, ValueWriters values, boolean omitNulls) {
        if (column != null) {
            return value(schema, values);
        }
        return element == null ? object(schema, values, omitNulls) : array(schema, values, omitNulls);
    }

    private RowWriter value(StructType schema, ValueWriters values) {
        int ordinal = schema.fieldIndex(column);
        ValueWriter value = values.of(schema.fields()[ordinal].dataType());
        return (json, row) -> {
            if (row.isNullAt(ordinal)) {
                json.writeNull();
            } else {
                write(json, row, ordinal, value);
            }
        };
    }

    private void write(JsonGenerator json, InternalRow row, int ordinal, ValueWriter value) throws IOException {
        try {
            value.write(json, row, ordinal);
        } catch (InvalidValueException e) {
            throw e.within(column);
        }
    }

    private RowWriter array(StructType schema, ValueWriters values, boolean omitNulls) {
        RowWriter only = element.writer(schema, values, omitNulls);
        return (json, row) -> {
            json.writeStartArray();
            only.write(json, row);
            json.writeEndArray();
        };
    }

    private RowWriter object(StructType schema, ValueWriters values, boolean omitNulls) {
        int size = members.size();
        SerializedString[] names = new SerializedString[size];
        RowWriter[] writers = new RowWriter[size];
        int[] ordinals = new int[size];
        int i = 0;
        for (Map.Entry<String, PlaceTree> member : members.entrySet()) {
            names[i] = new SerializedString(member.getKey());
            writers[i] = member.getValue().writer(schema, values, omitNulls);
            String own = member.getValue().column;
            ordinals[i] = own == null ? -1 : schema.fieldIndex(own);
            i++;
        }
        return (json, row) -> {
            json.writeStartObject();
            for (int member = 0; member < size; member++) {
                if (!omitNulls || ordinals[member] < 0 || !row.isNullAt(ordinals[member])) {
                    json.writeFieldName(names[member]);
                    writers[member].write(json, row);
                }
            }
            json.writeEndObject();
        };
    }
}
