package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.SCHEMAS;
import static io.github.klaviyospark.emulator.ObjectClient.TYPES;
import static io.github.klaviyospark.emulator.ObjectClient.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types and schemas that there cannot be. */
final class ObjectRefusalTest {
    @AutoClose
    private final Account account = new Account();

    private final ApiClient client = account.api;
    private final ObjectClient objects = new ObjectClient(client);

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
}
