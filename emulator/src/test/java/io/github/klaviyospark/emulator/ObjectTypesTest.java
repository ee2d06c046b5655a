package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.SCHEMAS;
import static io.github.klaviyospark.emulator.ObjectClient.TYPES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Object types and the versions of their schemas. */
final class ObjectTypesTest {
    private static final String UNKNOWN = "01J7C23V8XWMRG13FMD7VZN6GW";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ObjectClient objects;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).time(time).start();
        client = new ApiClient(emulator.endpoint());
        objects = new ObjectClient(client);
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aTypeNeedsOnlyATitleAndComesWithADraftAndAnEmptyMapping() throws Exception {
        HttpResponse<String> created = client.post(
                TYPES,
                "{\"data\":{\"type\":\"object-type\",\"attributes\":{\"title\":\"Order\",\"description\":null}}}");
        JsonNode type = json(created).at("/data");
        String self = emulator.endpoint() + TYPES + "/" + type.at("/id").asText();
        String draft = type.at("/relationships/draft-schema/data/id").asText();

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(type.at("/attributes"))
                .isEqualTo(json("{\"title\":\"Order\",\"description\":\"\",\"status\":\"draft\","
                        + "\"namespace\":\"custom-objects\",\"created_at\":\"2026-07-20T12:00:00.123456+00:00\","
                        + "\"updated_at\":\"2026-07-20T12:00:00.123456+00:00\"}"));
        assertThat(type.at("/links/self").asText()).isEqualTo(self);
        assertThat(type.at("/relationships/current-schema/data").isMissingNode())
                .isTrue();
        assertThat(json(client.get("/api/source-mappings/" + draft)).at("/data/attributes"))
                .isEqualTo(json("{\"property_mappings\":[],\"relationship_mappings\":[]}"));
        assertThat(json(client.get(SCHEMAS + "/" + draft)).at("/data/attributes"))
                .isEqualTo(json("{\"title\":\"Order\",\"description\":\"\",\"status\":\"draft\",\"properties\":[],"
                        + "\"required\":[],\"published_at\":null,\"visibility\":\"private\"}"));
        assertThat(json(client.get(TYPES + "/" + type.at("/id").asText())).at("/data"))
                .isEqualTo(type);
    }

    @Test
    void aSchemaGoesFromDraftThroughPublishingToActive() throws Exception {
        String type = objects.createType("Order", "sku:string");
        String draft = objects.draft(type);
        objects.mapFlat(draft, source, "sku");
        assertThat(json(client.get(TYPES + "/" + type + "/current-schema"))
                        .get("data")
                        .isNull())
                .isTrue();
        assertThat(json(client.get(TYPES + "/" + type + "/relationships/current-schema"))
                        .get("data")
                        .isNull())
                .isTrue();

        JsonNode patched = json(objects.activate(draft)).at("/data/attributes");
        assertThat(patched.at("/status").asText()).isEqualTo("publishing");
        assertThat(status(type)).isEqualTo("publishing");
        assertThat(objects.draft(type)).isEqualTo(draft);
        time.pass(Duration.ofSeconds(1).minusNanos(1));
        assertThat(status(type)).isEqualTo("publishing");
        time.pass(Duration.ofNanos(1));

        assertThat(status(type)).isEqualTo("active");
        assertThat(json(client.get(TYPES + "/" + type + "/relationships/current-schema"))
                        .at("/data"))
                .isEqualTo(json("{\"type\":\"object-schema\",\"id\":\"" + draft + "\"}"));
        assertThat(json(client.get(TYPES + "/" + type + "/relationships/draft-schema"))
                        .get("data")
                        .isNull())
                .isTrue();
        assertThat(json(client.get(TYPES + "/" + type + "/current-schema"))
                        .at("/data/attributes/published_at")
                        .asText())
                .isEqualTo("2026-07-20T12:00:01.123456+00:00");
        JsonNode again = json(client.get(TYPES + "/" + type)).at("/data");
        assertThat(again.at("/relationships/draft-schema/data").isMissingNode()).isTrue();
        assertThat(again.at("/relationships/current-schema/data/id").asText()).isEqualTo(draft);
    }

    private String status(String type) throws Exception {
        return json(client.get(TYPES + "/" + type))
                .at("/data/attributes/status")
                .asText();
    }

    @Test
    void onlyDraftsCanBeChanged() throws Exception {
        String type = objects.createType("Order", "sku:string");
        String draft = objects.draft(type);
        objects.mapFlat(draft, source, "sku");
        objects.activate(draft);
        for (int i = 0; i < 2; i++) {
            for (HttpResponse<String> refused : List.of(
                    objects.patchSchema(draft, "\"title\":\"x\""),
                    objects.activate(draft),
                    objects.patchSchema(draft, "\"status\":\"draft\""),
                    objects.map(draft, List.of(), List.of()),
                    objects.relate(draft, "buyer"))) {
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(error(refused).at("/detail").asText()).startsWith("The schema is not in draft");
            }
            time.pass(Duration.ofSeconds(5));
        }
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOldOne() throws Exception {
        String type = objects.createType("Order", "sku:string");
        String first = objects.draft(type);
        objects.profileRelationship(first, "buyer");
        assertThat(objects.activate(first).statusCode()).isEqualTo(400);
        String relationship = objects.relationshipId(first, "profile-object-schemas", "buyer");
        objects.map(
                first,
                List.of(ObjectClient.simple(1, source, "$['id']", "$['sku']")),
                List.of(ObjectClient.profiles(relationship, source, "$['id']", "", "email", "$['email']")));
        assertThat(objects.activate(first).statusCode()).isEqualTo(200);
        HttpResponse<String> early = client.post(SCHEMAS, ObjectClient.schemaBody(type, "sku:string"));
        assertThat(early.statusCode()).isEqualTo(400);
        time.pass(Duration.ofSeconds(1));

        String second = objects.createSchema(type, "sku:string", "quantity:int");
        JsonNode draft = json(client.get(SCHEMAS + "/" + second + "?include=source-mapping,profile-object-schemas"));
        assertThat(draft.at("/included")).hasSize(1);
        assertThat(draft.at("/included/0/attributes"))
                .isEqualTo(json("{\"property_mappings\":[],\"relationship_mappings\":[]}"));
        assertThat(draft.at("/data/relationships/profile-object-schemas/data")).isEmpty();
        HttpResponse<String> third = client.post(SCHEMAS, ObjectClient.schemaBody(type, "sku:string"));
        assertThat(third.statusCode()).isEqualTo(400);
        assertThat(error(third).at("/detail").asText())
                .isEqualTo("The object type already has a draft schema, '" + second + "'.");
        objects.mapFlat(second, source, "sku", "quantity");
        objects.activate(second);
        assertThat(status(type)).isEqualTo("active");
        time.pass(Duration.ofSeconds(1));

        assertThat(json(client.get(TYPES + "/" + type + "/schema-versions")).findValuesAsText("status"))
                .containsExactly("undefined", "active");
        assertThat(json(client.get(TYPES + "/" + type + "/relationships/schema-versions"))
                        .findValuesAsText("id"))
                .containsExactly(first, second);
        assertThat(json(client.get(TYPES + "/" + type + "/current-schema"))
                        .at("/data/id")
                        .asText())
                .isEqualTo(second);
    }

    @Test
    void aFailedActivationLeavesTheDraftAsItWas() throws Exception {
        String type = objects.createType("Order", "sku:string");
        String draft = objects.draft(type);
        HttpResponse<String> refused = objects.patchSchema(draft, "\"title\":\"other\",\"status\":\"active\"");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused).at("/detail").asText())
                .isEqualTo("The property ids of the schema and of its source mapping do not match: [1] and [].");
        assertThat(error(refused).at("/source/pointer").asText()).isEqualTo("/data/attributes/status");
        JsonNode after = json(client.get(TYPES + "/" + type + "/draft-schema")).at("/data/attributes");
        assertThat(after.at("/status").asText()).isEqualTo("draft");
        assertThat(after.at("/title").asText()).isEqualTo("Order");
        objects.mapFlat(draft, source, "sku");
        assertThat(objects.activate(draft).statusCode()).isEqualTo(200);
    }

    @Test
    void whatDoesNotFitTogetherIsNotActivated() throws Exception {
        String type = objects.createType("Order", "sku:string", "quantity:int");
        String draft = objects.draft(type);
        String simple = ObjectClient.simple(1, source, "$['id']", "$['sku']");
        String other = emulator.createDataSource("other");

        objects.map(draft, List.of(simple, ObjectClient.constant(3, "1")), List.of());
        assertThat(detail(objects.activate(draft))).contains("property ids", "[1, 2] and [1, 3]");
        objects.map(draft, List.of(simple, ObjectClient.constant(2, "1.5")), List.of());
        assertThat(detail(objects.activate(draft)))
                .isEqualTo("The constant of the property 'quantity' does not fit its type 'int'.");
        List<String> right = List.of(simple, ObjectClient.constant(2, "7"));
        String mapped = ObjectClient.profiles(UNKNOWN, source, "$['id']", "", "email", "$['email']");
        objects.map(draft, right, List.of(mapped));
        assertThat(detail(objects.activate(draft))).contains("relationship ids", "[] and [" + UNKNOWN + "]");
        String relationship = objects.profileRelationship(draft, "buyer");
        objects.map(draft, right, List.of());
        assertThat(detail(objects.activate(draft))).contains("relationship ids", "[" + relationship + "] and []");
        objects.map(draft, right, List.of(ObjectClient.objects(relationship, source, "$['id']", "", "$['x']")));
        assertThat(detail(objects.activate(draft)))
                .isEqualTo("The relationship 'buyer' leads to profiles, but its mapping does not.");
        objects.map(
                draft,
                right,
                List.of(ObjectClient.profiles(relationship, other, "$['id']", "", "email", "$['email']")));
        client.delete("/api/data-sources/" + other);
        HttpResponse<String> missing = objects.activate(draft);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(detail(missing)).isEqualTo("A data source with id '" + other + "' does not exist.");
        String empty = json(client.post(
                        TYPES, "{\"data\":{\"type\":\"object-type\",\"attributes\":{\"title\":\"Empty\"}}}"))
                .at("/data/relationships/draft-schema/data/id")
                .asText();
        assertThat(detail(objects.activate(empty))).isEqualTo("A schema without properties cannot be activated.");
    }

    private static String detail(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isBetween(400, 404);
        return error(refused).at("/detail").asText();
    }

    @Test
    void aTypeMayBeMappedAndActivatedAtOnce() throws Exception {
        String body = ObjectClient.typeBody("Order", "sku:string")
                .replace(
                        "\"required\":[]",
                        "\"status\":\"active\",\"source-mapping\":{\"data\":{\"type\":\"source-mapping\",\"attributes\":"
                                + "{\"property_mappings\":["
                                + ObjectClient.simple(1, source, "$['id']", "$['sku']") + "]}}}");
        HttpResponse<String> created = client.post(TYPES, body);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(json(created).at("/data/attributes/status").asText()).isEqualTo("publishing");
        String wrong = body.replace("\"id\":1,\"type\":\"simple\"", "\"id\":2,\"type\":\"simple\"");
        assertThat(client.post(TYPES, wrong).statusCode()).isEqualTo(400);
        assertThat(json(client.get(TYPES)).at("/data")).hasSize(1);
        String early = body.replace(
                "]}}}",
                "],\"relationship_mappings\":["
                        + ObjectClient.profiles(UNKNOWN, source, "$['id']", "", "email", "$['e']") + "]}}}");
        assertThat(error(client.post(TYPES, early)).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/object-schema/data/attributes/source-mapping/data/attributes"
                        + "/relationship_mappings");
    }

    @Test
    void typesAreListedWithWhatIsIncluded() throws Exception {
        String one = objects.createType("One", "a:string");
        String two = objects.createType("Two", "b:int");
        objects.mapFlat(objects.draft(one), source, "a");
        objects.activate(objects.draft(one));
        time.pass(Duration.ofSeconds(1));
        JsonNode all = json(client.get(TYPES + "?include=current-schema,draft-schema&fields%5Bobject-type%5D=title"));

        assertThat(all.at("/data").findValuesAsText("title")).containsExactly("One", "Two");
        assertThat(all.at("/data/0/attributes")).hasSize(1);
        assertThat(all.at("/included").findValuesAsText("status")).containsExactly("active", "draft");
        assertThat(all.at("/links/next").isNull()).isTrue();
        assertThat(json(client.get(TYPES + "?filter=equals(namespace,%22custom-objects%22)"))
                        .at("/data"))
                .hasSize(2);
        assertThat(json(client.get(TYPES + "?filter=equals(namespace,%22other%22)"))
                        .at("/data"))
                .isEmpty();
        for (String wrong : List.of(
                "filter=equals(title,%22x%22)",
                "filter=any(namespace,[%22x%22])",
                "filter=equals(namespace,1)",
                "include=object-types",
                "page%5Bsize%5D=5",
                "fields%5Bobject-type%5D=colour")) {
            assertThat(client.get(TYPES + "?" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(json(client.get(TYPES + "/" + two + "?include=draft-schema,schema-versions"))
                        .at("/included"))
                .hasSize(1);
    }

    @Test
    void aDeletedTypeIsGoneWithItsSchemas() throws Exception {
        String type = objects.createType("Order", "sku:string");
        String draft = objects.draft(type);

        assertThat(client.delete(TYPES + "/" + type).statusCode()).isEqualTo(204);
        for (String path : List.of(
                TYPES + "/" + type,
                TYPES + "/" + type + "/object-records",
                TYPES + "/" + type + "/current-schema",
                TYPES + "/" + type + "/relationships/object-ingestion-logs",
                SCHEMAS + "/" + draft,
                SCHEMAS + "/" + draft + "/source-mapping",
                SCHEMAS + "/" + draft + "/relationships/source-mapping",
                "/api/source-mappings/" + draft)) {
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(client.delete(TYPES + "/" + type).statusCode()).isEqualTo(404);
        assertThat(emulator.objects(type)).isEmpty();
    }

    @Test
    void aMappingIsReadByItsSchemaToo() throws Exception {
        String type = objects.createType("Order", "sku:string", "n:float");
        String draft = objects.draft(type);
        List<String> mappings =
                List.of(ObjectClient.simple(1, source, "$['id']", "$[\\\"s\\\"]"), ObjectClient.constant(2, "1.50"));
        JsonNode mapping = json(objects.map(draft, mappings, List.of())).at("/data");

        assertThat(mapping.at("/attributes/property_mappings")).isEqualTo(json("[" + String.join(",", mappings) + "]"));
        assertThat(client.get(SCHEMAS + "/" + draft + "/source-mapping").body()).contains("\"value\":1.50");
        assertThat(json(client.get(SCHEMAS + "/" + draft + "/source-mapping")).at("/data"))
                .isEqualTo(mapping);
        assertThat(json(client.get(SCHEMAS + "/" + draft + "/relationships/source-mapping"))
                        .at("/data"))
                .isEqualTo(json("{\"type\":\"source-mapping\",\"id\":\"" + draft + "\"}"));
        assertThat(json(client.get("/api/source-mappings/" + draft + "?fields%5Bsource-mapping%5D=id"))
                        .at("/data/attributes"))
                .isEmpty();
        // What a change leaves out stays.
        client.send(
                "PATCH",
                "/api/source-mappings/" + draft,
                ObjectClient.bytes("{\"data\":{\"type\":\"source-mapping\",\"id\":\"" + draft
                        + "\",\"attributes\":{\"relationship_mappings\":[]}}}"));
        assertThat(json(client.get("/api/source-mappings/" + draft)).at("/data"))
                .isEqualTo(mapping);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":0,\"name\":\"a\",\"type\":\"string\"}",
                "{\"id\":-1,\"name\":\"a\",\"type\":\"string\"}",
                "{\"id\":1.0,\"name\":\"a\",\"type\":\"string\"}",
                "{\"id\":\"1\",\"name\":\"a\",\"type\":\"string\"}",
                "{\"id\":true,\"name\":\"a\",\"type\":\"string\"}",
                "{\"id\":1234567890,\"name\":\"a\",\"type\":\"string\"}",
                "{\"name\":\"a\",\"type\":\"string\"}",
                "{\"id\":1,\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"a\"}",
                "{\"id\":1,\"name\":\"a\",\"type\":\"STRING\"}",
                "{\"id\":1,\"name\":\"a\",\"type\":\"text\"}",
                "{\"id\":1,\"name\":\"a\",\"type\":\"string\",\"colour\":1}",
                "{\"id\":1,\"name\":\"\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"_a\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"1a\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"a b\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"\u00e4\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"class\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"None\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"kl_a\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"KL_a\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"id\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"Id\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"a\",\"type\":\"string\"},{\"id\":1,\"name\":\"b\",\"type\":\"string\"}",
                "{\"id\":1,\"name\":\"a\",\"type\":\"string\"},{\"id\":2,\"name\":\"A\",\"type\":\"string\"}",
                "7"
            })
    void aPropertyThatCannotBeIs400(String property) throws Exception {
        HttpResponse<String> refused =
                client.post(TYPES, ObjectClient.typeBody("Order").replace("[]", "[" + property + "]"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused).at("/source/pointer").asText())
                .startsWith("/data/attributes/object-schema/data/attributes/");
        assertThat(json(client.get(TYPES)).at("/data")).isEmpty();
    }

    @Test
    void requiredNamesPropertiesOfTheSchema() throws Exception {
        String draft = objects.draft(objects.createType("Order", "none:string", "class_:string"));

        assertThat(objects.patchSchema(draft, "\"required\":[\"none\"]").statusCode())
                .isEqualTo(200);
        for (String wrong : List.of("[\"NONE\"]", "[\"none\",\"none\"]", "[1]", "\"none\"")) {
            assertThat(objects.patchSchema(draft, "\"required\":" + wrong).statusCode())
                    .isEqualTo(400);
        }
        assertThat(objects.patchSchema(draft, "\"properties\":[{\"id\":1,\"name\":\"b\",\"type\":\"int\"}]")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\":\" \"}",
                "{\"title\":7}",
                "{}",
                "{\"title\":\"a\",\"visibility\":\"shared\"}",
                "{\"title\":\"a\",\"namespace\":\"other\"}",
                "{\"title\":\"a\",\"colour\":\"red\"}",
                "{\"title\":\"a\",\"object-schema\":{\"data\":{\"type\":\"object-schema\",\"attributes\":{\"title\":\"b\"}}}}",
                "{\"title\":\"a\",\"object-schema\":{\"data\":{\"type\":\"object-type\",\"attributes\":{}}}}",
                "{\"title\":\"a\",\"object-schema\":{\"data\":{\"type\":\"object-schema\",\"attributes\":{\"status\":\"publishing\"}}}}",
                "{\"title\":\"a\",\"object-schema\":{\"data\":{\"type\":\"object-schema\",\"attributes\":{\"status\":\"DRAFT\"}}}}"
            })
    void aTypeThatCannotBeIs400(String attributes) throws Exception {
        assertThat(client.post(TYPES, "{\"data\":{\"type\":\"object-type\",\"attributes\":" + attributes + "}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "",
                "sku",
                "$.sku",
                "$['a'].b",
                "$['a'",
                "$['a]",
                "$[a]",
                "$['a'][0]",
                "$[0]",
                "$['a'][1:2]",
                "$['a'][?(@.x)]",
                "$..['a']",
                "$['a'][ * ]",
                "$[*]",
                "$['a']x",
                "$['a\\\\n']",
                "$['list'][*]['x']",
                "$['other'][*]['x']",
                " $['a']"
            })
    void aPathThatIsNoneIs400(String path) throws Exception {
        String draft = objects.draft(objects.createType("Order", "sku:string"));
        HttpResponse<String> refused =
                objects.map(draft, List.of(ObjectClient.simple(1, source, "$['id']", path)), List.of());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/property_mappings/0/source/data_path");
    }

    @Test
    void mappingsThatCannotBeAreRefused() throws Exception {
        String draft = objects.draft(objects.createType("Order", "sku:string"));
        String relationship = objects.profileRelationship(draft, "buyer");
        String right = ObjectClient.simple(1, source, "$['id']", "$['a\\\\'b']");
        assertThat(objects.map(draft, List.of(right), List.of()).statusCode()).isEqualTo(200);

        for (String wrong : List.of(
                right + "," + right,
                right.replace("simple", "SIMPLE"),
                right.replace("\"id\":1", "\"id\":\"1\""),
                right.replace("\"id_path\":\"$['id']\",", ""),
                right.replace("}}", ",\"x\":1}}"),
                "{\"id\":1,\"type\":\"constant\"}",
                "{\"id\":1,\"type\":\"constant\",\"value\":null}",
                "{\"id\":1,\"type\":\"constant\",\"value\":[]}",
                "{\"id\":1,\"type\":\"constant\",\"value\":\"a\",\"source\":{}}")) {
            assertThat(objects.map(draft, List.of(wrong), List.of()).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        String profile = ObjectClient.profiles(relationship, source, "$['id']", "additive", "email", "$['email']");
        assertThat(objects.map(draft, List.of(), List.of(profile)).statusCode()).isEqualTo(200);
        for (String wrong : List.of(
                profile + "," + profile,
                profile.replace(relationship, "buyer"),
                profile.replace("additive", "replace"),
                profile.replace("\"email\"", "\"mail\""),
                profile.replace("\"profile\"", "\"person\""),
                profile.replace("\"profile\"", "\"custom-object\""),
                ObjectClient.profiles(relationship, source, "$['id']", "additive"),
                ObjectClient.profiles(relationship, source, "$['id']", "", "email", "$['a']", "email", "$['b']"),
                ObjectClient.profiles(relationship, source, "$['id']", "", "email", "$['a'][*]"),
                ObjectClient.objects(relationship, source, "$['id']", "", "$['a'][*]['b']"))) {
            assertThat(objects.map(draft, List.of(), List.of(wrong)).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        HttpResponse<String> missing = objects.map(draft, List.of(right.replace(source, UNKNOWN)), List.of());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(error(missing).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/property_mappings/0/source/source_id");
    }

    @Test
    void bodiesAreStrict() throws Exception {
        String type = objects.createType("Order", "sku:string");
        String draft = objects.draft(type);
        String patch = "{\"data\":{\"type\":\"object-schema\",\"id\":\"" + draft + "\",\"attributes\":{}}}";

        assertThat(client.send("PATCH", SCHEMAS + "/" + draft, ObjectClient.bytes(patch))
                        .statusCode())
                .isEqualTo(200);
        for (String wrong : List.of(
                patch.replace(draft, UNKNOWN),
                patch.replace("\"attributes\":{}", "\"attributes\":{\"visibility\":\"private\"}"),
                patch.replace("object-schema", "object-type"),
                patch.replace("{\"data\"", "{\"meta\":{},\"data\""))) {
            assertThat(client.send("PATCH", SCHEMAS + "/" + draft, ObjectClient.bytes(wrong))
                            .statusCode())
                    .isEqualTo(400);
        }
        String schema = ObjectClient.schemaBody(UNKNOWN, "sku:string");
        assertThat(client.post(SCHEMAS, schema).statusCode()).isEqualTo(404);
        assertThat(client.post(SCHEMAS, schema.replace("\"title\":\"next\",", ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post(SCHEMAS, "{\"data\":{\"type\":\"object-schema\",\"attributes\":{\"title\":\"a\"}}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post(
                                SCHEMAS,
                                "{\"data\":{\"type\":\"object-schema\",\"attributes\":{\"title\":\"a\",\"properties\":[]}}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void entitlementAndLimitsOfTheAccount() throws Exception {
        try (KlaviyoEmulator none =
                        KlaviyoEmulator.builder().quotas(false).objectTypes(0).start();
                KlaviyoEmulator small = KlaviyoEmulator.builder()
                        .quotas(false)
                        .objectTypes(1)
                        .objectProperties(2)
                        .start()) {
            HttpResponse<String> refused =
                    new ApiClient(none.endpoint()).post(TYPES, ObjectClient.typeBody("Order", "a:int"));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(error(refused).at("/detail").asText()).isEqualTo("Entitlement to create object type not found.");
            String orders = none.createDataSource("orders");
            assertThat(new ApiClient(none.endpoint()).ingest(orders, "{}").statusCode())
                    .isEqualTo(204);

            ObjectClient one = new ObjectClient(new ApiClient(small.endpoint()));
            assertThat(one.client()
                            .post(TYPES, ObjectClient.typeBody("Order", "a:int", "b:int", "c:int"))
                            .statusCode())
                    .isEqualTo(400);
            String type = one.createType("Order", "a:int", "b:int");
            assertThat(one.client()
                            .post(TYPES, ObjectClient.typeBody("Other", "a:int"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(one.patchSchema(one.draft(type), ObjectClient.properties("a:int", "b:int", "c:int"))
                            .statusCode())
                    .isEqualTo(400);
            one.client().delete(TYPES + "/" + type);
            one.createType("Other", "a:int");
        }
        assertThatThrownBy(() -> KlaviyoEmulator.builder().objectTypes(-1))
                .hasMessage("The number of object types is not negative, but is -1.");
        assertThatThrownBy(() -> KlaviyoEmulator.builder().objectProperties(0))
                .hasMessage("A schema has at least one property, not 0.");
        assertThatThrownBy(() -> KlaviyoEmulator.builder().visibilityLag(Duration.ofSeconds(-1)))
                .hasMessage("The visibility lag must not be negative, but is PT-1S.");
        assertThatThrownBy(() -> KlaviyoEmulator.builder().publishingTime(Duration.ofSeconds(-1)))
                .hasMessage("The publishing time must not be negative, but is PT-1S.");
    }

    @Test
    void aCreationWhoseAnswerIsLostHasHappened() throws Exception {
        emulator.fault(
                Fault.builder("POST " + TYPES, Fault.Kind.RESET_AFTER).times(1).build());
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.request("POST", TYPES, ObjectClient.typeBody("Order", "sku:string"));
            assertThatThrownBy(connection::readAll).isInstanceOf(java.net.SocketException.class);
        }
        emulator.fault(Fault.builder("PATCH /api/object-schemas/{id}", Fault.Kind.STATUS)
                .status(503)
                .times(1)
                .build());

        assertThat(json(client.get(TYPES)).at("/data").findValuesAsText("title"))
                .containsExactly("Order");
        String draft = objects.draft(json(client.get(TYPES)).at("/data/0/id").asText());
        assertThat(objects.patchSchema(draft, "\"title\":\"a\"").statusCode()).isEqualTo(503);
        assertThat(objects.patchSchema(draft, "\"title\":\"a\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aResetForgetsTypesAndBeginsTheIdsAnew() throws Exception {
        String type = objects.createType("Order", "sku:string");
        emulator.reset();
        emulator.createDataSource("orders");

        assertThat(json(client.get(TYPES)).at("/data")).isEmpty();
        assertThat(objects.createType("Order", "sku:string")).isEqualTo(type);
    }
}
