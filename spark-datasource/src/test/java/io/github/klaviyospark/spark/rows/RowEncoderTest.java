package io.github.klaviyospark.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowEncoderTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static String encode(String ddl, boolean omitNulls, Object... values) throws IOException {
        StructType schema = StructType.fromDDL(ddl);
        // As Spark hands them over: strings, structs and arrays are slices of one array of bytes.
        InternalRow row = UnsafeProjection.create(schema).apply(new GenericInternalRow(values));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowEncoder.of(RecordForm.COLUMNS, schema, omitNulls).encode(row, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static UTF8String text(String text) {
        return UTF8String.fromString(text);
    }

    @Property
    void keepsEveryString(@ForAll String any) throws IOException {
        String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(JSON.readTree(encode("a STRING, b STRING", false, text(text), text("z")))
                        .path("a")
                        .asText())
                .isEqualTo(text);
    }

    @Property
    void writesTextsAsJacksonDoes(@ForAll @CharRange(from = 0, to = 0x100) String text) throws IOException {
        assertThat(encode("a STRING", false, text(text)))
                .isEqualTo(JSON.createObjectNode().put("a", text).toString());
    }

    @Property
    void keepsEveryLong(@ForAll long value) throws IOException {
        assertThat(encode("a BIGINT", false, value)).isEqualTo("{\"a\":" + value + "}");
    }

    @Property
    void keepsEveryDouble(@ForAll double value) throws IOException {
        assertThat(JSON.readTree(encode("a DOUBLE", false, value)).path("a").doubleValue())
                .isEqualTo(value);
    }

    @Property
    void keepsEveryDecimalWithItsScaleAndWithoutAnExponent(@ForAll @Scale(9) BigDecimal value) throws IOException {
        BigDecimal decimal = value.setScale(9, java.math.RoundingMode.DOWN).remainder(BigDecimal.TEN.pow(28));
        String json = encode("a DECIMAL(38,9)", false, Decimal.apply(decimal, 38, 9));

        assertThat(json).isEqualTo("{\"a\":" + decimal.toPlainString() + "}");
    }

    @Property
    void writesShortDecimalsAsLongOnes(@ForAll long digits, @ForAll @IntRange(min = 0, max = 18) int scale)
            throws IOException {
        BigDecimal decimal = BigDecimal.valueOf(digits % 1_000_000_000_000_000_000L, scale);
        String json = encode("a DECIMAL(18," + scale + ")", false, Decimal.apply(decimal, 18, scale));

        assertThat(json).isEqualTo("{\"a\":" + decimal.toPlainString() + "}");
    }

    @Property
    void writesTimesAsJavaDoes(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll("fractions") int micro)
            throws IOException {
        long micros = second * 1_000_000 + micro;
        Instant instant = Instant.ofEpochSecond(second, micro * 1_000L);
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, micro * 1_000, ZoneOffset.UTC);

        assertThat(encode("a TIMESTAMP, b TIMESTAMP_NTZ, c DATE", false, micros, micros, (int)
                        Math.floorDiv(second, 86_400)))
                .isEqualTo("{\"a\":\"" + instant + "\",\"b\":\"" + DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time)
                        + "\",\"c\":\"" + time.toLocalDate() + "\"}");
    }

    @Provide
    Arbitrary<Integer> fractions() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 10, 100, 1_000, 10_000, 100_000, 120_000, 999_000, 999_999),
                Arbitraries.integers().between(0, 999_999));
    }

    @Property
    void writesEveryInstantInUtc(
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long micros)
            throws IOException {
        String json =
                JSON.readTree(encode("a TIMESTAMP", false, micros)).path("a").asText();

        assertThat(json).endsWith("Z");
        assertThat(Instant.parse(json))
                .isEqualTo(Instant.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L));
    }

    @Property
    void writesEveryDate(@ForAll @LongRange(min = -719_162, max = 2_932_896) long days) throws IOException {
        String json =
                JSON.readTree(encode("a DATE", false, (int) days)).path("a").asText();

        assertThat(LocalDate.parse(json)).isEqualTo(LocalDate.ofEpochDay(days));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "1, 1970-01-01T00:00:00.000001Z",
        "1000, 1970-01-01T00:00:00.001Z",
        "-1, 1969-12-31T23:59:59.999999Z",
        "951782400000000, 2000-02-29T00:00:00Z"
    })
    void writesTimestampsAsIsoInUtc(long micros, String expected) throws IOException {
        assertThat(encode("a TIMESTAMP", false, micros)).isEqualTo("{\"a\":\"" + expected + "\"}");
    }

    @Test
    void writesATimestampWithoutZoneWithoutAnOffset() throws IOException {
        assertThat(encode("a TIMESTAMP_NTZ", false, 0L)).isEqualTo("{\"a\":\"1970-01-01T00:00:00\"}");
        assertThat(encode("a TIMESTAMP_NTZ", false, -1_500_000L)).isEqualTo("{\"a\":\"1969-12-31T23:59:58.5\"}");
    }

    @Test
    void sendsOrOmitsNullMembersAndAlwaysKeepsNullElements() throws IOException {
        String ddl =
                "a STRING, s STRUCT<x: STRING, y: INT>, l ARRAY<STRING>, m MAP<STRING, STRING>, e ARRAY<STRUCT<z: INT>>";
        Object[] values = {
            null,
            new GenericInternalRow(new Object[] {null, 2}),
            new GenericArrayData(new Object[] {null, text("b")}),
            ArrayBasedMapData.apply(new Object[] {text("k")}, new Object[] {null}),
            new GenericArrayData(new Object[] {new GenericInternalRow(new Object[] {null}), null})
        };

        assertThat(encode(ddl, false, values))
                .isEqualTo("{\"a\":null,\"s\":{\"x\":null,\"y\":2},\"l\":[null,\"b\"],\"m\":{\"k\":null},"
                        + "\"e\":[{\"z\":null},null]}");
        assertThat(encode(ddl, true, values))
                .isEqualTo("{\"s\":{\"y\":2},\"l\":[null,\"b\"],\"m\":{\"k\":null},\"e\":[{},null]}");
    }

    @Test
    void escapesNamesAndKeys() throws IOException {
        assertThat(encode("`a\"b` INT, `ü\\n` INT", false, 1, 2)).isEqualTo("{\"a\\\"b\":1,\"ü\\\\n\":2}");
        assertThat(encode(
                        "m MAP<STRING, INT>",
                        false,
                        ArrayBasedMapData.apply(new Object[] {text("q\"\u0001")}, new Object[] {1})))
                .isEqualTo("{\"m\":{\"q\\\"\\u0001\":1}}");
    }

    @Test
    void saysWhereAValueStandsThatJsonCannotCarry() {
        assertThatThrownBy(() -> encode(
                        "o STRUCT<lines: ARRAY<STRUCT<price: DOUBLE>>>", false, new GenericInternalRow(new Object[] {
                            new GenericArrayData(new Object[] {new GenericInternalRow(new Object[] {Double.NaN})})
                        })))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Column o.lines[].price is NaN or infinite, and JSON has no such number.");
        assertThatThrownBy(() -> encode(
                        "m MAP<STRING, FLOAT>",
                        false,
                        ArrayBasedMapData.apply(new Object[] {text("k")}, new Object[] {Float.NEGATIVE_INFINITY})))
                .hasMessage("Column m{} is NaN or infinite, and JSON has no such number.");
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        UTF8String broken = UTF8String.fromBytes(new byte[] {'a', (byte) 0xC3, '('});

        assertThatThrownBy(() -> encode("a STRING", false, broken))
                .hasMessage("Column a is a string whose bytes are not UTF-8.");
        assertThatThrownBy(() -> encode(
                        "m MAP<STRING, INT>", false, ArrayBasedMapData.apply(new Object[] {broken}, new Object[] {1})))
                .hasMessage("Column m{} is a string whose bytes are not UTF-8.");
    }

    @Test
    void refusesDatesThatIsoCannotWrite() {
        assertThatThrownBy(() -> encode("a DATE", false, 2_932_897))
                .hasMessage(
                        "Column a is a date outside the years 1 to 9999, which ISO 8601 cannot write in four digits.");
        assertThatThrownBy(() -> encode("a TIMESTAMP", false, -62_135_596_800_000_001L))
                .hasMessageStartingWith("Column a is a date outside the years 1 to 9999");
    }

    @Test
    void goesOnWithTheNextRowAfterOneThatItRefused() throws IOException {
        StructType schema = StructType.fromDDL("a STRING, b DOUBLE");
        RowEncoder encoder = RowEncoder.of(RecordForm.COLUMNS, schema, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> encoder.encode(new GenericInternalRow(new Object[] {text("x"), Double.NaN}), out))
                .isInstanceOf(InvalidValueException.class);
        out.reset();
        encoder.encode(new GenericInternalRow(new Object[] {text("y"), 1.5}), out);
        encoder.encode(new GenericInternalRow(new Object[] {text("z"), 2.5}), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"y\",\"b\":1.5}{\"a\":\"z\",\"b\":2.5}");
    }

    @Test
    void writesDeepAndWideRows() throws IOException {
        DataType[] columns = new DataType[300];
        StringBuilder ddl = new StringBuilder();
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            ddl.append(i == 0 ? "" : ", ").append("c").append(i).append(" STRUCT<a: ARRAY<STRUCT<b: STRING>>>");
            values[i] = new GenericInternalRow(new Object[] {
                new GenericArrayData(new Object[] {new GenericInternalRow(new Object[] {text("v" + i)})})
            });
        }

        JsonNode json = JSON.readTree(encode(ddl.toString(), false, values));

        assertThat(json).hasSize(300);
        assertThat(json.at("/c299/a/0/b").asText()).isEqualTo("v299");
    }
}
