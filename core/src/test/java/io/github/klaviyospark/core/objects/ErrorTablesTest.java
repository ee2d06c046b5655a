package io.github.klaviyospark.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.bulk.RecordTarget;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each row of the error tables of the Custom Objects overview, brought about and explained. */
class ErrorTablesTest {

    private static final String NOWHERE = "01JKV3YV229CP2NVMXHM5SD9N5";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private ObjectTypes types;
    private ObjectSchemas schemas;
    private String source;
    private String typeId;
    private String draft;

    @BeforeEach
    void start() throws IOException {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        client = client(klaviyo);
        types = new ObjectTypes(client);
        schemas = new ObjectSchemas(client);
        source = klaviyo.createDataSource("shop.pets");
        ObjectType pet = types.create(content("name", "weight"));
        typeId = pet.id();
        draft = pet.draftSchema().orElseThrow();
    }

    private KlaviyoClient client(KlaviyoEmulator emulator) {
        return builder(emulator).build();
    }

    private KlaviyoClient.Builder builder(KlaviyoEmulator emulator) {
        return KlaviyoClient.builder(Endpoint.of(emulator.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock);
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private static SchemaContent content(String... names) {
        List<Property> properties = new ArrayList<>();
        for (String name : names) {
            properties.add(new Property(properties.size() + 1, name, PropertyType.STRING, null));
        }
        return new SchemaContent("Pet", "", properties, List.of());
    }

    private SourceMapping mapping(String from, List<RelationshipMapping> relationships, int... properties) {
        List<PropertyMapping> mapped = new ArrayList<>();
        for (int property : properties) {
            mapped.add(new PropertyMapping.Simple(property, from, "$['id']", "$['p" + property + "']"));
        }
        return new SourceMapping(draft, mapped, relationships);
    }

    private RelationshipMapping owner(String relationshipId) {
        return new RelationshipMapping(
                relationshipId,
                source,
                "$['id']",
                Map.of(IdentifierType.EMAIL, "$['email']"),
                null,
                UpdateStrategy.REPLACE_FROM_ORIGIN);
    }

    private Relationship relate(String name) throws IOException {
        schemas.relateToProfiles(draft, name, null);
        return schemas.read(draft).relationship(name).orElseThrow();
    }

    private void activate() throws IOException {
        schemas.map(mapping(source, List.of(), 1, 2));
        schemas.activate(draft);
    }

    private static KlaviyoException refused(ThrowingCallable work) {
        KlaviyoException refused = catchThrowableOfType(KlaviyoException.class, work);
        assertThat(refused).isNotNull();
        return refused;
    }

    private String explained(int status, ThrowingCallable work) throws IOException {
        KlaviyoException refused = refused(work);
        assertThat(refused.status()).isEqualTo(status);
        return new Refusals(client).explain(refused, draft);
    }

    private ThrowingCallable sending(Operation operation, String id, Object document) {
        return () -> {
            byte[] body = bytes(document);
            // Not the connector's own words, so that nobody holds them against its contract.
            try (KlaviyoClient byHand = builder(klaviyo).userAgent("by hand").build()) {
                byHand.execute(KlaviyoRequest.to(operation, id).with(body, body.length), new Tally());
            }
        };
    }

    private static byte[] bytes(Object document) throws JsonProcessingException {
        return document instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : JSON.writeValueAsBytes(document);
    }

    @Nested
    class PropertyIdsDoNotMatch {

        @Test
        void whenAPropertyHasNoMapping() throws IOException {
            schemas.map(mapping(source, List.of(), 1));

            assertThat(explained(400, () -> schemas.activate(draft)))
                    .isEqualTo("The properties [weight] have no mapping: add one for each.");
        }

        @Test
        void whenAMappingHasNoProperty() throws IOException {
            schemas.map(mapping(source, List.of(), 1, 2, 9));

            assertThat(explained(400, () -> schemas.activate(draft)))
                    .isEqualTo("The numbers [9] are mapped, and no property of the schema has them: remove those"
                            + " mappings or add the properties.");
        }

        @Test
        void whenNothingIsMappedAtAll() throws IOException {
            assertThat(explained(400, () -> schemas.activate(draft)))
                    .isEqualTo("The properties [name, weight] have no mapping: add one for each.");
        }
    }

    @Nested
    class RelationshipIdsDoNotMatch {

        @Test
        void whenARelationshipHasNoMapping() throws IOException {
            relate("owner");
            schemas.map(mapping(source, List.of(), 1, 2));

            assertThat(explained(400, () -> schemas.activate(draft)))
                    .isEqualTo("The relationships [owner] have no mapping: add one for each, or remove them.");
        }

        @Test
        void whenAMappingHasNoRelationship() throws IOException {
            Relationship owner = relate("owner");
            schemas.map(mapping(source, List.of(owner(owner.id())), 1, 2));
            schemas.unrelate(draft, owner);

            assertThat(explained(400, () -> schemas.activate(draft)))
                    .isEqualTo("Mappings of relationships [" + owner.id()
                            + "] are of none that the schema has: each version has ids of its own, read them again.");
        }
    }

    @Nested
    class SchemaIsNotInDraft {

        private static final String NO_DRAFT = "The schema is no draft but ";

        private static final String MAKE_ANOTHER = ": make a new version and change that.";

        @Test
        void whenItsPropertiesAreEdited() throws IOException {
            activate();

            assertThat(explained(400, () -> schemas.update(draft, content("name"))))
                    .startsWith(NO_DRAFT)
                    .endsWith(MAKE_ANOTHER);
        }

        @Test
        void whenItsMappingIsEdited() throws IOException {
            activate();

            assertThat(explained(400, () -> schemas.map(mapping(source, List.of(), 1, 2))))
                    .startsWith(NO_DRAFT)
                    .endsWith(MAKE_ANOTHER);
        }

        @Test
        void whenItIsGivenARelationship() throws IOException {
            activate();

            assertThat(explained(400, () -> schemas.relateToProfiles(draft, "owner", null)))
                    .startsWith(NO_DRAFT)
                    .endsWith(MAKE_ANOTHER);
        }

        @Test
        void whenARelationshipIsTaken() throws IOException {
            Relationship owner = relate("owner");
            schemas.map(mapping(source, List.of(owner(owner.id())), 1, 2));
            schemas.activate(draft);

            assertThat(explained(400, () -> schemas.unrelate(draft, owner)))
                    .startsWith(NO_DRAFT)
                    .endsWith(MAKE_ANOTHER);
        }

        @Test
        void whenItIsActivatedTwice() throws IOException {
            activate();

            assertThat(explained(400, () -> schemas.activate(draft)))
                    .startsWith(NO_DRAFT)
                    .endsWith(MAKE_ANOTHER);
        }
    }

    @Nested
    class DataSourceIsNotFound {

        @Test
        void whenAMappingNamesIt() throws IOException {
            SourceMapping wanted = mapping(NOWHERE, List.of(), 1, 2);
            KlaviyoException refused = refused(() -> schemas.map(wanted));

            assertThat(refused.status()).isEqualTo(404);
            assertThat(new Refusals(client).explain(refused, draft, wanted))
                    .isEqualTo("The data source " + NOWHERE
                            + " does not exist: create it, or map to another one, by the id that its title is found"
                            + " under.");
            assertThat(new Refusals(client).explain(refused, draft))
                    .contains("A mapping names a data source that does not exist");
        }

        @Test
        void whenItIsDeletedBetweenMappingAndActivation() throws IOException {
            schemas.map(mapping(source, List.of(), 1, 2));
            client.execute(
                    KlaviyoRequest.to(Operation.ofObjects("DELETE", "/api/data-sources/{id}", 204, true), source),
                    new Tally());

            assertThat(explained(404, () -> schemas.activate(draft)))
                    .startsWith("The data source " + source + " does not exist: create it");
        }
    }

    @Nested
    class RelationshipIsMalformed {

        private static final String RULE = "A relationship needs a name of its own in meta, the type"
                + " profile-object-schema with the id 'profile' or object-schema with the id of the other schema,"
                + " which is a ULID.";

        private static final Operation CREATE = ObjectOperations.CREATE_PROFILE_SCHEMA_RELATIONSHIP;

        private ObjectNode item(String type, String id) {
            return JsonNodeFactory.instance.objectNode().put("type", type).put("id", id);
        }

        private ObjectNode document(ObjectNode item) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.putArray("data").add(item);
            return document;
        }

        @Test
        void withoutMeta() throws IOException {
            ObjectNode bare = item("profile-object-schema", "profile");

            assertThat(explained(400, sending(CREATE, draft, document(bare)))).isEqualTo(RULE);
        }

        @Test
        void withAnotherType() throws IOException {
            ObjectNode other = item("object-schema", "profile");
            other.putObject("meta").put("name", "owner");

            assertThat(explained(400, sending(CREATE, draft, document(other)))).isEqualTo(RULE);
        }

        @Test
        void withAnotherIdThanProfile() throws IOException {
            ObjectNode other = item("profile-object-schema", "profiles");
            other.putObject("meta").put("name", "owner");

            assertThat(explained(400, sending(CREATE, draft, document(other)))).isEqualTo(RULE);
        }

        @Test
        void withANameThatIsTaken() throws IOException {
            relate("owner");

            assertThat(explained(400, () -> schemas.relateToProfiles(draft, "owner", null)))
                    .isEqualTo(RULE + " It has relationships by the names [owner] already.");
        }

        @Test
        void toASchemaThatDoesNotExist() throws IOException {
            assertThat(explained(404, () -> schemas.relateToObjects(draft, NOWHERE, "owner", null)))
                    .isEqualTo(RULE);
        }

        @Test
        void takenByAnIdThatIsNoUlid() throws IOException {
            assertThat(explained(400, () -> schemas.unrelate(draft, new Relationship("1", "owner", null, null))))
                    .isEqualTo("A relationship is taken by the relationship_id that this schema shows, a ULID; each"
                            + " version has ids of its own, read them again.");
        }

        @Test
        void takenByAnIdThatTheSchemaDoesNotHave() throws IOException {
            assertThat(explained(404, () -> schemas.unrelate(draft, new Relationship(NOWHERE, "owner", null, null))))
                    .startsWith("A relationship is taken by the relationship_id that this schema shows");
        }
    }

    @Nested
    class Ingest {

        private final Operation bulk = Operation.BULK_CREATE_DATA_SOURCE_RECORDS;

        private String body(String dataSource, int records, String record) {
            RecordTarget target = DataSourceRecords.into(dataSource);
            StringBuilder body = new StringBuilder(text(target.envelope().head()));
            for (int i = 0; i < records; i++) {
                body.append(i == 0 ? "" : ",")
                        .append(text(target.recordHead()))
                        .append(record)
                        .append(text(target.recordTail()));
            }
            return body.append(text(target.envelope().tail())).toString();
        }

        private String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Test
        void ofMoreThanFiveHundredRecords() {
            assertThat(refused(sending(bulk, source, body(source, 501, "{}"))))
                    .hasMessageStartingWith("Klaviyo answered 400 to POST /api/data-source-record-bulk-create-jobs (")
                    .hasMessageContaining("invalid: Invalid input. at /data/attributes/data-source-records/data)")
                    .hasMessageContaining("A request has 1 to 500 records");
        }

        @Test
        void withoutADataSource() {
            String whole = body(source, 1, "{}");
            String without = whole.substring(0, whole.indexOf(",\"relationships\"")) + "}}";

            assertThat(refused(sending(bulk, source, without)))
                    .hasMessageStartingWith("Klaviyo answered 400 to ")
                    .hasMessageContaining("relationships")
                    .hasMessageContaining("names a data source that exists");
        }

        @Test
        void intoADataSourceThatDoesNotExist() {
            KlaviyoException refused = refused(sending(bulk, source, body(NOWHERE, 1, "{}")));

            assertThat(refused.status()).isIn(400, 404);
            assertThat(refused).hasMessageContaining(" at /data/relationships/data-source/data/id)");
        }

        @Test
        void ofMoreThanFourMegabytes() {
            String record = "{\"x\":\"" + "y".repeat(450_000) + "\"}";

            assertThat(refused(sending(bulk, source, body(source, 9, record))))
                    .hasMessageStartingWith("Klaviyo answered 413 to POST /api/data-source-record-bulk-create-jobs")
                    .hasMessageEndingWith("The request is larger than Klaviyo takes: lower chunkBytes.");
        }

        @Test
        void fasterThanTheQuota() {
            klaviyo.fault(Fault.builder("POST /api/*", Fault.Kind.STATUS)
                    .status(429)
                    .retryAfter(1)
                    .build());

            assertThat(refused(sending(bulk, source, body(source, 1, "{}"))))
                    .hasMessageStartingWith("Klaviyo answered 429 to POST /api/data-source-record-bulk-create-jobs")
                    .hasMessageEndingWith("The quota is used up, perhaps by another application: lower quotaLimits.");
        }

        @Test
        void ofASecretOrARecordIsNeverQuoted() {
            assertThat(refused(sending(bulk, source, body(NOWHERE, 1, "{\"email\":\"ada@example.net\"}"))))
                    .message()
                    .doesNotContain("ada@example.net", "pk_1");
        }
    }

    @Test
    void deletingObjectsOfATypeThatDoesNotExist() {
        RecordTarget target = new ObjectRecordDeletes();
        String body = new String(target.envelope().head(), StandardCharsets.UTF_8)
                + new String(target.recordHead(), StandardCharsets.UTF_8) + "\"" + ObjectRecords.id(NOWHERE, "1")
                + "\"" + new String(target.recordTail(), StandardCharsets.UTF_8)
                + new String(target.envelope().tail(), StandardCharsets.UTF_8);

        KlaviyoException refused = refused(sending(target.operation(), typeId, body));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused)
                .hasMessageContaining("not_found: Not found. at /data/relationships/object-records/data/0/id)")
                .hasMessageEndingWith("Check the id, and that the key belongs to the account that holds it.");
    }

    @Test
    void creatingATypeWithoutEntitlement() {
        try (KlaviyoEmulator free =
                        KlaviyoEmulator.builder().quotas(false).objectTypes(0).start();
                KlaviyoClient own = client(free)) {
            KlaviyoException refused = refused(() -> new ObjectTypes(own).create(content("name")));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused)
                    .hasMessageContaining("forbidden: Forbidden.")
                    .hasMessageEndingWith(
                            "The key needs the scope custom-objects:write, and the account a plan that includes this"
                                    + " feature.");
        }
    }

    @Test
    void anEditThatIsRefusedIsNotExplainedAsAnActivation() throws IOException {
        assertThat(explained(400, () -> schemas.update(draft, content("name", "name"))))
                .isEmpty();
    }

    @Test
    void aSchemaThatIsGoneIsSaidToBeGone() throws IOException {
        types.delete(typeId);

        assertThat(explained(404, () -> schemas.activate(draft)))
                .isEqualTo("The schema " + draft + " does not exist any more, nor perhaps its type: run again, and what"
                        + " is missing is made.");
    }

    @Test
    void whatIsNoRefusalIsNotExplained() throws IOException {
        klaviyo.fault(
                Fault.builder("PATCH /api/*", Fault.Kind.STATUS).status(503).build());

        assertThat(explained(503, () -> schemas.activate(draft))).isEmpty();
    }
}
