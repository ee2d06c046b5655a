package io.github.klaviyospark.core.mapping;

import static io.github.klaviyospark.core.mapping.MappingPath.ofText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any record. */
class ExtractionPropertiesTest {

    private static final ObjectMapping MAPPING = ObjectMapping.builder()
            .property("text", PropertyType.STRING, false, ofText("a[*].b[*].id"), ofText("a[*].b[*].a"))
            .property("whole", PropertyType.INT, false, ofText("a[*].b[*].id"), ofText("a[*].c"))
            .property("number", PropertyType.FLOAT, true, ofText("id"), ofText("c"))
            .property("truth", PropertyType.BOOLEAN, false, ofText("id"), ofText("b.a"))
            .property("time", PropertyType.TIMESTAMP, false, ofText("c.id"), ofText("c.a"))
            .profile("person", ofText("a[*].id"), Map.of(IdentifierType.EMAIL, ofText("email")))
            .profile("other", ofText("id"), Map.of(IdentifierType.PHONE, ofText("a")))
            .related("parent", ofText("c[*].id"), ofText("id"))
            .build();

    @Property(tries = 1_000)
    void noRecordMakesItFail(@ForAll Random random) {
        for (ObjectVersion version : extract(MAPPING, new RandomRecord(random).make())) {
            if (version instanceof ObjectVersion.Skipped skipped) {
                assertThat(skipped.problems()).isNotEmpty();
            } else {
                assertThat(version.id()).isNotEmpty();
            }
        }
    }

    @Property(tries = 1_000)
    void theOrderOfMembersDoesNotMatter(@ForAll Random random) {
        RandomRecord records = new RandomRecord(random);
        JsonNode record = records.make();

        assertThat(Shown.of(MAPPING, records.shuffled(record).toString()))
                .isEqualTo(Shown.of(MAPPING, record.toString()));
    }

    @Property(tries = 300)
    void anExtractorRemembersNothing(@ForAll Random random) {
        RandomRecord records = new RandomRecord(random);
        ObjectExtractor used = MAPPING.extractor();
        for (int i = 0; i < 5; i++) {
            JsonNode record = records.make();
            byte[] bytes = record.toString().getBytes(StandardCharsets.UTF_8);

            assertThat(used.extract(bytes, 0, bytes.length))
                    .extracting(version -> Shown.line(MAPPING, version))
                    .isEqualTo(Shown.of(MAPPING, record.toString()));
        }
    }

    @Property
    void oneVersionOfAnIdIsNotSuperseded(@ForAll("ids") List<String> ids) {
        ObjectMapping mapping = ObjectMapping.builder()
                .property("a", PropertyType.STRING, false, ofText("a[*]"), ofText("a[*]"))
                .build();
        String record = ids.stream().collect(Collectors.joining("\",\"", "{\"a\":[\"", "\"]}"));

        List<String> shown = Shown.of(mapping, record);

        assertThat(shown).hasSameSizeAs(ids);
        assertThat(shown.stream().filter(line -> !line.endsWith(" superseded")))
                .hasSize(new HashSet<>(ids).size())
                .doesNotHaveDuplicates();
        assertThat(shown.get(ids.size() - 1)).doesNotEndWith(" superseded");
    }

    @Provide
    Arbitrary<List<String>> ids() {
        return Arbitraries.of("x", "y", "z", "1").list().ofMinSize(1).ofMaxSize(6);
    }

    private static List<ObjectVersion> extract(ObjectMapping mapping, JsonNode record) {
        byte[] bytes = record.toString().getBytes(StandardCharsets.UTF_8);
        return mapping.extractor().extract(bytes, 0, bytes.length);
    }
}
