package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Readers of members that are the customer's own, by the types that the user gives them. Nobody keeps customers from
 * writing 7 in one profile and "7" in another, so a text that says a value is that value; what is not of the type is null
 * and counted.
 */
final class OwnValues {

    /** A number of more digits than this, before or behind the point, fits no type. */
    private static final int MOST_DIGITS = 400;

    private OwnValues() {}

    /** Whether there is a reader of a type. Nothing in it may be declared never to be null, since anything may be. */
    static boolean canRead(DataType type) {
        if (type instanceof StructType struct) {
            for (StructField member : struct.fields()) {
                if (!member.nullable() || !canRead(member.dataType())) {
                    return false;
                }
            }
            return true;
        }
        if (type instanceof ArrayType list) {
            return list.containsNull() && canRead(list.elementType());
        }
        if (type instanceof MapType map) {
            return map.keyType() instanceof StringType && canRead(map.valueType());
        }
        return type instanceof StringType
                || type instanceof TimestampType
                || type instanceof DateType
                || type instanceof DecimalType
                || Variants.isVariant(type)
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.DoubleType)
                || type.equals(DataTypes.FloatType)
                || isWhole(type);
    }

    private static boolean isWhole(DataType type) {
        return type.equals(DataTypes.LongType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.ByteType);
    }

    /**
     * The reader of a member.
     *
     * @param path the member with everything above it
     */
    static ValueReader of(DataType type, String path) {
        if (type instanceof StructType struct) {
            return members(struct, path);
        }
        if (type instanceof ArrayType list) {
            return ValueReaders.list(of(list.elementType(), path), path);
        }
        if (type instanceof MapType map) {
            return map(of(map.valueType(), path), path);
        }
        if (Variants.isVariant(type)) {
            return document -> document.token() == JsonToken.VALUE_NULL ? null : Variants.read(document, path);
        }
        if (type instanceof StringType) {
            return ValueReaders::string;
        }
        if (type instanceof TimestampType) {
            return scalar(path, OwnValues::timestamp);
        }
        if (type instanceof DateType) {
            return scalar(path, OwnValues::date);
        }
        if (type.equals(DataTypes.BooleanType)) {
            return scalar(path, OwnValues::bool);
        }
        return number(type, path);
    }

    private static ValueReader members(StructType struct, String path) {
        Map<String, Integer> places = new HashMap<>();
        List<ValueReader> readers = new ArrayList<>();
        for (StructField member : struct.fields()) {
            places.put(member.name(), readers.size());
            readers.add(of(member.dataType(), path + "." + member.name()));
        }
        return document -> {
            if (document.token() != JsonToken.START_OBJECT) {
                return document.token() == JsonToken.VALUE_NULL ? null : document.unreadable(path);
            }
            Object[] values = new Object[readers.size()];
            while (document.next() == JsonToken.FIELD_NAME) {
                Integer place = places.get(document.name());
                document.next();
                if (place == null) {
                    document.skip();
                } else {
                    values[place] = readers.get(place).read(document);
                }
            }
            return new GenericInternalRow(values);
        };
    }

    private static ValueReader map(ValueReader value, String path) {
        return document -> {
            if (document.token() != JsonToken.START_OBJECT) {
                return document.token() == JsonToken.VALUE_NULL ? null : document.unreadable(path);
            }
            // The last of several members of a name counts.
            Map<UTF8String, Object> members = new LinkedHashMap<>();
            while (document.next() == JsonToken.FIELD_NAME) {
                UTF8String name = UTF8String.fromString(document.name());
                document.next();
                members.put(name, value.read(document));
            }
            return new ArrayBasedMapData(
                    new GenericArrayData(members.keySet().toArray()),
                    new GenericArrayData(members.values().toArray()));
        };
    }

    /** A reader of what has one value; an empty text is none. */
    private static ValueReader scalar(String path, Function<String, Object> parser) {
        return document -> {
            switch (document.token()) {
                case VALUE_NULL -> {
                    return null;
                }
                case START_OBJECT, START_ARRAY -> {
                    return document.unreadable(path);
                }
                default -> {
                    String text = document.text().strip();
                    Object value = text.isEmpty() ? null : parser.apply(text);
                    return value == null && !text.isEmpty() ? document.unreadable(path) : value;
                }
            }
        };
    }

    private static Object bool(String text) {
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    private static Object timestamp(String text) {
        OptionalLong micros = Timestamps.micros(text);
        return micros.isPresent() ? micros.getAsLong() : null;
    }

    private static Object date(String text) {
        try {
            return Timestamps.micros(text).isPresent()
                    ? (int) LocalDate.parse(text.substring(0, "2026-01-01".length()))
                            .toEpochDay()
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static ValueReader number(DataType type, String path) {
        Function<BigDecimal, Object> fit = fit(type);
        ValueReader ofText = scalar(path, text -> {
            BigDecimal number = decimal(text);
            return number == null ? null : fit.apply(number);
        });
        return document -> switch (document.token()) {
            case VALUE_TRUE, VALUE_FALSE -> document.unreadable(path);
            default -> ofText.read(document);
        };
    }

    private static BigDecimal decimal(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean isLong = Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS;
            return isLong ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Makes a value of a type, or null where the number does not fit. */
    private static Function<BigDecimal, Object> fit(DataType type) {
        if (type instanceof DecimalType decimal) {
            return number -> decimal(number, decimal);
        }
        if (type.equals(DataTypes.DoubleType)) {
            return number -> Double.isInfinite(number.doubleValue()) ? null : number.doubleValue();
        }
        if (type.equals(DataTypes.FloatType)) {
            return number -> Float.isInfinite(number.floatValue()) ? null : number.floatValue();
        }
        return number -> whole(number, type);
    }

    private static Object decimal(BigDecimal number, DecimalType type) {
        BigDecimal scaled = number.setScale(type.scale(), RoundingMode.HALF_UP);
        return scaled.precision() > type.precision() ? null : Decimal.apply(scaled, type.precision(), type.scale());
    }

    private static Object whole(BigDecimal number, DataType type) {
        try {
            if (type.equals(DataTypes.LongType)) {
                return number.longValueExact();
            }
            if (type.equals(DataTypes.IntegerType)) {
                return number.intValueExact();
            }
            return type.equals(DataTypes.ShortType)
                    ? (Object) number.shortValueExact()
                    : (Object) number.byteValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
