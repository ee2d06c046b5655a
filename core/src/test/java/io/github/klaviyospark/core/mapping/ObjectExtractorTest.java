package io.github.klaviyospark.core.mapping;

import static io.github.klaviyospark.core.mapping.MappingPath.ofText;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectExtractorTest {

    private static final ObjectMapping PEOPLE = ObjectMapping.builder()
            .property("name", PropertyType.STRING, true, ofText("id"), ofText("name"))
            .property("age", PropertyType.INT, false, ofText("id"), ofText("age"))
            .property("note", PropertyType.STRING, false, ofText("id"), ofText("note"))
            .property("more", PropertyType.STRING, false, ofText("id"), ofText("more"))
            .property("rest", PropertyType.STRING, false, ofText("id"), ofText("rest"))
            .profile(
                    "self",
                    ofText("id"),
                    Map.of(IdentifierType.EMAIL, ofText("email"), IdentifierType.PHONE, ofText("phone")))
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"A\"} | ? skipped missing_id id (nothing)",
                "{\"id\": \"\", \"name\": \"A\"} | ? skipped missing_id id (text)",
                "{\"id\": [1], \"name\": \"A\"} | ? skipped invalid_id id (array)",
                "{\"id\": 1e999999999, \"name\": \"A\"} | ? skipped invalid_id id (number)",
                "{\"id\": 1} | 1 skipped missing_required name (nothing)",
                "{\"id\": 1, \"name\": null} | 1 skipped missing_required name (nothing)",
                "{\"id\": 1, \"name\": []} | 1 skipped invalid_type name (array)",
                "{\"id\": 1, \"name\": \"A\", \"age\": 1e999999999} | 1 skipped property_too_large age (number)",
                "{\"id\": 1, \"age\": \"old\", \"note\": {}} | 1 skipped missing_required name (nothing)"
                        + " invalid_type age (text) invalid_type note (object)",
                "{\"id\": 1E3, \"name\": \"\"} | 1000 name= age=null note=null more=null rest=null self[]",
                "{\"id\": 1.50, \"name\": \"A\"} | 1.50 name=A age=null note=null more=null rest=null self[]",
                "{\"id\": false, \"name\": \"A\"} | false name=A age=null note=null more=null rest=null self[]",
                "{\"id\": \" \", \"name\": \"A\"} |   name=A age=null note=null more=null rest=null self[]",
                "{\"id\": 1, \"id\": 2, \"name\": \"A\"} | 2 name=A age=null note=null more=null rest=null self[]",
                "{\"id\": 1, \"name\": \"A\", \"email\": \"a\", \"phone\": \"+14155550100\"} | 1 name=A age=null note=null"
                        + " more=null rest=null self[phone:+14155550100] !invalid_identifier self (email: text)",
            })
    void saysWhatBecomesOfARecord(String record, String expected) {
        assertThat(Shown.of(PEOPLE, record)).singleElement().asString().isEqualToIgnoringWhitespace(expected);
    }

    @ParameterizedTest
    @CsvSource({"2000, true", "2001, false"})
    void skipsAnObjectWithATextOfMoreThan2000Bytes(int bytes, boolean fits) {
        String record = "{\"id\": 1, \"name\": \"" + "é".repeat(bytes / 2) + "a".repeat(bytes % 2) + "\"}";

        assertThat(Shown.of(PEOPLE, record))
                .singleElement()
                .asString()
                .startsWith(fits ? "1 name=é" : "1 skipped property_too_large name (text)");
    }

    @ParameterizedTest
    @CsvSource({"8000, true", "8001, false"})
    void skipsAnObjectOfMoreThan8000Bytes(int size, boolean fits) {
        // As compact JSON a quote and a line feed have two bytes, a bell six, the others two and four.
        String name =
                "\\\"".repeat(10) + "\\n".repeat(10) + "\\u0007".repeat(10) + "\\u00e9".repeat(10) + "🎉".repeat(10);
        int nameSize = 10 * (2 + 2 + 6 + 2 + 4);
        int others = "{\"id\":\"1\",\"name\":\"\",\"age\":7,\"note\":\"\",\"more\":\"\",\"rest\":\"\"}".length();
        int fill = size - others - nameSize - 2 * 2_000;
        // Control characters count six times here, and once for the limit of a property.
        String record = "{\"id\": 1, \"age\": \"7.0\", \"name\": \"" + name + "\", \"note\": \"" + "n".repeat(2_000)
                + "\", \"more\": \"" + "m".repeat(2_000) + "\", \"rest\": \"" + "\\u0001".repeat(fill / 6)
                + "r".repeat(fill % 6) + "\"}";

        assertThat(Shown.of(PEOPLE, record))
                .singleElement()
                .asString()
                .startsWith(fits ? "1 name=" : "1 skipped object_too_large (object)");
    }

    @Test
    void readsAPartOfAnArrayAndIsUsedAgain() {
        byte[] bytes = "xx{\"id\": 1, \"name\": \"A\"}{\"id\": 2, \"name\": \"B\"}".getBytes(StandardCharsets.UTF_8);
        ObjectExtractor extractor = PEOPLE.extractor();

        assertThat(extractor.extract(bytes, 2, 22))
                .extracting(ObjectVersion::id)
                .containsExactly("1");
        assertThat(extractor.extract(bytes, 24, 22))
                .extracting(ObjectVersion::id)
                .containsExactly("2");
        assertThat(extractor.extract(bytes, 2, 22))
                .extracting(ObjectVersion::id)
                .containsExactly("1");
    }

    @Test
    void repeatsNoValue() {
        List<ObjectVersion> versions = versions(PEOPLE, """
                {"id": "secret", "name": "secret", "email": "secret@mail.example.net", "phone": "secret"}""");
        List<ObjectVersion> skipped = versions(PEOPLE, "{\"id\": \"secret\", \"name\": true, \"age\": \"secret\"}");

        assertThat(versions.get(0))
                .hasToString("Valid[5 properties, 1 relationships, [invalid_identifier self (phone: text)]]");
        assertThat(((ObjectVersion.Valid) versions.get(0)).links().get(0))
                .hasToString("Links[relationship=self, identifiers=[email]]");
        assertThat(skipped.get(0)).hasToString("Skipped[invalid_type name (boolean), invalid_type age (text)]");
    }

    @Test
    void travels() throws Exception {
        PEOPLE.extractor();
        ObjectMapping copy = travelled(PEOPLE);
        String record = "{\"id\": 1, \"name\": \"A\", \"email\": \"a@mail.example.net\"}";

        assertThat(copy).isNotSameAs(PEOPLE).hasToString(PEOPLE.toString());
        assertThat(Shown.of(copy, record)).isEqualTo(Shown.of(PEOPLE, record));
        assertThat(travelled(ofText("lines[*].id"))).isEqualTo(ofText("lines[*].id"));
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <T> T travelled(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @ParameterizedTest
    @EnumSource
    void explainsEveryReasonInOneSentence(SkipReason reason) {
        Set<SkipReason> warnings = EnumSet.of(SkipReason.INVALID_IDENTIFIER, SkipReason.UNKNOWN_PROFILE);

        assertThat(reason.code()).matches("[a-z]+(_[a-z]+)+");
        assertThat(reason.explanation()).endsWith(".").doesNotContain(". ").contains("; ");
        assertThat(reason.isWarning()).isEqualTo(warnings.contains(reason));
        assertThat(Arrays.stream(SkipReason.values()).map(SkipReason::code)).doesNotHaveDuplicates();
    }

    private static List<ObjectVersion> versions(ObjectMapping mapping, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        return mapping.extractor().extract(bytes, 0, bytes.length);
    }
}
