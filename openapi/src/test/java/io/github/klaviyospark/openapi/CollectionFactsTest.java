package io.github.klaviyospark.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CollectionFactsTest {
    private static final String MUSEUM = """
            {"openapi": "3.0.2", "info": {"version": "2031-04-01"},
             "paths": {"/api/paintings": {"get": {
               "operationId": "get_paintings", "tags": ["Old Masters"],
               "description": "Prose.<br>Burst: `75/s`<br>Steady: `750/m`<br><br>Prose of the `additional-fields[painting]=xray` parameter in a request:<br>Burst: `2/s`<br>Steady: `9/m`<br>Prose.",
               "x-klaviyo-scopes": ["paintings:read"], "x-klaviyo-ratelimit": {"burst": "75/s", "steady": "750/m"},
               "x-klaviyo-filters": {
                 "id": {"operators": {"list": ["any", "equals"], "single": ["equals"]}, "value": {"type": "string"}},
                 "made": {"operators": {"single": ["less-than"]}, "value": {"type": "string", "format": "date-time"}}},
               "parameters": [
                 {"name": "additional-fields[painting]", "schema": {"type": "array", "items": {"enum": ["xray"]}}},
                 {"name": "fields[painting]", "schema": {"type": "array", "items": {"enum": ["made", "size.height", "xray"]}}},
                 {"name": "fields[loan]", "schema": {"type": "array", "items": {"enum": ["to"]}}},
                 {"name": "include", "schema": {"type": "array", "items": {"enum": ["loans"]}}},
                 {"name": "page[size]", "schema": {"type": "integer", "default": 7, "maximum": 70}},
                 {"name": "sort", "schema": {"enum": ["made", "-made", "id", "-id"]}}],
               "responses": {"200": {"content": {"application/vnd.api+json": {"schema": {"$ref": "#/components/schemas/Page"}}}}}}}},
             "components": {"schemas": {
               "Page": {"properties": {
                 "data": {"type": "array", "items": {"allOf": [
                   {"properties": {"type": {"$ref": "#/components/schemas/Kind"},
                                   "attributes": {"properties": {"xray": {"properties": {"layers": {"type": "integer"}}}}}}},
                   {"$ref": "#/components/schemas/Painting"}]}},
                 "included": {"type": "array", "items": {"oneOf": [{"$ref": "#/components/schemas/Loan"}]}}}},
               "Kind": {"type": "string", "enum": ["painting"]},
               "Painting": {"properties": {
                 "type": {"$ref": "#/components/schemas/Kind"}, "id": {"type": "string"},
                 "attributes": {"type": "object", "properties": {
                   "made": {"type": "string", "format": "date-time", "nullable": true, "description": "Prose."},
                   "size": {"type": "object", "properties": {"height": {"oneOf": [{"type": "string"}, {"type": "number"}]}}},
                   "notes": {"type": "object"}, "hung": {"type": "boolean"},
                   "owners": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}}}}},
               "Loan": {"properties": {
                 "type": {"type": "string", "enum": ["loan"]},
                 "attributes": {"properties": {"to": {"type": "string"}}}}}}}}
            """;

    private static final String FACTS = """
            {"name": "paintings", "revision": "2031-04-01", "operation": "get_paintings", "path": "/api/paintings",
             "family": "old-masters", "type": "painting", "scopes": ["paintings:read"], "quota": "75/1s,750/60s",
             "dearerQuotas": {"xray": "2/1s,9/60s"}, "pageSize": {"default": 7, "max": 70}, "sort": ["made", "id"],
             "filters": {"id": {"value": "string", "operators": ["any", "equals"]},
                         "made": {"value": "timestamp", "operators": ["less-than"]}},
             "fields": {"made": "timestamp", "size": {"height": "number"}, "notes": "json", "hung": "boolean",
                        "owners": [{"name": "string"}], "xray": {"layers": "integer"}},
             "sparseFields": ["made", "size.height", "xray"], "additionalFields": ["xray"],
             "includes": [{"name": "loans", "type": "loan", "fields": {"to": "string"}, "sparseFields": ["to"]}]}
            """;

    private static JsonNode facts(String document) throws Exception {
        return new CollectionFacts(new OpenApiDocument(Json.MAPPER.readTree(document)), "get_paintings")
                .of("paintings");
    }

    @Test
    void areTakenFromTheOperationThatLists() throws Exception {
        assertThat(facts(MUSEUM).toPrettyString())
                .isEqualTo(Json.MAPPER.readTree(FACTS).toPrettyString());
    }

    @Test
    void nameATimeToCutByWhereItHasBothBoundsAndAnOrder() throws Exception {
        String fixed = MUSEUM.replace("\"made\": {\"operators\"", "\"created\": {\"operators\"")
                .replace("\"less-than\"", "\"less-than\", \"greater-than\"");

        assertThat(facts(fixed).has("slice")).as("no order by it").isFalse();
        assertThat(facts(fixed.replace("\"-made\"", "\"created\""))
                        .path("slice")
                        .asText())
                .isEqualTo("created");
        assertThat(facts(MUSEUM.replace("\"made\"", "\"created\"")).has("slice"))
                .as("one bound")
                .isFalse();
    }

    @Test
    void nameTheTimeThatMovesToFollowBy() throws Exception {
        String lower = MUSEUM.replace("\"less-than\"", "\"greater-than\"");

        assertThat(facts(MUSEUM.replace("\"made\": {\"operators\"", "\"updated\": {\"operators\""))
                        .has("follow"))
                .as("an upper bound alone")
                .isFalse();
        assertThat(facts(lower.replace("\"made\": {\"operators\"", "\"updated\": {\"operators\""))
                        .path("follow")
                        .asText())
                .isEqualTo("updated");
        assertThat(facts(lower.replace("\"made\": {\"operators\"", "\"datetime\": {\"operators\""))
                        .path("follow")
                        .asText())
                .isEqualTo("datetime");
    }

    @Test
    void needARateThatIsUnderstood() {
        assertThatThrownBy(() -> facts(MUSEUM.replace("\"steady\": \"750/m\"", "\"steady\": \"750/fortnight\"")))
                .hasMessage("The rate '750/fortnight' has an unknown window.");
        assertThatThrownBy(() -> facts(MUSEUM.replace("\"burst\": \"75/s\"", "\"burst\": \"many\"")))
                .hasMessage("The rate 'many' is not of the form 75/s or 750/m.");
    }

    @Test
    void areCommittedForEveryCollectionThatIsListed() throws Exception {
        Path folder = Path.of(System.getProperty("collections"));
        for (Map.Entry<String, String> collection :
                CollectionsCommand.collections().entrySet()) {
            byte[] text = Files.readAllBytes(folder.resolve(collection.getKey() + ".json"));
            JsonNode facts = Json.MAPPER.readTree(text);

            assertThat(facts.path("operation").asText()).isEqualTo(collection.getValue());
            assertThat(new String(text, StandardCharsets.UTF_8))
                    .as("made by the command and not by hand")
                    .isEqualTo(new String(Json.text(facts), StandardCharsets.UTF_8));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(CollectionsCommand.collections().keySet().stream()
                            .map(name -> name + ".json")
                            .collect(Collectors.toSet()));
        }
    }
}
