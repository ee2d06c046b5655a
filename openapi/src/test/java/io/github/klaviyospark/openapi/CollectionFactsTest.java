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
               "description": "Prose.<br>Burst: `75/s`<br>Steady: `750/m`<br><br>Prose of the `additional-fields[painting]=xray` parameter in a request:<br>Burst: `2/s`<br>Steady: `9/m`<br>Returns a maximum of 60 paintings per page.",
               "x-klaviyo-scopes": ["paintings:read"], "x-klaviyo-ratelimit": {"burst": "75/s", "steady": "750/m"},
               "x-klaviyo-filters": {
                 "id": {"operators": {"list": ["any", "equals"], "single": ["equals"]}, "value": {"type": "string"}},
                 "made": {"operators": {"single": ["less-than"]}, "value": {"type": "string", "format": "date-time"}},
                 "old-master": {"operators": {"none": ["has"]}},
                 "old-master.id": {"operators": {"single": ["equals"]}, "value": {"type": "string"}},
                 "owners.name": {"operators": {"single": ["equals"]}, "value": {"type": "string"}},
                 "room": {"operators": {"single": ["equals"]}, "value": {"type": "string", "enum": ["east", "west"]}}},
               "parameters": [
                 {"name": "filter", "required": true, "schema": {"example": "equals(room,'east')"}},
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
                   "owners": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
                   "frame": {"oneOf": [{"properties": {"wood": {"type": "string"}}}, {"properties": {"steel": {"type": "string"}}}]}}},
                 "relationships": {"properties": {
                   "loans": {"properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Loan"}}}},
                   "old-master": {"properties": {"data": {"properties": {"type": {"enum": ["painter"]}}}}}}}}},
               "Loan": {"properties": {
                 "type": {"type": "string", "enum": ["loan"]},
                 "attributes": {"properties": {"to": {"type": "string"}}}}}}}}
            """;

    private static final String FACTS = """
            {"name": "paintings", "revision": "2031-04-01", "operation": "get_paintings", "path": "/api/paintings",
             "family": "old-masters", "type": "painting", "scopes": ["paintings:read"], "quota": "75/1s,750/60s",
             "dearerQuotas": {"xray": "2/1s,9/60s"}, "pageSize": {"default": 7, "max": 70, "stated": 60}, "sort": ["made", "id"],
             "filters": {"id": {"value": "string", "column": "id", "single": ["equals"], "list": ["any", "equals"]},
                         "made": {"value": "timestamp", "column": "made", "single": ["less-than"]},
                         "old-master": {"column": "old_master_id", "none": ["has"]},
                         "old-master.id": {"value": "string", "column": "old_master_id", "single": ["equals"]},
                         "owners.name": {"value": "string", "single": ["equals"]},
                         "room": {"value": "string", "values": ["east", "west"], "single": ["equals"]}},
             "requiredFilter": {"field": "room", "values": ["east", "west"]}, "orders": [],
             "fields": {"made": "timestamp", "size": {"height": "number"}, "notes": "json", "hung": "boolean",
                        "owners": [{"name": "string"}], "frame": "json", "xray": {"layers": "integer"}},
             "sparseFields": ["made", "size.height", "xray"], "additionalFields": ["xray"],
             "relationships": {
               "loans": {"column": "loan_ids", "type": "loan", "many": true, "formerNames": ["loan"], "formerAttributes": []},
               "old-master": {"column": "old_master_id", "type": "painter", "many": false, "formerNames": ["old-masters"],
                              "formerAttributes": ["master.id"]}},
             "includes": [{"name": "loans", "type": "loan", "many": true, "formerNames": ["loan"], "fields": {"to": "string"}, "sparseFields": ["to"]}]}
            """;

    private static final String KNOWN = """
            # Prose.
            paintings formerly old-master master.id
            statues formerly old-master sculptor
            statues always made
            """;

    private static JsonNode facts(String document) throws Exception {
        return new CollectionFacts(
                        new OpenApiDocument(Json.MAPPER.readTree(document)),
                        "get_paintings",
                        Known.of("paintings", KNOWN))
                .of("paintings");
    }

    @Test
    void areTakenFromTheOperationThatLists() throws Exception {
        assertThat(facts(MUSEUM).toPrettyString())
                .isEqualTo(Json.MAPPER.readTree(FACTS).toPrettyString());
    }

    @Test
    void nameATimeToCutByWhereItHasBothBoundsAndAnOrderAndIsNeverMissing() throws Exception {
        String whole = MUSEUM.replace("\"made\"", "\"created\"")
                .replace("\"less-than\"", "\"less-than\", \"greater-than\"")
                .replace("\"nullable\": true", "\"nullable\": false");

        assertThat(facts(whole).path("slice").asText()).isEqualTo("created");
        assertThat(facts(whole).path("orders")).hasToString("[\"created\"]");
        assertThat(facts(whole.replace("\"created\", \"-made\", ", "")).has("slice"))
                .as("no order by it")
                .isFalse();
        assertThat(facts(whole.replace("\"less-than\", ", "")).has("slice"))
                .as("one bound")
                .isFalse();
        assertThat(facts(whole.replace("\"nullable\": false", "\"nullable\": true"))
                        .has("slice"))
                .as("some resources lack it")
                .isFalse();
    }

    @Test
    void nameTheTimeThatMovesToFollowBy() throws Exception {
        String lower = MUSEUM.replace("\"less-than\"", "\"greater-than\"")
                .replace("\"nullable\": true", "\"nullable\": false");

        assertThat(facts(lower.replace("\"made\"", "\"updated\""))
                        .path("follow")
                        .asText())
                .isEqualTo("updated");
        assertThat(facts(lower.replace("\"made\"", "\"datetime\""))
                        .path("follow")
                        .asText())
                .isEqualTo("datetime");
        assertThat(facts(lower.replace("\"made\"", "\"updated\"").replace("\"greater-than\"", "\"less-than\""))
                        .has("follow"))
                .as("an upper bound alone")
                .isFalse();
    }

    @Test
    void tellWhereThereIsOneResourceAndNoList() throws Exception {
        String one = MUSEUM.replace("\"data\": {\"type\": \"array\", \"items\": {\"allOf\"", "\"data\": {\"allOf\"")
                .replace("schemas/Painting\"}]}},", "schemas/Painting\"}]},");

        assertThat(one).isNotEqualTo(MUSEUM);
        assertThat(facts(one).path("one").asBoolean()).isTrue();
        assertThat(facts(one).path("fields")).isEqualTo(facts(MUSEUM).path("fields"));
        assertThat(facts(MUSEUM).has("one")).isFalse();
    }

    @Test
    void takeWhatIsAlwaysThereFromWhatIsKnown() {
        Known statues = Known.of("statues", KNOWN);

        assertThat(statues.isAlways("made")).isTrue();
        assertThat(Known.of("paintings", KNOWN).isAlways("made")).isFalse();
        assertThat(statues.formerAttributes("old-master")).containsExactly("sculptor");
        assertThat(statues.formerAttributes("loans")).isEmpty();
    }

    @Test
    void needAnExampleOfARequiredFilter() {
        assertThatThrownBy(() -> facts(MUSEUM.replace("equals(room,'east')", "in the east")))
                .hasMessage(
                        "The required filter of get_paintings has the example 'in the east', which is not of the form"
                                + " equals(field,'value').");
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
            byte[] text = Files.readAllBytes(folder.resolve(CollectionsCommand.fileName(collection.getKey())));
            JsonNode facts = Json.MAPPER.readTree(text);

            assertThat(facts.path("operation").asText()).isEqualTo(collection.getValue());
            assertThat(new String(text, StandardCharsets.UTF_8))
                    .as("made by the command and not by hand")
                    .isEqualTo(new String(Json.text(facts), StandardCharsets.UTF_8));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(CollectionsCommand.collections().keySet().stream()
                            .map(CollectionsCommand::fileName)
                            .collect(Collectors.toSet()));
        }
    }
}
