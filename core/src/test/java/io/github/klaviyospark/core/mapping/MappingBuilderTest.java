package io.github.klaviyospark.core.mapping;

import static io.github.klaviyospark.core.mapping.MappingPath.ofText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingBuilderTest {

    @Test
    void namesAllProblemsAtOnce() {
        MappingPath line = ofText("lines[*].id");

        assertThatThrownBy(() -> ObjectMapping.builder()
                        .property("sku", PropertyType.STRING, true, line, ofText("other[*].sku"))
                        .property("SKU", PropertyType.STRING, true, ofText("id"), ofText("lines[*].sku"))
                        .constant("gift", PropertyType.BOOLEAN, false, "perhaps")
                        .constant("none", PropertyType.STRING, false, null)
                        .profile("buyer", line, Map.of(IdentifierType.EMAIL, ofText("people[*].email")))
                        .profile("payer", line, Map.of())
                        .related("Buyer", ofText("id"), ofText("orders[*].id"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The mapping cannot be used, for 9 reasons:"
                        + " the constant of property gift is no value of type boolean (invalid_type; a text, number or"
                        + " boolean that fits is);"
                        + " the constant of property none is no value of type string (invalid_type; a text, number or"
                        + " boolean that fits is);"
                        + " property SKU is there more than once (upper and lower case are the same);"
                        + " relationship Buyer is there more than once (upper and lower case are the same);"
                        + " property sku: the path $['other'][*]['sku'] goes through arrays that the id path"
                        + " $['lines'][*]['id'] does not begin with, so one id would get many values;"
                        + " property SKU: the path $['lines'][*]['sku'] goes through arrays that the id path $['id']"
                        + " does not begin with, so one id would get many values;"
                        + " relationship buyer, email: the path $['people'][*]['email'] goes through arrays that the id"
                        + " path $['lines'][*]['id'] does not begin with, so one id would get many values;"
                        + " relationship payer has no identifier;"
                        + " relationship Buyer, id: the path $['orders'][*]['id'] goes through arrays that the id path"
                        + " $['id'] does not begin with, so one id would get many values.");
    }

    @Test
    void wantsToKnowWhereTheIdIs() {
        assertThatThrownBy(() -> ObjectMapping.builder()
                        .constant("gift", PropertyType.BOOLEAN, false, true)
                        .build())
                .hasMessage(
                        "The mapping cannot be used, for 1 reason: no property and no relationship says where the id"
                                + " of an object is.");
    }

    @Test
    void takesConstantsThatFit() {
        ObjectMapping mapping = ObjectMapping.builder()
                .property("a", PropertyType.STRING, false, ofText("id"), ofText("a"))
                .constant("text", PropertyType.STRING, true, "web")
                .constant("number", PropertyType.STRING, true, new BigDecimal("1.50"))
                .constant("whole", PropertyType.INT, true, 7)
                .constant("big", PropertyType.INT, true, BigInteger.TEN.pow(30))
                .constant("half", PropertyType.FLOAT, true, 0.5)
                .constant("truth", PropertyType.BOOLEAN, true, "Yes")
                .constant("time", PropertyType.TIMESTAMP, true, "2026-07-01")
                .build();
        byte[] record = "{\"id\": 1}".getBytes(StandardCharsets.UTF_8);

        assertThat(mapping.extractor().extract(record, 0, record.length))
                .singleElement()
                .isInstanceOfSatisfying(ObjectVersion.Valid.class, valid -> assertThat(valid.values())
                        .containsExactly(
                                null,
                                "web",
                                "1.50",
                                BigInteger.valueOf(7),
                                BigInteger.TEN.pow(30),
                                new BigDecimal("0.5"),
                                true,
                                Instant.parse("2026-07-01T00:00:00Z")));
    }

    @Test
    void refusesConstantsThatAreNoJson() {
        for (Object value : List.of(Double.NaN, Double.POSITIVE_INFINITY, 'c', List.of("a"), new byte[0])) {
            assertThatThrownBy(() -> ObjectMapping.builder()
                            .property("a", PropertyType.STRING, false, ofText("id"), ofText("a"))
                            .constant("b", PropertyType.FLOAT, false, value)
                            .build())
                    .hasMessage(
                            "The mapping cannot be used, for 1 reason: the constant of property b is no value of type"
                                    + " float (invalid_type; a text, number or boolean that fits is).");
        }
    }

    @Test
    void listsNamesInOrder() {
        ObjectMapping mapping = ObjectMapping.builder()
                .constant("z", PropertyType.STRING, false, "secret of ours")
                .property("a", PropertyType.INT, false, ofText("id"), ofText("a.b"))
                .related("order", ofText("id"), ofText("order"))
                .profile("buyer", ofText("id"), Map.of(IdentifierType.PHONE, ofText("phone")))
                .build();

        assertThat(mapping.properties()).containsExactly("z", "a");
        assertThat(mapping.relationships()).containsExactly("order", "buyer");
        assertThat(mapping).hasToString("ObjectMapping[z string constant, a int from $['a']['b']][order, buyer]");
    }
}
