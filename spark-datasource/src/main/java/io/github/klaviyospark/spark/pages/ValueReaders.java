package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.collection.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The reader of each type. The API is read leniently, because it adds members and changes wording within a revision: a
 * member that is not asked for is skipped whatever it is, a value of another kind becomes null and is counted.
 */
final class ValueReaders {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private ValueReaders() {}

    /**
     * The reader of a field.
     *
     * @param type what Spark wants of it, which may be less than all members
     * @param path the field with everything above it
     */
    static ValueReader of(DataType type, Field field, String path) {
        return switch (field.type()) {
            case STRING -> ValueReaders::string;
            case NUMBER -> document -> number(document, path);
            case INTEGER -> document -> integer(document, path);
            case BOOLEAN -> document -> bool(document, path);
            case TIMESTAMP -> document -> timestamp(document, path);
            case JSON -> isTexts(type) ? document -> json(document, path) : OwnValues.of(type, path);
            case OBJECT -> new StructReader((StructType) type, field.members(), path);
            case LIST -> list((ArrayType) type, field.element(), path);
        };
    }

    static Object string(Document document) throws IOException {
        return switch (document.token()) {
            case VALUE_STRING -> document.utf8();
            case VALUE_NULL -> null;
            default -> document.raw();
        };
    }

    /** Coordinates come as numbers and as texts. An empty text is no value. */
    private static Object number(Document document, String path) throws IOException {
        switch (document.token()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double number = document.number();
                return Double.isInfinite(number) ? document.unreadable(path) : number;
            }
            case VALUE_STRING -> {
                String text = document.text().strip();
                if (text.isEmpty()) {
                    return null;
                }
                double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.POSITIVE_INFINITY;
                return Double.isInfinite(number) ? document.unreadable(path) : number;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return document.unreadable(path);
            }
        }
    }

    private static Object integer(Document document, String path) throws IOException {
        if (document.token() == JsonToken.VALUE_NULL) {
            return null;
        }
        return document.isLong() ? (Object) document.integer() : document.unreadable(path);
    }

    private static Object bool(Document document, String path) throws IOException {
        return switch (document.token()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> document.unreadable(path);
        };
    }

    private static Object timestamp(Document document, String path) throws IOException {
        boolean isText = document.token() == JsonToken.VALUE_STRING;
        if (document.token() == JsonToken.VALUE_NULL
                || (isText && document.text().isBlank())) {
            return null;
        }

        OptionalLong micros = isText ? Timestamps.micros(document.text()) : OptionalLong.empty();
        return micros.isPresent() ? (Object) micros.getAsLong() : document.unreadable(path);
    }

    private static boolean isTexts(DataType type) {
        return type instanceof MapType map && map.valueType() instanceof StringType;
    }

    /** Members as JSON text, as they stand; a JSON null is null. The last of several members of a name counts. */
    private static Object json(Document document, String path) throws IOException {
        if (document.token() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (document.token() != JsonToken.START_OBJECT) {
            return document.unreadable(path);
        }

        Map<UTF8String, UTF8String> members = new LinkedHashMap<>();
        while (document.next() == JsonToken.FIELD_NAME) {
            UTF8String name = UTF8String.fromString(document.name());
            members.put(name, document.next() == JsonToken.VALUE_NULL ? null : document.raw());
        }
        return new ArrayBasedMapData(
                new GenericArrayData(members.keySet().toArray()),
                new GenericArrayData(members.values().toArray()));
    }

    private static ValueReader list(ArrayType type, Field element, String path) {
        return list(of(type.elementType(), element, path), path);
    }

    /** A reader of lists. */
    static ValueReader list(ValueReader reader, String path) {
        return document -> {
            if (document.token() != JsonToken.START_ARRAY) {
                boolean isNull = document.token() == JsonToken.VALUE_NULL;
                return isNull ? null : document.unreadable(path);
            }

            List<Object> elements = new ArrayList<>();
            while (document.next() != JsonToken.END_ARRAY) {
                elements.add(reader.read(document));
            }
            return new GenericArrayData(elements.toArray());
        };
    }
}
