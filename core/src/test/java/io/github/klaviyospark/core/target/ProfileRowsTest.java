package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever rows say: their requests say it too, and give the rows back. */
class ProfileRowsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Arbitrary<JsonNode> EMAILS = texts("abcdefghijklmnopqrstuvwxyz.+-_0123456789äß", 1, 60)
            .map(name -> JSON.textNode(name + "@post.example.net"));
    private static final Arbitrary<JsonNode> PHONES =
            Arbitraries.longs().between(10, 999_999_999_999_999L).map(digits -> JSON.textNode("+" + digits));
    private static final Arbitrary<JsonNode> IDS =
            texts("ABCDEFGHJKMNPQRSTVWXYZ0123456789\"\\", 1, 30).map(JSON::textNode);
    private static final Arbitrary<JsonNode> TEXTS = Arbitraries.strings()
            .withCharRange('\u0000', '\uD7FF')
            .ofMaxLength(20)
            .map(JSON::textNode);
    private static final Arbitrary<JsonNode> LIST =
            texts("ABCDEFabcdef123456", 6, 6).map(JSON::textNode);

    private static Arbitrary<String> texts(String characters, int from, int to) {
        return Arbitraries.strings()
                .withChars(characters.toCharArray())
                .ofMinLength(from)
                .ofMaxLength(to);
    }

    private static Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                TEXTS,
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1e12"), new BigDecimal("1e12"))
                        .ofScale(3)
                        .map(JSON::numberNode),
                Arbitraries.bigIntegers().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.just(JSON.nullNode()));
    }

    private static Arbitrary<JsonNode> objects(Arbitrary<? extends JsonNode> values) {
        return Arbitraries.maps(texts("abcxyz $é", 1, 6), values).ofMaxSize(4).map(members -> {
            ObjectNode object = JSON.objectNode();
            members.forEach(object::set);
            return object;
        });
    }

    private static Arbitrary<JsonNode> arrays(Arbitrary<? extends JsonNode> values, int from) {
        return values.list().ofMinSize(from).ofMaxSize(4).map(elements -> JSON.arrayNode()
                .addAll(elements));
    }

    /** Objects with some of the columns, each with a value of its kind. */
    private static Arbitrary<ObjectNode> some(Map<String, Arbitrary<JsonNode>> columns, Set<String> oneOf) {
        return Arbitraries.subsetOf(columns.keySet())
                .filter(names -> names.stream().anyMatch(oneOf::contains))
                .flatMap(names -> {
                    Arbitrary<ObjectNode> row = Arbitraries.create(JSON::objectNode);
                    for (String name : columns.keySet()) {
                        if (names.contains(name)) {
                            row = Combinators.combine(row, columns.get(name))
                                    .as((before, value) -> before.deepCopy().set(name, value));
                        }
                    }
                    return row;
                });
    }

    @Provide
    Arbitrary<List<ObjectNode>> profiles() {
        Arbitrary<JsonNode> properties =
                objects(Arbitraries.oneOf(scalars(), arrays(scalars(), 0), objects(objects(scalars()))));
        Map<String, Arbitrary<JsonNode>> columns = new LinkedHashMap<>();
        columns.put("id", IDS);
        columns.put("email", EMAILS);
        columns.put("phone_number", PHONES);
        columns.put("external_id", IDS);
        columns.put("_kx", IDS);
        columns.put("first_name", TEXTS);
        columns.put("locale", TEXTS);
        columns.put("image", TEXTS);
        columns.put("location", TEXTS.map(text -> JSON.objectNode()
                .put("city", text.textValue())
                .put("latitude", 1.5)));
        columns.put("properties", properties);
        columns.put(
                "patch_properties", properties.map(object -> JSON.objectNode().set("append", object)));
        columns.put("list_id", Arbitraries.oneOf(LIST, arrays(LIST, 2).filter(ProfileRowsTest::isDistinct)));
        return some(columns, Set.of("id", "email", "phone_number", "external_id", "_kx"))
                .list()
                .ofMaxSize(5);
    }

    private static boolean isDistinct(JsonNode array) {
        Set<JsonNode> elements = new HashSet<>();
        array.forEach(elements::add);
        return elements.size() == array.size();
    }

    @Property(tries = 300)
    void areProfiles(@ForAll("profiles") List<ObjectNode> rows) throws IOException {
        assertComeBack(Targets.find("profiles", Change.CREATE).orElseThrow(), rows);
    }

    private static Arbitrary<JsonNode> channels(Consent consent) {
        return Arbitraries.subsetOf(consent.channels())
                .filter(named -> !named.isEmpty() && !named.equals(Set.of("email.open_tracking")))
                .map(named -> {
                    var array = JSON.arrayNode();
                    consent.channels().stream().filter(named::contains).forEach(array::add);
                    return array;
                });
    }

    private static Arbitrary<ObjectNode> consents(Consent consent, Map<String, Arbitrary<JsonNode>> more) {
        Map<String, Arbitrary<JsonNode>> columns = new LinkedHashMap<>(more);
        columns.put("list_id", LIST);
        ObjectNode token =
                JSON.objectNode().put("token", "t1").put("platform", "ios").put("vendor", "apns");
        return Combinators.combine(EMAILS, PHONES, channels(consent), some(columns, columns.keySet()))
                .as((email, phone, channels, rest) -> {
                    ObjectNode row = JSON.objectNode();
                    row.set("email", email);
                    row.set("phone_number", phone);
                    row.set("channels", channels);
                    if (channels.toString().contains("push")) {
                        row.putObject("push").putArray("tokens").add(token);
                    }
                    row.setAll(rest);
                    if (row.path("historical_import").asBoolean()) {
                        row.put("consented_at", "2020-01-01T10:00:00.250Z");
                    }
                    return row;
                });
    }

    @Provide
    Arbitrary<List<ObjectNode>> subscriptions() {
        return consents(
                        Consent.SUBSCRIBED,
                        Map.of(
                                "id",
                                IDS,
                                "custom_source",
                                TEXTS,
                                "historical_import",
                                Arbitraries.of(true, false).map(JSON::booleanNode),
                                "age_gated_date_of_birth",
                                Arbitraries.just(JSON.textNode("1984-02-29"))))
                .list()
                .ofMaxSize(5);
    }

    @Property(tries = 300)
    void areSubscriptions(@ForAll("subscriptions") List<ObjectNode> rows) throws IOException {
        assertComeBack(new Subscriptions(Now.system()), rows);
    }

    @Provide
    Arbitrary<List<ObjectNode>> unsubscriptions() {
        return consents(Consent.UNSUBSCRIBED, Map.of()).list().ofMaxSize(5);
    }

    @Property(tries = 200)
    void areUnsubscriptions(@ForAll("unsubscriptions") List<ObjectNode> rows) throws IOException {
        assertComeBack(Targets.find("unsubscriptions", Change.CREATE).orElseThrow(), rows);
    }

    @Provide
    Arbitrary<List<ObjectNode>> oneColumn() {
        return Arbitraries.oneOf(one("email", EMAILS), one("list_id", IDS), one("segment_id", IDS))
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<ObjectNode> one(String column, Arbitrary<JsonNode> values) {
        return values.map(value -> JSON.objectNode().set(column, value));
    }

    @Property(tries = 100)
    void areSuppressions(@ForAll("oneColumn") List<ObjectNode> rows) throws IOException {
        assertComeBack(Suppressions.making(), rows);
        assertComeBack(Suppressions.lifting(), rows);
    }

    private static void assertComeBack(Target target, List<ObjectNode> rows) throws IOException {
        List<JsonNode> back = new ArrayList<>();
        for (JsonNode request : Golden.requests(target, rows)) {
            back.addAll(Golden.read(target, request));
        }
        // Written and read, numbers are of the same class on both sides.
        List<JsonNode> sent = new ArrayList<>();
        RowTarget.JSON.readTree(rows.toString()).forEach(sent::add);
        assertThat(back).isEqualTo(sent);
    }
}
