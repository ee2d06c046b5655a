package io.github.klaviyospark.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.objects.IdentifierType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EMAIL | \"ada@mail.example.net\" | ada@mail.example.net",
                "EMAIL | \"Ada.B+c@Mail.Example.NET\" | Ada.B+c@Mail.Example.NET",
                "EMAIL | \"a@b.c\" | a@b.c",
                "EMAIL | \"jürgen@müller.example.net\" | jürgen@müller.example.net",
                "EMAIL | \"a@xn--mller-kva.example-1.net\" | a@xn--mller-kva.example-1.net",
                "EMAIL | \"\\\"quoted\\\"@example.net\" | \"quoted\"@example.net",
                "EMAIL | \"\" | -",
                "EMAIL | \"ada\" | -",
                "EMAIL | \"@example.net\" | -",
                "EMAIL | \"ada@\" | -",
                "EMAIL | \"ada@example\" | -",
                "EMAIL | \"ada@example.\" | -",
                "EMAIL | \"ada@.net\" | -",
                "EMAIL | \"ada@example..net\" | -",
                "EMAIL | \"ada@-example.net\" | -",
                "EMAIL | \"ada@example-.net\" | -",
                "EMAIL | \"ada@exa_mple.net\" | -",
                "EMAIL | \"ada@b@example.net\" | -",
                "EMAIL | \"ada b@example.net\" | -",
                "EMAIL | \" ada@example.net\" | -",
                "EMAIL | \"ada@example.net \" | -",
                "EMAIL | \"ada\\u00a0b@example.net\" | -",
                "EMAIL | \"ada\\n@example.net\" | -",
                "EMAIL | \"ada\\u0007@example.net\" | -",
                "EMAIL | \"ada\\u0085@example.net\" | -",
                "EMAIL | \"ada@[127.0.0.1]\" | -",
                "EMAIL | 7 | -",
                "PHONE | \"+14155550100\" | +14155550100",
                "PHONE | \"+1234567\" | +1234567",
                "PHONE | \"+123456789012345\" | +123456789012345",
                "PHONE | \"+123456\" | -",
                "PHONE | \"+1234567890123456\" | -",
                "PHONE | \"+0155550100\" | -",
                "PHONE | \"14155550100\" | -",
                "PHONE | \"0014155550100\" | -",
                "PHONE | \"+1 415 555 0100\" | -",
                "PHONE | \"+1-415-555-0100\" | -",
                "PHONE | \"+1٤155550100\" | -",
                "PHONE | \"++4155550100\" | -",
                "PHONE | \"\" | -",
                "PHONE | 14155550100 | -",
                "EXTERNAL_ID | \"c-1\" | c-1",
                "EXTERNAL_ID | \" \" | ` `",
                "EXTERNAL_ID | 12 | 12",
                "EXTERNAL_ID | 12.50 | 12.50",
                "EXTERNAL_ID | 1E3 | 1000",
                "EXTERNAL_ID | 1e999999999 | -",
                "EXTERNAL_ID | \"\" | -",
                "EXTERNAL_ID | true | -",
                "EXTERNAL_ID | [\"c-1\"] | -",
                "EXTERNAL_ID | {} | -",
                "KLAVIYO_ID | \"01GDDKASAP8TKDDA2GRZDSVP4H\" | 01GDDKASAP8TKDDA2GRZDSVP4H",
                "KLAVIYO_ID | \"\" | -",
                "ANONYMOUS | \"visitor\" | visitor",
                "ANONYMOUS | \"\" | -",
                "ANONYMOUS | false | -",
            })
    void takesWhatAProfileCanBeFoundBy(IdentifierType type, String json, String expected) {
        assertThat(text(type, json)).isEqualTo(expected.equals("-") ? null : expected);
    }

    @Test
    void takesIdsOfOtherObjectsThatAreTextsOrNumbers() {
        assertThat(text(null, "\"o-1\"")).isEqualTo("o-1");
        assertThat(text(null, "17")).isEqualTo("17");
        assertThat(text(null, "\"\"")).isNull();
        assertThat(text(null, "true")).isNull();
    }

    @Test
    void takesAddressesOf254Bytes() {
        String domain = "@mail.example.net";

        assertThat(text(IdentifierType.EMAIL, "\"" + "a".repeat(254 - domain.length()) + domain + "\""))
                .hasSize(254);
        assertThat(text(IdentifierType.EMAIL, "\"" + "a".repeat(255 - domain.length()) + domain + "\""))
                .isNull();
        assertThat(text(IdentifierType.EMAIL, "\"é" + "a".repeat(253 - domain.length()) + domain + "\""))
                .isNull();
    }

    private static String text(IdentifierType type, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return IdentifierRules.text(type, JsonTree.read(bytes, 0, bytes.length));
    }
}
