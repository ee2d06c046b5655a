package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.SCHEMAS;
import static io.github.klaviyospark.emulator.ObjectClient.TYPES;
import static io.github.klaviyospark.emulator.ObjectClient.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The versions of a schema, from the draft to the one that is in force, and what keeps a draft from it. */
final class SchemaVersionsTest {
    @AutoClose
    private final Account account = new Account();

    private final ApiClient client = account.api;
    private final ObjectClient objects = new ObjectClient(client);
    private final String source = account.emulator.createDataSource("orders");

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
        account.pass(Duration.ofSeconds(1).minusNanos(1));
        assertThat(status(type)).isEqualTo("publishing");
        account.pass(Duration.ofNanos(1));

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
            account.pass(Duration.ofSeconds(5));
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
        account.pass(Duration.ofSeconds(1));

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
        account.pass(Duration.ofSeconds(1));

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
        String other = account.emulator.createDataSource("other");

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

    private String status(String type) throws Exception {
        return json(client.get(TYPES + "/" + type))
                .at("/data/attributes/status")
                .asText();
    }

    private static String detail(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isBetween(400, 404);
        return error(refused).at("/detail").asText();
    }
}
