package io.github.klaviyospark.spark.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows of a target, which are JSON objects, as rows of Spark. Nothing in a row may be lost: what does not fit is told. */
final class ArchivedRows {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Integer> places = new HashMap<>();
    private final DataType[] types;
    private final Set<String> ofTexts;

    /**
     * Rows with some columns, in their order.
     *
     * @param ofTexts columns of several texts, which may be read into one with commas
     */
    ArchivedRows(StructType columns, Set<String> ofTexts) {
        this.ofTexts = ofTexts;
        StructField[] fields = columns.fields();
        this.types = Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new);
        for (int place = 0; place < fields.length; place++) {
            places.put(fields[place].name(), place);
        }
    }

    /**
     * A row.
     *
     * @param json a JSON object in UTF-8
     * @throws UnfitValueException when a value is of another kind than its column
     */
    InternalRow row(byte[] json) throws IOException, UnfitValueException {
        Object[] values = new Object[types.length];
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                Integer place = places.get(name);
                JsonToken token = parser.nextToken();
                if (place == null) {
                    parser.skipChildren();
                } else {
                    values[place] = token == JsonToken.VALUE_NULL ? null : value(parser, json, types[place], name);
                }
            }
        }
        return new GenericInternalRow(values);
    }

    private Object value(JsonParser parser, byte[] json, DataType type, String column)
            throws IOException, UnfitValueException {
        if (type instanceof BooleanType) {
            return bool(text(parser, json), column);
        }
        if (type instanceof LongType) {
            return integer(text(parser, json), column);
        }
        if (type instanceof ArrayType) {
            return new GenericArrayData(texts(parser, json).toArray());
        }
        boolean isTexts = ofTexts.contains(column) && parser.currentToken() == JsonToken.START_ARRAY;
        return isTexts ? joined(texts(parser, json), column) : UTF8String.fromString(text(parser, json));
    }

    /** A text, the digits of a number as they stand, or else the JSON. */
    private static String text(JsonParser parser, byte[] json) throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return parser.getText();
        }
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    private static Object bool(String text, String column) throws UnfitValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UnfitValueException(column, "is neither true nor false", "STRING");
        };
    }

    private static Object integer(String text, String column) throws UnfitValueException {
        try {
            return new BigDecimal(text.trim()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnfitValueException(column, "is no whole number of at most 64 bits", "STRING");
        }
    }

    /** Texts, from an array or from one text with commas, as a write takes them. */
    private static List<UTF8String> texts(JsonParser parser, byte[] json) throws IOException {
        List<UTF8String> texts = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
                texts.add(isNull ? null : UTF8String.fromString(text(parser, json)));
            }
        } else {
            for (String part : text(parser, json).split(",", -1)) {
                texts.add(UTF8String.fromString(part.trim()));
            }
        }
        return texts;
    }

    private static UTF8String joined(List<UTF8String> texts, String column) throws UnfitValueException {
        UTF8String comma = UTF8String.fromString(",");
        if (texts.stream().anyMatch(text -> text == null || text.contains(comma))) {
            throw new UnfitValueException(column, "cannot be one text with commas between", "ARRAY<STRING>");
        }
        return UTF8String.concatWs(comma, texts.toArray(new UTF8String[0]));
    }

    /** A value that is of another kind than its column. The message holds nothing of it. */
    static final class UnfitValueException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String wider;

        UnfitValueException(String column, String reason, String type) {
            super("column " + column + " holds what " + reason);
            this.wider = column + " " + type;
        }

        /** The column with a type that can hold it, as DDL. */
        String wider() {
            return wider;
        }
    }
}
