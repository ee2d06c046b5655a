package io.github.klaviyospark.core.mapping;

import static io.github.klaviyospark.core.mapping.MappingPath.ofText;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several id paths in one mapping, and several places of one id in a record, come to. */
class HarvestTest {

    private static ObjectMapping.Builder add(
            ObjectMapping.Builder builder, String name, PropertyType type, String id, String data) {
        return builder.property(name, type, false, ofText(id), ofText(data));
    }

    private static ObjectMapping separated() {
        return add(ObjectMapping.builder(), "name", PropertyType.STRING, "object_record.id", "object_record.name")
                .profile(
                        "owners",
                        ofText("relationships.owners[*].id"),
                        Map.of(
                                IdentifierType.EMAIL,
                                ofText("relationships.owners[*].email"),
                                IdentifierType.PHONE,
                                ofText("relationships.owners[*].phone")))
                .build();
    }

    @Test
    void keepsObjectsAndRelationshipsApartWhenARecordDoes() {
        assertThat(Shown.of(separated(), "{\"object_record\": {\"id\": \"a\", \"name\": \"N\"}}"))
                .containsExactly("a name=N");
        assertThat(Shown.of(
                        separated(),
                        "{\"relationships\": {\"owners\": [{\"id\": \"a\", \"email\": \"a@mail.example.net\"}]}}"))
                .containsExactly("a only owners[email:a@mail.example.net]");
    }

    @Test
    void bringsTheLinksOfOneIdTogether() {
        assertThat(Shown.of(separated(), """
                        {"object_record": {"id": "a", "name": "N"}, "relationships": {"owners": [
                          {"id": "b", "phone": "0049"},
                          {"id": "a", "email": "a@mail.example.net"},
                          {"id": "a", "email": "b@mail.example.net", "phone": 4915112345678},
                          {"id": "a", "email": "a@mail.example.net"},
                          {"email": "c@mail.example.net"}]}}"""))
                .containsExactly(
                        "a name=N owners[email:a@mail.example.net, email:b@mail.example.net]"
                                + " !invalid_identifier owners (phone: number)",
                        "? skipped missing_id id (nothing)",
                        "b only owners[] !invalid_identifier owners (phone: text)");
    }

    @Test
    void setsOnlyThePropertiesOfThePathThatIsThere() {
        ObjectMapping.Builder builder = ObjectMapping.builder();
        add(builder, "name", PropertyType.STRING, "base.id", "base.name");
        add(builder, "stock", PropertyType.INT, "stock[*].id", "stock[*].count");
        ObjectMapping mapping =
                builder.constant("source", PropertyType.INT, false, 7L).build();

        assertThat(Shown.of(mapping, "{\"base\": {\"id\": 1, \"name\": \"A\"}}"))
                .containsExactly("1 name=A source=7");
        assertThat(Shown.of(mapping, "{\"stock\": [{\"id\": 1, \"count\": 3}, {\"id\": 2, \"count\": \"x\"}]}"))
                .containsExactly("1 stock=3 source=7", "2 skipped invalid_type stock (text)");
        assertThat(Shown.of(
                        mapping, "{\"base\": {\"id\": 1, \"name\": \"A\"}, \"stock\": [{\"id\": 1, \"count\": 3}]}"))
                .containsExactly("1 name=A source=7", "1 stock=3 source=7");
    }

    @Test
    void makesObjectsOfRelationshipsWhenAllPropertiesAreConstant() {
        ObjectMapping mapping = ObjectMapping.builder()
                .constant("kind", PropertyType.STRING, true, "gift")
                .profile("giver", ofText("id"), Map.of(IdentifierType.KLAVIYO_ID, ofText("profile")))
                .build();

        assertThat(Shown.of(mapping, "{\"id\": \"g\", \"profile\": \"01GDDKASAP8TKDDA2GRZDSVP4H\"}"))
                .containsExactly("g kind=gift giver[klaviyo-id:01GDDKASAP8TKDDA2GRZDSVP4H]");
    }

    @Test
    void appliesNoLinksOfAnObjectThatIsSkipped() {
        MappingPath id = ofText("lines[*].line_id");
        ObjectMapping mapping = ObjectMapping.builder()
                .property("sku", PropertyType.STRING, false, id, ofText("lines[*].sku"))
                .property("quantity", PropertyType.INT, false, id, ofText("lines[*].qty"))
                .profile("buyer", id, Map.of(IdentifierType.EMAIL, ofText("customer.email")))
                .build();

        assertThat(Shown.of(mapping, """
                        {"customer": {"email": "nobody"}, "lines": [{"line_id": "L1", "sku": true, "qty": 1.5}]}"""))
                .containsExactly("L1 skipped invalid_type sku (boolean) invalid_type quantity (number)");
    }
}
