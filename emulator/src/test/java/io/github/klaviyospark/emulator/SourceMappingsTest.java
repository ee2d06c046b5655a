package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.SCHEMAS;
import static io.github.klaviyospark.emulator.ObjectClient.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is mapped to a schema, and which mappings there cannot be. */
final class SourceMappingsTest {
    @AutoClose
    private final Account account = new Account();

    private final ApiClient client = account.api;
    private final ObjectClient objects = new ObjectClient(client);
    private final String source = account.emulator.createDataSource("orders");

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
}
