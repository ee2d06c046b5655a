package io.github.klaviyospark.spark.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.page.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageDecoderTest {

    private static final CollectionDescriptor PROFILES =
            Collections.find("profiles").orElseThrow();

    private static final StructType ALL = CollectionSchema.of(PROFILES, PROFILES.includes());

    private static Page<InternalRow> read(StructType columns, String document) throws UnreadableAnswerException {
        return new PageDecoder(columns, PROFILES).read(document.getBytes(StandardCharsets.UTF_8));
    }

    private static InternalRow only(StructType columns, String attributes) throws UnreadableAnswerException {
        String document = "{\"data\":[{\"type\":\"profile\",\"id\":\"P1\",\"attributes\":" + attributes + "}]}";
        return read(columns, document).resources().get(0);
    }

    private static StructType column(String name) {
        return new StructType().add(ALL.apply(name));
    }

    private static String text(ArrayData array, int index) {
        return array.getUTF8String(index).toString();
    }

    @Property
    void readsEveryText(@ForAll String any) throws UnreadableAnswerException {
        String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String json = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";

        assertThat(only(column("email"), "{\"email\":" + json + "}").getUTF8String(0))
                .hasToString(text);
    }

    @Test
    void readsMembersInWhateverOrderTheyCome() throws UnreadableAnswerException {
        StructType columns = new StructType()
                .add(ALL.apply("email"))
                .add(ALL.apply("first_name"))
                .add(ALL.apply("last_name"));

        Page<InternalRow> page = read(columns, """
                {"data":[
                  {"id":"1","attributes":{"email":"a","first_name":"b","last_name":"c"}},
                  {"id":"2","attributes":{"last_name":"f","x":{"email":"-"},"email":"d","":"-","first_name":"e"}},
                  {"id":"3","attributes":{"first_name":"h","first_name":"i","emai":"-","email_":"-"}},
                  {"id":"4","attributes":{}},
                  {"id":"5","attributes":{"email":"j","first_name":"k","last_name":"l"}}]}
                """);

        assertThat(page.resources())
                .extracting(row -> "" + row.getUTF8String(0) + row.getUTF8String(1) + row.getUTF8String(2))
                .containsExactly("abc", "def", "nullinull", "nullnullnull", "jkl");
    }

    @Test
    void readsEveryKindOfField() throws UnreadableAnswerException {
        InternalRow row = only(ALL, """
                {"email":"jo@shop.example.net","first_name":"Zoë","last_name":null,"created":"2026-07-01T10:20:30+00:00",
                 "location":{"city":"Łódź","latitude":"51.7592","longitude":19.455,"zip":null},
                 "properties":{"tier":"gold","visits":12345678901234567890,"ratio":1.50,"tags":["a", {"b" : null}],"none":null,"quote":"a\\"b"},
                 "subscriptions":{"email":{"marketing":{"can_receive_email_marketing":true,"consent":"SUBSCRIBED",
                    "suppression":[{"reason":"HARD_BOUNCE","timestamp":"2026-01-02T03:04:05.000006+00:00"}],"list_suppressions":[]}}},
                 "predictive_analytics":{"historic_clv":12,"churn_probability":0.25,"ranked_channel_affinity":["sms","email"]}}
                """);

        assertThat(row.getUTF8String(ALL.fieldIndex("id"))).hasToString("P1");
        assertThat(row.getUTF8String(ALL.fieldIndex("email"))).hasToString("jo@shop.example.net");
        assertThat(row.getUTF8String(ALL.fieldIndex("first_name"))).hasToString("Zoë");
        assertThat(row.isNullAt(ALL.fieldIndex("last_name"))).isTrue();
        assertThat(row.isNullAt(ALL.fieldIndex("organization"))).isTrue();
        assertThat(row.getLong(ALL.fieldIndex("created")))
                .isEqualTo(Instant.parse("2026-07-01T10:20:30Z").getEpochSecond() * 1_000_000);

        StructType locationType = (StructType) ALL.apply("location").dataType();
        InternalRow location = row.getStruct(ALL.fieldIndex("location"), locationType.size());
        assertThat(location.getDouble(locationType.fieldIndex("latitude"))).isEqualTo(51.7592);
        assertThat(location.getDouble(locationType.fieldIndex("longitude"))).isEqualTo(19.455);
        assertThat(location.getUTF8String(locationType.fieldIndex("city"))).hasToString("Łódź");

        MapData properties = row.getMap(ALL.fieldIndex("properties"));
        assertThat(List.of(0, 1, 2, 3, 5))
                .extracting(i -> text(properties.keyArray(), i) + "=" + text(properties.valueArray(), i))
                .containsExactly(
                        "tier=\"gold\"",
                        "visits=12345678901234567890",
                        "ratio=1.50",
                        "tags=[\"a\", {\"b\" : null}]",
                        "quote=\"a\\\"b\"");
        assertThat(properties.valueArray().isNullAt(4)).isTrue();

        InternalRow predictive = row.getStruct(ALL.fieldIndex("predictive_analytics"), 10);
        assertThat(predictive.getDouble(0)).isEqualTo(12);
        assertThat(text(predictive.getArray(9), 0)).isEqualTo("sms");
        assertThat(row.isNullAt(ALL.fieldIndex("push_tokens"))).isTrue();
    }

    @Test
    void followsAPrunedSchema() throws UnreadableAnswerException {
        StructType pruned = new StructType()
                .add(
                        "location",
                        new StructType().add("zip", DataTypes.StringType).add("city", DataTypes.StringType))
                .add("email", DataTypes.StringType);

        InternalRow row =
                only(pruned, "{\"email\":\"e\",\"location\":{\"city\":\"C\",\"country\":\"X\",\"zip\":\"Z\"}}");

        assertThat(row.numFields()).isEqualTo(2);
        assertThat(row.getStruct(0, 2).getUTF8String(0)).hasToString("Z");
        assertThat(row.getStruct(0, 2).getUTF8String(1)).hasToString("C");
        assertThat(row.getUTF8String(1)).hasToString("e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "email | 12 | 12 | 0",
                "email | true | true | 0",
                "email | {\"a\": 1} | {\"a\": 1} | 0",
                "created | 1751364030 | | 1",
                "created | \"soon\" | | 1",
                "properties | [1] | | 1",
                "location | \"Leeds\" | | 1",
                "location | {\"latitude\":\"north\"} | [null] | 1",
                "location | {\"latitude\":\"\"} | [null] | 0",
                "location | {\"latitude\":\" -1.5e1 \"} | [-15.0] | 0",
                "location | {\"latitude\":1e999} | [null] | 1",
                "location | {\"latitude\":[1]} | [null] | 1",
                "location | null | | 0",
            })
    void makesNullOfAValueOfAnotherKindAndCountsIt(String name, String json, String expected, long unreadable)
            throws UnreadableAnswerException {
        StructType columns = name.equals("location")
                ? new StructType().add("location", new StructType().add("latitude", DataTypes.DoubleType))
                : column(name);
        PageDecoder decoder = new PageDecoder(columns, PROFILES);
        String document = "{\"data\":[{\"id\":\"P1\",\"attributes\":{\"" + name + "\":" + json + "}}]}";

        InternalRow row = decoder.read(document.getBytes(StandardCharsets.UTF_8))
                .resources()
                .get(0);

        Object value = row.get(0, columns.fields()[0].dataType());
        assertThat(value == null ? null : value.toString()).isEqualTo(expected);
        assertThat(decoder.unreadableValues()).isEqualTo(unreadable);
    }

    @Test
    void doesNotMindWhatItDoesNotKnowNorWhere() throws UnreadableAnswerException {
        Page<InternalRow> page = read(column("email"), """
                {"links":{"self":"s","prev":null,"next":"https://a.klaviyo.com/n","other":{"next":"no"}},"meta":{"next":["x"]},
                 "included":"none","jsonapi":[1,2],
                 "data":[{"links":{"self":"s"},"attributes":{"email":{"new":"shape"},"brand_new":{"a":[1,{"b":2}]},"email":"e"},
                          "relationships":{"lists":{"data":[{"type":"list","id":"L"}]}},"id":"P1","type":"profile"}]}
                """);

        assertThat(page.next()).isEqualTo("https://a.klaviyo.com/n");
        assertThat(page.ids()).hasToString("[P1]");
        assertThat(page.resources().get(0).getUTF8String(0)).hasToString("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversations", "conversation"})
    void putsRelatedResourcesIntoTheirColumns(String relationship) throws UnreadableAnswerException {
        StructType columns = new StructType()
                .add(ALL.apply("conversations"))
                .add("push_tokens", DataTypes.createArrayType(new StructType().add("token", DataTypes.StringType)));

        Page<InternalRow> page = read(columns, """
                {"included":[{"attributes":{"channel":"sms"},"id":"C1","type":"conversation"},
                             {"type":"push-token","id":"C1","attributes":{"token":"t-1"}},
                             {"type":"list","id":"L"}],
                 "data":[{"id":"P1","relationships":{"%s":{"data":[{"type":"conversation","id":"C1"},{"type":"conversation","id":"C9"}]},
                                                     "push-tokens":{"data":[{"type":"push-token","id":"C1"}],"links":{}}}},
                         {"id":"P2","relationships":{"%s":{"data":[]},"push-tokens":{"links":{}}}}]}
                """.formatted(relationship, relationship));

        InternalRow first = page.resources().get(0);
        assertThat(first.getArray(0).getStruct(0, 2).getUTF8String(0)).hasToString("C1");
        assertThat(first.getArray(0).getStruct(0, 2).getUTF8String(1)).hasToString("sms");
        assertThat(first.getArray(0).getStruct(1, 2).getUTF8String(0)).hasToString("C9");
        assertThat(first.getArray(0).getStruct(1, 2).isNullAt(1)).isTrue();
        assertThat(text(column(first.getArray(1)), 0)).isEqualTo("t-1");

        InternalRow second = page.resources().get(1);
        assertThat(second.getArray(0).numElements()).isZero();
        assertThat(second.isNullAt(1)).isTrue();
    }

    private static ArrayData column(ArrayData structs) {
        return new org.apache.spark.sql.catalyst.util.GenericArrayData(
                new Object[] {structs.getStruct(0, 1).getUTF8String(0)});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"data\":{}}",
                "{\"data\":[{\"type\":\"profile\"}]}",
                "{\"data\":[{\"id\":null}]}",
                "{\"data\":[7]}",
                "{\"data\":[{\"id\":\"P1\"",
                "{\"data\":[{\"id\":\"P1\"}]",
                "{\"data\":[]} {\"data\":[]}",
                "<html>no such host as secret-value</html>"
            })
    void takesNoPieceForAPage(String document) {
        assertThatThrownBy(() -> read(column("email"), document))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageStartingWith("the page ")
                .hasMessageNotContaining("secret-value");
    }

    @Test
    void takesNoBeginningOfAPageForThePage() throws UnreadableAnswerException {
        String whole = "{\"data\":[{\"id\":\"P1\",\"attributes\":{\"email\":\"e\"}}],\"links\":{\"next\":\"n\"}}";
        assertThat(read(column("email"), whole).next()).isEqualTo("n");

        for (int length = 0; length < whole.length(); length++) {
            String piece = whole.substring(0, length);
            assertThatThrownBy(() -> read(column("email"), piece)).isInstanceOf(UnreadableAnswerException.class);
        }
    }
}
