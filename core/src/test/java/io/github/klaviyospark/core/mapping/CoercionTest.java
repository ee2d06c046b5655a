package io.github.klaviyospark.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.klaviyospark.core.objects.PropertyType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoercionTest {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    static Stream<Arguments> table() throws IOException {
        try (InputStream file = CoercionTest.class.getResourceAsStream("coercion.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> Arguments.of((Object[]) line.split("\t", -1)))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void isAsTheTableSays(String type, String json, String expected) {
        assertThat(coerced(PropertyType.of(type), json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2000, a, true", "2001, a, false", "1000, é, true", "1001, é, false", "500, 🎉, true", "501, 🎉, false"
    })
    void holdsTextsOf2000Bytes(int count, String character, boolean fits) {
        String json = "\"" + character.repeat(count) + "\"";

        assertThat(coerced(PropertyType.STRING, json)).isEqualTo(fits ? json : "!property_too_large");
    }

    @ParameterizedTest
    @CsvSource({
        "INT, true",
        "INT, false",
        "FLOAT, true",
        "FLOAT, false",
        "STRING, false",
    })
    void holdsNumbersOf2000Digits(PropertyType type, boolean isText) {
        String quote = isText ? "\"" : "";
        String longest = "9".repeat(2_000);

        assertThat(coerced(type, quote + longest + quote)).contains(longest);
        for (String number : new String[] {
            longest + "9", "-" + longest, longest + ".0", "1e2000", "9".repeat(100_000), "0." + "0".repeat(1_999)
        }) {
            assertThat(coerced(type, quote + number + quote)).isEqualTo("!property_too_large");
        }
        assertThat(coerced(PropertyType.INT, quote + "1e1999" + quote)).isEqualTo("1" + "0".repeat(1_999));
        assertThat(coerced(PropertyType.FLOAT, quote + "-1e-1997" + quote)).isEqualTo("-0." + "0".repeat(1_996) + "1");
    }

    @ParameterizedTest
    @CsvSource({"1999, true", "2000, false"})
    void countsTheZerosThatATextBeginsWith(int zeros, boolean fits) {
        assertThat(coerced(PropertyType.INT, "\"" + "0".repeat(zeros) + "7\""))
                .isEqualTo(fits ? "7" : "!property_too_large");
    }

    @ParameterizedTest
    @CsvSource({"INT", "FLOAT", "BOOLEAN", "TIMESTAMP"})
    void findsALongTextWrongBeforeItIsTooLong(PropertyType type) {
        assertThat(coerced(type, "\"" + "y".repeat(3_000) + "\"")).isEqualTo("!invalid_type");
    }

    private static String coerced(PropertyType type, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Object value = Coercion.coerce(type, JsonTree.read(bytes, 0, bytes.length));
        if (value instanceof SkipReason reason) {
            return "!" + reason.code();
        }
        String written = written(value);
        assertThat(JsonSize.of(value)).isEqualTo(written.getBytes(StandardCharsets.UTF_8).length);
        return written;
    }

    private static String written(Object value) {
        if (value instanceof String text) {
            return TextNode.valueOf(text).toString();
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Instant instant) {
            boolean isWhole = instant.truncatedTo(ChronoUnit.SECONDS).equals(instant);
            return '"' + instant.atOffset(ZoneOffset.UTC).format(isWhole ? SECONDS : MICROSECONDS) + '"';
        }
        return value.toString();
    }
}
