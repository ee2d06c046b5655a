package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.SCHEMAS;
import static io.github.klaviyospark.emulator.ObjectClient.TYPES;
import static io.github.klaviyospark.emulator.ObjectClient.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Object types: how they are made, listed and deleted, and how many an account may have. */
final class ObjectTypesTest {
    @AutoClose
    private final Account account = new Account();

    private final ApiClient client = account.api;
    private final ObjectClient objects = new ObjectClient(client);
    private final String source = account.emulator.createDataSource("orders");

    @Test
    void aTypeNeedsOnlyATitleAndComesWithADraftAndAnEmptyMapping() throws Exception {
        HttpResponse<String> created = client.post(
                TYPES,
                "{\"data\":{\"type\":\"object-type\",\"attributes\":{\"title\":\"Order\",\"description\":null}}}");
        JsonNode type = json(created).at("/data");
        String self = account.emulator.endpoint() + TYPES + "/" + type.at("/id").asText();
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
        account.pass(Duration.ofSeconds(1));
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
        assertThat(account.emulator.objects(type)).isEmpty();
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
        account.emulator.fault(
                Fault.builder("POST " + TYPES, Fault.Kind.RESET_AFTER).times(1).build());
        try (RawConnection connection = new RawConnection(account.emulator.endpoint())) {
            connection.request("POST", TYPES, ObjectClient.typeBody("Order", "sku:string"));
            assertThatThrownBy(connection::readAll).isInstanceOf(java.net.SocketException.class);
        }
        account.emulator.fault(Fault.builder("PATCH /api/object-schemas/{id}", Fault.Kind.STATUS)
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
        account.emulator.reset();
        account.emulator.createDataSource("orders");

        assertThat(json(client.get(TYPES)).at("/data")).isEmpty();
        assertThat(objects.createType("Order", "sku:string")).isEqualTo(type);
    }
}
