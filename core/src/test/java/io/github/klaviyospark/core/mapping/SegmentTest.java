package io.github.klaviyospark.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** That JsonPath reads the keys that we write, whatever is in them. */
class SegmentTest {

    @Property
    void readsAnyKey(@ForAll String key) {
        assertRead(key);
    }

    @Property
    void readsKeysOfSpecialCharacters(@ForAll("special") String key) {
        assertRead(key);
    }

    @Provide
    Arbitrary<String> special() {
        return Arbitraries.strings()
                .withChars("'\"\\[]()*?@$.,:;/ \n\t\u0000nrtbfu0041{}-<>=!~|&é日")
                .ofMaxLength(8);
    }

    private static void assertRead(String key) {
        ObjectNode record = JsonNodeFactory.instance.objectNode().put("other", 1);
        record.set(key, JsonNodeFactory.instance.objectNode().put(key, "found"));
        List<Step> steps = List.of(Step.key(key), Step.key(key));

        assertThat(new Segment(steps).read(record).textValue()).isEqualTo("found");
        assertThat(new Segment(steps).read(JsonNodeFactory.instance.objectNode()))
                .isNull();
        assertThat(MappingPath.parse("$" + MappingPath.text(steps)).segments()).containsExactly(steps);
    }

    @Test
    void readsIndexes() {
        Segment segment = new Segment(
                MappingPath.ofAccount("$['lines'][1]['sku']").segments().get(0));

        assertThat(segment.read(json("{\"lines\": [{\"sku\": \"A\"}, {\"sku\": \"B\"}]}"))
                        .textValue())
                .isEqualTo("B");
        assertThat(segment.read(json("{\"lines\": [{\"sku\": \"A\"}]}"))).isNull();
        assertThat(segment.obstacle(json("{\"lines\": [{\"sku\": \"A\"}]}"))).isNull();
        assertThat(segment.obstacle(json("{\"lines\": [0, {}]}")).isMissingNode())
                .isTrue();
        assertThat(segment.obstacle(json("{\"lines\": [0, 1]}")).intValue()).isEqualTo(1);
        assertThat(segment.read(json("{\"lines\": {\"1\": {\"sku\": \"B\"}}}"))).isNull();
        assertThat(segment.obstacle(json("{\"lines\": {\"1\": {\"sku\": \"B\"}}}"))
                        .isObject())
                .isTrue();
    }

    @Test
    void findsNullsWhereTheyAre() {
        Segment segment = new Segment(MappingPath.ofText("a.b").segments().get(0));

        assertThat(segment.read(json("{\"a\": {\"b\": null}}")).isNull()).isTrue();
        assertThat(segment.read(json("{\"a\": null}"))).isNull();
        assertThat(segment.obstacle(json("{\"a\": null}"))).isNull();
        assertThat(segment.obstacle(json("{\"a\": {}}")).isMissingNode()).isTrue();
        assertThat(segment.obstacle(json("{\"a\": \"text\"}")).isTextual()).isTrue();
    }

    private static JsonNode json(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonTree.read(bytes, 0, bytes.length);
    }
}
