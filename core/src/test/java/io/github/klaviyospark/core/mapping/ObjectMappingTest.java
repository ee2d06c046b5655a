package io.github.klaviyospark.core.mapping;

import static io.github.klaviyospark.core.mapping.MappingPath.ofText;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layouts of records that Klaviyo's documents describe. */
class ObjectMappingTest {

    private static ObjectMapping.Builder add(
            ObjectMapping.Builder builder, String name, PropertyType type, String id, String data) {
        return builder.property(name, type, false, ofText(id), ofText(data));
    }

    private static ObjectMapping lines() {
        ObjectMapping.Builder builder = ObjectMapping.builder();
        add(builder, "sku", PropertyType.STRING, "lines[*].line_id", "lines[*].sku");
        add(builder, "quantity", PropertyType.INT, "lines[*].line_id", "lines[*].qty");
        add(builder, "shipped_at", PropertyType.TIMESTAMP, "lines[*].line_id", "shipped");
        return builder.profile(
                        "buyer", ofText("lines[*].line_id"), Map.of(IdentifierType.EMAIL, ofText("customer.email")))
                .build();
    }

    @Test
    void makesOneObjectOfAFlatRecord() {
        ObjectMapping.Builder builder = ObjectMapping.builder();
        add(builder, "name", PropertyType.STRING, "id", "name");
        add(builder, "price", PropertyType.FLOAT, "id", "price");
        add(builder, "active", PropertyType.BOOLEAN, "id", "flags.active");
        ObjectMapping mapping = builder.constant("channel", PropertyType.STRING, true, "web")
                .profile(
                        "owner",
                        ofText("id"),
                        Map.of(IdentifierType.EMAIL, ofText("mail"), IdentifierType.EXTERNAL_ID, ofText("customer")))
                .build();

        assertThat(Shown.of(mapping, """
                        {"id": 12, "name": "A", "price": "3.50", "flags": {"active": "Yes"},
                         "mail": "a@mail.example.net", "customer": 7, "other": [1, 2]}"""))
                .containsExactly("12 name=A price=3.50 active=true channel=web"
                        + " owner[email:a@mail.example.net, external-id:7]");
        assertThat(Shown.of(mapping, "{\"id\": \"a\", \"name\": null}"))
                .containsExactly("a name=null price=null active=null channel=web owner[]");
    }

    @Test
    void makesOneObjectOfEachElement() {
        assertThat(Shown.of(lines(), """
                        {"customer": {"email": "a@mail.example.net"}, "shipped": "2026-07-01", "lines": [
                          {"line_id": "L1", "sku": "X", "qty": 2},
                          {"line_id": "L2", "sku": "Y", "qty": "3"}]}"""))
                .containsExactly(
                        "L1 sku=X quantity=2 shipped_at=2026-07-01T00:00:00Z buyer[email:a@mail.example.net]",
                        "L2 sku=Y quantity=3 shipped_at=2026-07-01T00:00:00Z buyer[email:a@mail.example.net]");
    }

    @Test
    void leavesObjectsAloneThatARecordDoesNotSpeakOf() {
        assertThat(Shown.of(lines(), "{\"customer\": {\"email\": \"a@mail.example.net\"}}"))
                .isEmpty();
        assertThat(Shown.of(lines(), "{\"lines\": null}")).isEmpty();
        assertThat(Shown.of(lines(), "{\"lines\": []}")).isEmpty();
        assertThat(Shown.of(lines(), "{}")).isEmpty();
    }

    @Test
    void skipsAnElementWithoutAnId() {
        assertThat(Shown.of(lines(), """
                        {"lines": [{"sku": "X"}, {"line_id": null}, {"line_id": ""}, null, 5, [], {"line_id": {}},
                                   {"line_id": []}, {"line_id": "L", "sku": "Z"}]}"""))
                .containsExactly(
                        "? skipped missing_id id (nothing)",
                        "? skipped missing_id id (nothing)",
                        "? skipped missing_id id (text)",
                        "? skipped missing_id id (nothing)",
                        "? skipped missing_id id (number)",
                        "? skipped missing_id id (array)",
                        "? skipped invalid_id id (object)",
                        "? skipped invalid_id id (array)",
                        "L sku=Z quantity=null shipped_at=null buyer[]");
    }

    @Test
    void doesNotTakeTheMembersOfAnObjectForElements() {
        assertThat(Shown.of(lines(), "{\"lines\": {\"first\": {\"line_id\": \"L1\"}}}"))
                .containsExactly("? skipped missing_id id (object)");
        assertThat(Shown.of(lines(), "{\"lines\": \"none\"}")).containsExactly("? skipped missing_id id (text)");
    }

    @Test
    void letsTheLaterOfTwoEqualIdsWin() {
        assertThat(Shown.of(lines(), """
                        {"lines": [{"line_id": 1, "sku": "A"}, {"line_id": "1", "sku": "B"}, {"line_id": 1.0},
                                   {"line_id": "1", "qty": "many"}]}"""))
                .containsExactly(
                        "1 sku=A quantity=null shipped_at=null superseded",
                        "1 sku=B quantity=null shipped_at=null buyer[]",
                        "1.0 sku=null quantity=null shipped_at=null buyer[]",
                        "1 skipped invalid_type quantity (text)");
    }

    @Test
    void goesIntoArraysOfArrays() {
        ObjectMapping.Builder builder = ObjectMapping.builder();
        String id = "orders[*].lines[*].id";
        add(builder, "sku", PropertyType.STRING, id, "orders[*].lines[*].item.sku");
        add(builder, "order", PropertyType.STRING, id, "orders[*].number");
        ObjectMapping mapping =
                add(builder, "shop", PropertyType.STRING, id, "shop").build();

        assertThat(Shown.of(mapping, """
                        {"shop": "north", "orders": [
                          {"number": "o1", "lines": [{"id": 1, "item": {"sku": "A"}}, {"id": 2, "item": "B"}]},
                          {"number": "o2"}, {"number": "o3", "lines": null}, {"number": "o4", "lines": [null]},
                          {"number": "o5", "lines": 3}, null,
                          {"lines": [{"id": true, "item": {"sku": "C"}}]}]}"""))
                .containsExactly(
                        "1 sku=A order=o1 shop=north",
                        "2 sku=null order=o1 shop=north",
                        "? skipped missing_id id (nothing)",
                        "? skipped missing_id id (number)",
                        "? skipped missing_id id (nothing)",
                        "true sku=C order=null shop=north");
    }

    @Test
    void goesIntoArraysThatAreElementsThemselves() {
        MappingPath id = MappingPath.parse("$['rows'][*][*]");
        ObjectMapping mapping = ObjectMapping.builder()
                .property("self", PropertyType.STRING, true, id, id)
                .build();

        assertThat(Shown.of(mapping, "{\"rows\": [[\"a\", 2], [], null, [null], [[]], 7]}"))
                .containsExactly(
                        "a self=a",
                        "2 self=2",
                        "? skipped missing_id id (nothing)",
                        "? skipped missing_id id (nothing)",
                        "? skipped invalid_id id (array)",
                        "? skipped missing_id id (number)");
    }

    @Test
    void readsParentsAndChildrenOfOneRecord() {
        String record = """
                {"order": {"id": "o1", "total": 9.90, "lines": [{"id": "o1-1", "sku": "A"}, {"id": "o1-2"}]}}""";
        ObjectMapping orders = add(ObjectMapping.builder(), "total", PropertyType.FLOAT, "order.id", "order.total")
                .build();
        ObjectMapping lines = add(
                        ObjectMapping.builder(), "sku", PropertyType.STRING, "order.lines[*].id", "order.lines[*].sku")
                .related("order", ofText("order.lines[*].id"), ofText("order.id"))
                .build();

        assertThat(Shown.of(orders, record)).containsExactly("o1 total=9.90");
        assertThat(Shown.of(lines, record))
                .containsExactly("o1-1 sku=A order[object:o1]", "o1-2 sku=null order[object:o1]");
        assertThat(Shown.of(lines, "{\"order\": {\"id\": \"o1\"}}")).isEmpty();
    }

    @Test
    void findsNoPlaceForAnIdInARecordThatIsNoObject() {
        assertThat(Shown.of(lines(), "[]")).containsExactly("? skipped missing_id id (array)");
        assertThat(Shown.of(lines(), "null")).containsExactly("? skipped missing_id id (nothing)");
        assertThat(Shown.of(lines(), "{\"a\": {}}")).isEmpty();
    }
}
