package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.OBJECTS;
import static io.github.klaviyospark.emulator.ObjectClient.PROFILES;
import static io.github.klaviyospark.emulator.ObjectClient.SCHEMAS;
import static io.github.klaviyospark.emulator.ObjectClient.TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Relationships of schemas, and how earlier revisions spell all of this. */
final class RelationshipsTest {
    private static final String UNKNOWN = "01J7C23V8XWMRG13FMD7VZN6GW";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ObjectClient objects;
    private String type;
    private String schema;

    @BeforeEach
    void start() throws Exception {
        emulator = KlaviyoEmulator.builder().quotas(false).time(time).start();
        client = new ApiClient(emulator.endpoint());
        objects = new ObjectClient(client);
        type = objects.createType("Order", "sku:string");
        schema = objects.draft(type);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private HttpResponse<String> profiles(String method, String data) throws Exception {
        return client.send(method, SCHEMAS + "/" + schema + PROFILES, ObjectClient.bytes("{\"data\":" + data + "}"));
    }

    private HttpResponse<String> schemas(String method, String data) throws Exception {
        return client.send(method, SCHEMAS + "/" + schema + OBJECTS, ObjectClient.bytes("{\"data\":" + data + "}"));
    }

    private static String profile(String meta) {
        return "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{" + meta + "}}";
    }

    private static String related(String id, String meta) {
        return "{\"type\":\"object-schema\",\"id\":\"" + id + "\",\"meta\":{" + meta + "}}";
    }

    @Test
    void profilesAreRelatedByName() throws Exception {
        HttpResponse<String> created = profiles(
                "POST",
                "[" + profile("\"name\":\"buyer\",\"description\":\"who bought it\"") + ","
                        + profile("\"name\":\"receiver\"") + "]");
        assertThat(created.statusCode()).isEqualTo(204);
        assertThat(created.body()).isEmpty();
        String identifier = "{\"type\":\"profile-object-schema\",\"id\":\"profile\"}";
        assertThat(json(client.get(SCHEMAS + "/" + schema + PROFILES)).at("/data"))
                .isEqualTo(json("[" + identifier + "," + identifier + "]"));
        JsonNode included = json(client.get(SCHEMAS + "/" + schema + "?include=profile-object-schemas"));
        assertThat(included.at("/data/relationships/profile-object-schemas/data"))
                .hasSize(2);
        JsonNode meta = included.at("/included/0/attributes/meta");
        assertThat(meta.at("/name").asText()).isEqualTo("buyer");
        assertThat(meta.at("/description").asText()).isEqualTo("who bought it");
        assertThat(meta.at("/relationship_id").asText()).matches("[0-9A-Z]{26}");
        assertThat(included.at("/included/1/attributes/meta/description").isNull())
                .isTrue();

        JsonNode ofType = json(client.get(TYPES + "/" + type + "?include=profile-object-types"));
        assertThat(ofType.at("/included/0/id").asText()).isEqualTo("profile:::buyer");
        assertThat(ofType.at("/included/0/attributes/meta")).isEqualTo(meta);
        assertThat(json(client.get(TYPES + "/" + type + "/relationships/profile-object-types"))
                        .findValuesAsText("id"))
                .containsExactly("profile:::buyer", "profile:::receiver");
        assertThat(json(client.get(SCHEMAS + "/" + schema
                                + "?include=profile-object-schemas&fields%5Bprofile-object-schema%5D=meta.name"))
                        .at("/included/0/attributes"))
                .isEqualTo(json("{\"meta\":{\"name\":\"buyer\"}}"));
    }

    @Test
    void aRelationshipIsChangedAndDeletedByItsId() throws Exception {
        String buyer = objects.profileRelationship(schema, "buyer");
        objects.profileRelationship(schema, "receiver");

        assertThat(profiles("PATCH", profile("\"relationship_id\":\"" + buyer + "\",\"name\":\"purchaser\""))
                        .statusCode())
                .isEqualTo(204);
        assertThat(objects.relationshipId(schema, "profile-object-schemas", "purchaser"))
                .isEqualTo(buyer);
        assertThat(profiles("PATCH", profile("\"relationship_id\":\"" + buyer + "\",\"name\":\"receiver\""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(profiles("PATCH", profile("\"relationship_id\":\"" + buyer + "\",\"description\":\"who\""))
                        .statusCode())
                .isEqualTo(204);
        for (String wrong : List.of(
                profile("\"name\":\"x\""),
                profile("\"relationship_id\":\"x\",\"name\":\"x\""),
                "[" + profile("\"relationship_id\":\"" + buyer + "\"") + "]")) {
            assertThat(profiles("PATCH", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(profiles("PATCH", profile("\"relationship_id\":\"" + UNKNOWN + "\""))
                        .statusCode())
                .isEqualTo(404);
        String delete = profile("\"relationship_id\":\"" + buyer + "\"");
        assertThat(profiles("DELETE", delete).statusCode()).isEqualTo(400);
        assertThat(profiles("DELETE", "[" + delete + "]").statusCode()).isEqualTo(204);
        assertThat(profiles("DELETE", "[" + delete + "]").statusCode()).isEqualTo(404);
        assertThat(json(client.get(SCHEMAS + "/" + schema + PROFILES)).at("/data"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\"}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":null}",
                "{\"type\":\"object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"a\"}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile-a\",\"meta\":{\"name\":\"a\"}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile:::a\",\"meta\":{\"name\":\"a\"}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\" \"}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"a\",\"relationship_id\":\"b\"}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"a\"},\"attributes\":{}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"b\"}},"
                        + "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"b\"}}",
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"meta\":{\"name\":\"taken\"}}",
                "",
                "7"
            })
    void aRelationshipThatCannotBeIs400AndNothingIsMade(String item) throws Exception {
        objects.relate(schema, "taken");

        assertThat(profiles("POST", "[" + item + "]").statusCode()).isEqualTo(400);
        assertThat(json(client.get(SCHEMAS + "/" + schema + PROFILES)).at("/data"))
                .hasSize(1);
    }

    @Test
    void theRowsOfKlaviyosPageSayWhatIsWrong() throws Exception {
        HttpResponse<String> withoutMeta =
                profiles("POST", "[{\"type\":\"profile-object-schema\",\"id\":\"profile\"}]");
        assertThat(error(withoutMeta).at("/detail").asText()).isEqualTo("A relationship must include 'meta'.");
        assertThat(error(withoutMeta).at("/source/pointer").asText()).isEqualTo("/data/0/meta");
        HttpResponse<String> wrongType = profiles("POST", "[{\"type\":\"object-schema\",\"id\":\"profile\"}]");
        assertThat(error(wrongType).at("/detail").asText())
                .isEqualTo("'object-schema' is not the resource type 'profile-object-schema'.");
        HttpResponse<String> wrongId = profiles("PATCH", profile("\"relationship_id\":\"7\""));
        assertThat(error(wrongId).at("/detail").asText()).isEqualTo("'relationship_id' must be a ULID.");
        for (String path : List.of(PROFILES, OBJECTS)) {
            assertThat(client.get(SCHEMAS + "/" + UNKNOWN + path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void schemasAreRelatedToSchemas() throws Exception {
        String otherType = objects.createType("Customer", "name:string");
        String other = objects.draft(otherType);
        assertThat(schemas("POST", "[" + related(other, "\"name\":\"customer\"") + "]")
                        .statusCode())
                .isEqualTo(204);
        assertThat(schemas("POST", "[" + related(UNKNOWN, "\"name\":\"x\"") + "]")
                        .statusCode())
                .isEqualTo(404);
        assertThat(objects.relate(schema, "customer").statusCode()).isEqualTo(400);
        String id = objects.relationshipId(schema, "object-schemas", "customer");

        assertThat(json(client.get(SCHEMAS + "/" + schema + OBJECTS)).at("/data"))
                .isEqualTo(json("[{\"type\":\"object-schema\",\"id\":\"" + other + "\"}]"));
        assertThat(json(client.get(TYPES + "/" + type + "/relationships/object-types"))
                        .at("/data"))
                .isEqualTo(json("[{\"type\":\"object-type\",\"id\":\"" + otherType + "\"}]"));
        assertThat(json(client.get(TYPES + "/" + type + "?include=object-types"))
                        .at("/included/0/attributes/meta/relationship_id")
                        .asText())
                .isEqualTo(id);
        assertThat(schemas("PATCH", related(other, "\"relationship_id\":\"" + id + "\",\"name\":\"owner\""))
                        .statusCode())
                .isEqualTo(204);
        assertThat(schemas("PATCH", related(schema, "\"relationship_id\":\"" + id + "\""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(profiles("PATCH", profile("\"relationship_id\":\"" + id + "\""))
                        .statusCode())
                .isEqualTo(404);
        assertThat(schemas("DELETE", "[" + related(other, "\"relationship_id\":\"" + id + "\"") + "]")
                        .statusCode())
                .isEqualTo(204);
        assertThat(json(client.get(SCHEMAS + "/" + schema + OBJECTS)).at("/data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-15.pre", "2026-04-15.pre"})
    void theBetasSpellEnumsInCapitalsAndIdsAsTexts(String revision) throws Exception {
        ApiClient beta = client.with("revision", revision);
        JsonNode read = json(beta.get(SCHEMAS + "/" + schema)).at("/data/attributes");
        assertThat(read.at("/status").asText()).isEqualTo("DRAFT");
        assertThat(read.at("/properties/0"))
                .isEqualTo(json("{\"id\":\"1\",\"name\":\"sku\",\"type\":\"STRING\",\"description\":null}"));
        String source = emulator.createDataSource("orders");
        ObjectClient client = new ObjectClient(beta);
        for (String form : List.of(
                "{\"id\":\"1\",\"name\":\"sku\",\"type\":\"STRING\"}",
                "{\"id\":1,\"name\":\"sku\",\"type\":\"string\"}")) {
            assertThat(client.patchSchema(schema, "\"properties\":[" + form + "]")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(objects.patchSchema(schema, "\"properties\":[" + form + "]")
                            .statusCode())
                    .isEqualTo(form.contains("STRING") ? 400 : 200);
        }
        String mapping = ObjectClient.simple(1, source, "$['id']", "$['sku']").replace("\"id\":1", "\"id\":\"1\"");
        JsonNode mapped = json(client.map(schema, List.of(mapping), List.of()));
        assertThat(mapped.at("/data/attributes/property_mappings/0/id").isTextual())
                .isTrue();
        HttpResponse<String> active = client.patchSchema(schema, "\"status\":\"ACTIVE\"");
        assertThat(json(active).at("/data/attributes/status").asText()).isEqualTo("PUBLISHING");
        time.pass(Duration.ofSeconds(1));
        assertThat(json(beta.get(TYPES + "/" + type))
                        .at("/data/attributes/status")
                        .asText())
                .isEqualTo("ACTIVE");
    }

    @Test
    void theFirstBetaAnswersWithTheIdsOfRelationships() throws Exception {
        client = client.with("revision", "2026-01-15.pre");
        HttpResponse<String> created =
                profiles("POST", "[" + profile("\"name\":\"buyer\"").replace("\"profile\"", "\"profile-buyer\"") + "]");
        JsonNode item = json(created).at("/data/0");
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(item.at("/id").asText()).isEqualTo("profile-buyer");
        assertThat(item.at("/meta/relationship_id").asText())
                .isEqualTo(objects.relationshipId(schema, "profile-object-schemas", "buyer"));
        assertThat(json(client.get(SCHEMAS + "/" + schema + PROFILES))
                        .at("/data/0/id")
                        .asText())
                .isEqualTo("profile-buyer");
        assertThat(profiles(
                                "POST",
                                "[" + profile("\"name\":\"other\"").replace("\"profile\"", "\"profile-buyer\"") + "]")
                        .statusCode())
                .isEqualTo(400);

        client = client.with("revision", "2026-04-15.pre");
        assertThat(profiles("POST", "[" + profile("\"name\":\"payer\"") + "]").statusCode())
                .isEqualTo(204);
        assertThat(json(client.get(SCHEMAS + "/" + schema + PROFILES)).findValuesAsText("id"))
                .containsExactly("profile", "profile");
    }
}
