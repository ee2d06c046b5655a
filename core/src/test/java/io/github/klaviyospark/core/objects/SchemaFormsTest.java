package io.github.klaviyospark.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas in all the forms that Klaviyo's documents show, of which the emulator speaks only some. */
class SchemaFormsTest {

    private static final String ID = "01KJ5HFAKYX5N1W2A9TB1RDQ86";
    private static final String PATH = "/api/object-schemas/" + ID;
    private static final String OWNER = "01K5YKKQKM819VVGCPZZKGE6D4";
    private static final String ORDER = "01K61DKJ7EKJ0ES9VE456XF5JG";

    private Stub stub;

    @BeforeEach
    void start() throws IOException {
        stub = new Stub();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private ObjectSchema read(String attributes, String relationships, String... included) throws IOException {
        stub.answering(PATH, """
                {"data":{"type":"object-schema","id":"%s","attributes":{%s},"relationships":{%s}},"included":[%s]}""".formatted(ID, attributes, relationships, String.join(",", included)));
        return new ObjectSchemas(stub.client()).read(ID);
    }

    private static String mapping(String properties, String relationships) {
        return """
                {"type":"source-mapping","id":"%s","attributes":
                  {"property_mappings":[%s],"relationship_mappings":[%s]}}""".formatted(ID, properties, relationships);
    }

    private static String meta(String name) {
        return "{\"meta\":{\"relationship_id\":\"" + OWNER + "\",\"name\":\"" + name + "\"}}";
    }

    @Test
    void upperCaseAndIdsAsTexts() throws IOException {
        ObjectSchema schema = read("""
                "status":"ACTIVE","title":"Pet","properties":[
                  {"id":"1","name":"name","type":"STRING"},{"id":"2","name":"born","type":"TIMESTAMP"}],"required":["name"]""", "", mapping("""
                        {"id":"1","type":"SIMPLE","source":{"source_id":"S","id_path":"$['id']","data_path":"$['n']"}},
                        {"id":"2","type":"CONSTANT","value":1.5}""", """
                        {"relationship_id":"R","type":"simple","source":{"source_id":"S","type":"profile","id_path":"$['id']",
                          "related_id_paths":[{"identifier_type":"EMAIL","path":"$['e']"},
                            {"identifier_type":"EXTERNAL-ID","path":"$['x']"}],"update_strategy":"ADDITIVE"}}"""));

        assertThat(schema.status()).isEqualTo(SchemaStatus.ACTIVE);
        assertThat(schema.content().properties())
                .containsExactly(
                        new Property(1, "name", PropertyType.STRING, null),
                        new Property(2, "born", PropertyType.TIMESTAMP, null));
        assertThat(schema.mapping().properties())
                .containsExactly(
                        new PropertyMapping.Simple(1, "S", "$['id']", "$['n']"),
                        new PropertyMapping.Constant(2, new BigDecimal("1.5")));
        assertThat(schema.mapping().relationships())
                .containsExactly(new RelationshipMapping(
                        "R",
                        "S",
                        "$['id']",
                        Map.of(IdentifierType.EMAIL, "$['e']", IdentifierType.EXTERNAL_ID, "$['x']"),
                        null,
                        UpdateStrategy.ADDITIVE));
    }

    @Test
    void theBuiltInIdIsNoPropertyHoweverItIsShown() throws IOException {
        ObjectSchema schema = read("""
                "status":"draft","properties":[{"id":0,"name":"id","type":"string"},{"id":1,"name":"name","type":"string"}]""", "", mapping("""
                        {"id":"0","type":"simple","source":{"source_id":"S","id_path":"$['id']","data_path":"$['id']"}},
                        {"id":1,"type":"constant","value":"x"}""", ""));

        assertThat(schema.content().properties())
                .extracting(Property::id, Property::name)
                .containsExactly(tuple(1, "name"));
        assertThat(schema.mapping().properties()).containsExactly(new PropertyMapping.Constant(1, "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "profile-object-schema, profile",
        "profile-object-schema, profile-owner",
        "profile-object-schema, profile:::owner",
        "object-schema, profile",
        "object-schema, profile-owner",
        "object-schema, profile:::owner"
    })
    void relationshipsWithProfilesHoweverTheyAreCalled(String type, String id) throws IOException {
        ObjectSchema schema = read(
                "\"status\":\"draft\"",
                "",
                mapping("", ""),
                "{\"type\":\"%s\",\"id\":\"%s\",\"attributes\":%s}".formatted(type, id, meta("owner")));

        assertThat(schema.relationships()).containsExactly(new Relationship(OWNER, "owner", null, null));
    }

    @Test
    void relationshipsWithOtherTypes() throws IOException {
        ObjectSchema schema = read(
                "\"status\":\"draft\"",
                "",
                mapping("", ""),
                "{\"type\":\"object-schema\",\"id\":\"%s\",\"attributes\":%s}".formatted(ORDER, meta("order")));

        assertThat(schema.relationships()).containsExactly(new Relationship(OWNER, "order", null, ORDER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"attributes\":%s", "\"meta\":{\"relationship_id\":\"" + OWNER + "\",\"name\":\"owner\"}%.0s"})
    void relationshipsOfTheBareListingWhereTheIncludeHasNoMeta(String form) throws IOException {
        stub.answering(PATH + "/relationships/profile-object-schemas", """
                {"data":[{"type":"profile-object-schema","id":"profile",%s}]}""".formatted(form.formatted(meta("owner"))));
        stub.answering(PATH + "/relationships/object-schemas", "{\"data\":[]}");

        ObjectSchema schema = read(
                "\"status\":\"draft\"",
                """
                "profile-object-schemas":{"data":[{"type":"profile-object-schema","id":"profile"}]}""",
                mapping("", ""),
                "{\"type\":\"profile-object-schema\",\"id\":\"profile\",\"attributes\":{}}");

        assertThat(schema.relationships()).containsExactly(new Relationship(OWNER, "owner", null, null));
        assertThat(stub.asked()).hasSize(3);
    }

    @Test
    void relationshipsThatNothingShowsTheIdOf() {
        stub.answering(PATH + "/relationships/profile-object-schemas", """
                {"data":[{"type":"profile-object-schema","id":"profile"}]}""");
        stub.answering(PATH + "/relationships/object-schemas", "{\"data\":[]}");

        assertThatThrownBy(() -> read("\"status\":\"draft\"", """
                        "profile-object-schemas":{"data":[{"type":"profile-object-schema","id":"profile"}]}""", mapping("", "")))
                .isInstanceOf(IOException.class)
                .hasMessage("Schema " + ID + " has 1 relationships, and the API shows the ids of only 0. They cannot be"
                        + " mapped without; try the revision 2026-07-15 for custom-objects.");
    }

    @Test
    void aMappingThatIsNotIncluded() throws IOException {
        stub.answering(
                PATH + "/source-mapping",
                "{\"data\":" + mapping("{\"id\":1,\"type\":\"constant\",\"value\":true}", "") + "}");

        ObjectSchema schema = read("\"status\":\"draft\"", "");

        assertThat(schema.mapping().properties()).containsExactly(new PropertyMapping.Constant(1, true));
    }

    @Test
    void wordsThatThisVersionDoesNotKnow() throws IOException {
        ObjectSchema schema = read(
                "\"status\":\"archived\"",
                "",
                mapping("{\"id\":1,\"type\":\"computed\",\"formula\":\"x\"}", """
                        {"relationship_id":"R","type":"simple","source":{"source_id":"S","type":"profile","id_path":"$['id']",
                          "related_id_paths":[{"identifier_type":"push-token","path":"$['p']"},
                            {"identifier_type":"email","path":"$['e']"}],"update_strategy":"sometimes"}}"""),
                "{\"type\":\"something-else\",\"id\":\"1\"}");

        assertThat(schema.status()).isEqualTo(SchemaStatus.UNDEFINED);
        assertThat(schema.mapping().properties()).containsExactly(new PropertyMapping.Other(1, "computed"));
        assertThat(schema.mapping().relationships())
                .extracting(RelationshipMapping::identifierPaths, RelationshipMapping::strategy)
                .containsExactly(tuple(Map.of(IdentifierType.EMAIL, "$['e']"), UpdateStrategy.REPLACE_FROM_ORIGIN));
    }

    @Test
    void aTypeOfPropertiesThatThisVersionDoesNotKnowIsNamed() {
        assertThatThrownBy(() -> read(
                        "\"status\":\"draft\",\"properties\":[{\"id\":1,\"name\":\"where\",\"type\":\"geo\"}]",
                        "",
                        mapping("", "")))
                .isInstanceOf(IOException.class)
                .hasMessage("The property 'where' of schema " + ID + " has the type 'geo', which this version does not"
                        + " know. Known are string, int, float, boolean, timestamp. Try the revision 2026-07-15 for"
                        + " custom-objects, or a newer version of klaviyo-spark.");
    }

    @Test
    void anAnswerOfSomethingElseThanKlaviyoIsNotTakenForAbsence() {
        stub.answering("/api/object-types/" + ORDER, 404, "text/html", "<h1>not here</h1>");

        assertThatThrownBy(() -> new ObjectTypes(stub.client()).find(ORDER))
                .hasMessageContaining("which is no answer of Klaviyo's API");
        assertThatThrownBy(() -> new ObjectTypes(stub.client()).delete(ORDER))
                .hasMessageContaining("which is no answer of Klaviyo's API");
    }
}
