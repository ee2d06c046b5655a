package io.github.klaviyospark.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    private static JsonNode read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonTree.read(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"id\":}",
                "{\"id\": secret}",
                "{'id': 1}",
                "{\"id\": NaN}",
                "{\"id\": 01}",
                "{\"id\": 1}}",
                "{\"id\": 1} {}",
                "[1",
                "\"secret",
                "{\"id\": \"a\nb\"}",
                "// secret\n{}",
                "{\"id\": +1}",
                "{\"id\": .5}"
            })
    void refusesWhatIsNoJsonWithoutRepeatingIt(String record) {
        assertThatThrownBy(() -> read(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("The record ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin = "{\"id\": 1, \"name\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> JsonTree.read(latin, 0, latin.length))
                .hasMessage("The record is not JSON in UTF-8, or is nested more than 1000 levels deep. A record is one"
                        + " JSON object.");
    }

    @Test
    void reads1000LevelsAndNoMore() {
        assertThat(read("{\"deep\": " + "[".repeat(999) + "]".repeat(999) + "}"))
                .hasSize(1);
        assertThatThrownBy(() -> read("{\"deep\": " + "[".repeat(1_000) + "]".repeat(1_000) + "}"))
                .hasMessageContaining("nested more than 1000 levels deep");
    }

    @Test
    void keepsTheZerosOfANumber() {
        assertThat(read("1.50").decimalValue()).hasToString("1.50");
        assertThat(read("123456789012345678901.00").decimalValue()).hasToString("123456789012345678901.00");
        assertThat(read("9223372036854775808").decimalValue()).hasToString("9223372036854775808");
    }

    @Test
    void takesTheLastOfTwoMembersWithOneName() {
        assertThat(read("{\"a\": 1, \"b\": 2, \"a\": 3}").get("a").intValue()).isEqualTo(3);
    }
}
