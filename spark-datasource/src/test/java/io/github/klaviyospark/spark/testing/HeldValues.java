package io.github.klaviyospark.spark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/** Compares values of rows with JSON that the emulator holds, without any of the connector's code. */
final class HeldValues {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*");

    private final Shown shown;

    /** With what an answer may show of a time. */
    HeldValues(Shown shown) {
        this.shown = shown;
    }

    /** What an answer may show of a time that is held. */
    @FunctionalInterface
    interface Shown {

        Set<Instant> of(String path, Instant held);
    }

    static Object of(Row row, int index) {
        return row.isNullAt(index)
                ? null
                : of(row.get(index), row.schema().fields()[index].dataType());
    }

    /** Spark's own lists and maps differ between versions of Scala. */
    private static Object of(Object value, DataType type) {
        Row row = RowFactory.create(value);
        if (value != null && type instanceof ArrayType) {
            return row.getList(0);
        }
        return value != null && type instanceof MapType ? row.getJavaMap(0) : value;
    }

    /** Adds the paths at which a value is not what is held. */
    void compare(String path, Object value, JsonNode expected, DataType type, List<String> differences) {
        if (value instanceof Row struct) {
            // A related resource is held with its attributes aside.
            JsonNode attributes = expected.has("attributes") ? expected.path("attributes") : expected;
            StructField[] members = struct.schema().fields();
            for (int i = 0; i < members.length; i++) {
                JsonNode held =
                        members[i].name().equals("id") ? expected.path("id") : attributes.path(members[i].name());
                compare(path + "." + members[i].name(), of(struct, i), held, members[i].dataType(), differences);
            }
        } else if (value instanceof List<?> elements) {
            if (elements.size() != expected.size()) {
                differences.add(path + ": " + elements.size() + " elements, not " + expected.size());
                return;
            }
            for (int i = 0; i < elements.size(); i++) {
                DataType elementType = ((ArrayType) type).elementType();
                compare(
                        path + "[" + i + "]",
                        of(elements.get(i), elementType),
                        expected.get(i),
                        elementType,
                        differences);
            }
        } else if (!isEqual(path, value, expected, type)) {
            differences.add(path);
        }
    }

    private boolean isEqual(String path, Object value, JsonNode expected, DataType type) {
        boolean isMissing = expected.isMissingNode() || expected.isNull();
        if (isMissing || value == null) {
            return isMissing && value == null;
        }
        if (type instanceof TimestampType) {
            return shown.of(path, instant(expected.asText())).contains(((Timestamp) value).toInstant());
        }
        if (type instanceof DoubleType) {
            return Double.parseDouble(expected.asText()) == (Double) value;
        }
        if (type instanceof MapType) {
            return object((Map<?, ?>) value).equals(expected);
        }
        if (TIME.matcher(value.toString()).matches()) {
            return shown.of(path, instant(expected.asText())).contains(instant(value.toString()));
        }
        // What is no text is text as it was written.
        return value.toString().equals(expected.isContainerNode() ? expected.toString() : expected.asText());
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static JsonNode object(Map<?, ?> members) {
        ObjectNode object = JSON.createObjectNode();
        members.forEach((name, text) -> object.set(name.toString(), tree(text == null ? "null" : text.toString())));
        return object;
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
