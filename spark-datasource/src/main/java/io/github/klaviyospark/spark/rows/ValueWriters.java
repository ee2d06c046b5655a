package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.base.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The JSON form of each Spark type. Types are told by {@code instanceof} or, where a class exists in newer versions only,
 * by name: some are singletons in one version of Spark and families of instances in another.
 *
 * <p>Neither this nor the writers that it makes are safe for several threads: dates and numbers are put together in buffers of
 * theirs.
 */
final class ValueWriters {

    private final boolean omitNulls;
    private final boolean isLenient;
    private final Times times;

    private ValueWriters(boolean omitNulls, boolean isLenient) {
        this.omitNulls = omitNulls;
        this.isLenient = isLenient;
        this.times = new Times(isLenient);
    }

    /** For what is sent: a value that JSON cannot carry is an error. */
    static ValueWriters strict(boolean omitNulls) {
        return new ValueWriters(omitNulls, false);
    }

    /** For what people correct: a value that JSON cannot carry is written as text that comes nearest. */
    static ValueWriters lenient() {
        return new ValueWriters(false, true);
    }

    StructWriter struct(StructType type) {
        StructField[] fields = type.fields();
        ValueWriter[] members = new ValueWriter[fields.length];
        for (int i = 0; i < fields.length; i++) {
            members[i] = of(fields[i].dataType());
        }
        return new StructWriter(fields, members, omitNulls);
    }

    /** The writer of a type, or null when the type has no JSON form. */
    ValueWriter of(DataType type) {
        if (type instanceof StructType struct) {
            return struct(struct);
        }
        if (type instanceof ArrayType array) {
            return array(of(array.elementType()));
        }
        if (type instanceof MapType map) {
            return map(of(map.valueType()));
        }
        return atomic(type);
    }

    static boolean isString(DataType type) {
        return type instanceof StringType || type instanceof CharType || type instanceof VarcharType;
    }

    private ValueWriter atomic(DataType type) {
        if (isString(type)) {
            return (json, from, i) -> text(json, from.getUTF8String(i));
        } else if (type instanceof BooleanType) {
            return (json, from, i) -> json.writeBoolean(from.getBoolean(i));
        } else if (type instanceof ByteType) {
            return (json, from, i) -> json.writeNumber(from.getByte(i));
        } else if (type instanceof ShortType) {
            return (json, from, i) -> json.writeNumber(from.getShort(i));
        } else if (type instanceof IntegerType) {
            return (json, from, i) -> json.writeNumber(from.getInt(i));
        } else if (type instanceof LongType) {
            return (json, from, i) -> json.writeNumber(from.getLong(i));
        } else if (type instanceof FloatType) {
            return this::floating;
        } else if (type instanceof DoubleType) {
            return this::floating64;
        } else if (type instanceof DecimalType decimal) {
            return new DecimalWriter(decimal);
        } else if (type instanceof DateType) {
            return (json, from, i) -> times.date(json, from.getInt(i));
        } else if (type instanceof TimestampType) {
            return (json, from, i) -> times.timestamp(json, from.getLong(i));
        } else if (type instanceof TimestampNTZType) {
            return (json, from, i) -> times.timestampWithoutZone(json, from.getLong(i));
        } else if (type instanceof BinaryType) {
            return (json, from, i) -> json.writeBinary(from.getBinary(i));
        } else if (type instanceof NullType) {
            return (json, from, i) -> json.writeNull();
        } else if (type.typeName().equals("variant")) {
            // The value's own text form is its JSON; the class exists since Spark 4 only.
            return (json, from, i) -> json.writeRawValue(from.get(i, type).toString());
        }
        return null;
    }

    private void floating(JsonGenerator json, SpecializedGetters from, int i) throws IOException {
        float value = from.getFloat(i);
        if (!Float.isFinite(value)) {
            notFinite(json, Float.toString(value));
            return;
        }
        json.writeNumber(value);
    }

    private void floating64(JsonGenerator json, SpecializedGetters from, int i) throws IOException {
        double value = from.getDouble(i);
        if (!Double.isFinite(value)) {
            notFinite(json, Double.toString(value));
            return;
        }
        json.writeNumber(value);
    }

    private void notFinite(JsonGenerator json, String text) throws IOException {
        if (!isLenient) {
            throw new InvalidValueException("is NaN or infinite, and JSON has no such number");
        }
        json.writeString(text);
    }

    // Spark's strings lie inside a row's bytes; the buffer shows them in place.
    private void text(JsonGenerator json, UTF8String text) throws IOException {
        ByteBuffer bytes = text.getByteBuffer();
        int offset = bytes.arrayOffset() + bytes.position();
        if (isPlain(bytes.array(), offset, bytes.remaining())) {
            json.writeRawUTF8String(bytes.array(), offset, bytes.remaining());
        } else if (isWritable(bytes)) {
            json.writeUTF8String(bytes.array(), offset, bytes.remaining());
        } else {
            json.writeString(text.toString());
        }
    }

    /** Whether bytes are ASCII that needs no escapes, which most strings are: they are looked at once and then copied. */
    private static boolean isPlain(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte character = bytes[i];
            // Bytes of what is not ASCII are negative.
            if (character < ' ' || character == '"' || character == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Whether a string can be written as it is; when not, and only leniently, with replacement characters. */
    private boolean isWritable(ByteBuffer bytes) throws InvalidValueException {
        boolean isUtf8 = isUtf8(bytes);
        if (!isUtf8 && !isLenient) {
            throw new InvalidValueException("is a string whose bytes are not UTF-8");
        }
        return isUtf8;
    }

    static boolean isUtf8(ByteBuffer bytes) {
        return Utf8.isWellFormed(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private static ValueWriter array(ValueWriter element) {
        return (json, from, ordinal) -> {
            ArrayData array = from.getArray(ordinal);
            json.writeStartArray();
            elements(json, array, element);
            json.writeEndArray();
        };
    }

    private static void elements(JsonGenerator json, ArrayData array, ValueWriter element) throws IOException {
        try {
            for (int i = 0; i < array.numElements(); i++) {
                value(json, array, i, element);
            }
        } catch (InvalidValueException e) {
            throw e.within("[]");
        }
    }

    private ValueWriter map(ValueWriter value) {
        return (json, from, ordinal) -> {
            MapData map = from.getMap(ordinal);
            ArrayData keys = map.keyArray();
            ArrayData values = map.valueArray();
            json.writeStartObject();
            try {
                for (int i = 0; i < map.numElements(); i++) {
                    UTF8String key = keys.getUTF8String(i);
                    isWritable(key.getByteBuffer());
                    json.writeFieldName(key.toString());
                    value(json, values, i, value);
                }
            } catch (InvalidValueException e) {
                // The key is the row's content and does not belong in a message.
                throw e.within("{}");
            }
            json.writeEndObject();
        };
    }

    private static void value(JsonGenerator json, ArrayData from, int i, ValueWriter writer) throws IOException {
        if (from.isNullAt(i)) {
            json.writeNull();
        } else {
            writer.write(json, from, i);
        }
    }
}
