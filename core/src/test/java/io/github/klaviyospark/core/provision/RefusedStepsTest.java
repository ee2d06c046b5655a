package io.github.klaviyospark.core.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.DataSources;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.objects.SourceMapping;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else changes the account between two steps, and the step that is refused says what happened. */
class RefusedStepsTest {

    private static final String PETS = """
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties: {name: string, weight: float}
                profiles:
                  owner: {email: owner_email}
            """;

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private ObjectSchemas schemas;

    @BeforeEach
    void start() {
        start(5);
    }

    private void start(int objectTypes) {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .objectTypes(objectTypes)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
        schemas = new ObjectSchemas(client);
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private interface Interference {

        void happen() throws IOException;
    }

    private ProvisionException refused(String text, Step.Kind at, Interference interference) {
        ProvisionListener listener = new ProvisionListener() {
            @Override
            public void begins(Step step) {
                if (step.kind() == at) {
                    try {
                        interference.happen();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
        ProvisionException refused = catchThrowableOfType(
                ProvisionException.class, () -> provisioner(text).apply(listener));
        assertThat(refused).isNotNull();
        assertThat(refused.step()).isEqualTo(at);
        return refused;
    }

    private Provisioner provisioner(String text) {
        return new Provisioner(
                client,
                DefinitionFile.parse(text, "a test", new DefinitionLimits(30)),
                clock,
                false,
                Provisioner.DEFAULT_MAX_WAIT);
    }

    private ObjectType pet() throws IOException {
        return new ObjectTypes(client).find("Pet").orElseThrow();
    }

    private ObjectSchema draft() throws IOException {
        return schemas.read(pet().draftSchema().orElseThrow());
    }

    private void deleteSource() throws IOException {
        String id = new DataSources(client).find("shop.pets").orElseThrow().id();
        client.execute(
                KlaviyoRequest.to(Operation.ofObjects("DELETE", "/api/data-sources/{id}", 204, true), id), new Tally());
    }

    private void goesOn() throws IOException {
        provisioner(PETS).apply(ProvisionListener.NONE);
        assertThat(provisioner(PETS).plan().isEmpty()).isTrue();
    }

    @Test
    void whenTheDataSourceIsDeletedBeforeTheMapping() throws IOException {
        assertThat(refused(PETS, Step.Kind.CHANGE_MAPPING, this::deleteSource))
                .hasMessageStartingWith("Could not map Pet. Klaviyo answered 404 to PATCH /api/source-mappings/{id}")
                .hasMessageContaining(" does not exist: create it, or map to another one");
        goesOn();
    }

    @Test
    void whenTheDataSourceIsDeletedBeforeTheActivation() throws IOException {
        assertThat(refused(PETS, Step.Kind.ACTIVATE, this::deleteSource))
                .hasMessageStartingWith("Could not activate Pet. Klaviyo answered 404 to ")
                .hasMessageContaining(" does not exist: create it, or map to another one");
        goesOn();
    }

    @Test
    void whenMappingsAreTaken() throws IOException {
        ProvisionException refused = refused(
                PETS, Step.Kind.ACTIVATE, () -> schemas.map(new SourceMapping(draft().id(), List.of(), List.of())));

        assertThat(refused)
                .hasMessageContaining("The properties [name, weight] have no mapping: add one for each.")
                .hasMessageEndingWith("The relationships [owner] have no mapping: add one for each, or remove them.");
        goesOn();
    }

    @Test
    void whenTheRelationshipIsTaken() throws IOException {
        ProvisionException refused = refused(PETS, Step.Kind.ACTIVATE, () -> {
            ObjectSchema draft = draft();
            schemas.unrelate(draft.id(), draft.relationship("owner").orElseThrow());
        });

        assertThat(refused).hasMessageContaining("are of none that the schema has");
        goesOn();
    }

    @Test
    void whenTheDraftIsActivated() throws IOException {
        assertThat(refused(PETS, Step.Kind.ACTIVATE, () -> schemas.activate(draft().id())))
                .hasMessageContaining("The schema is no draft but ")
                .hasMessageEndingWith(": make a new version and change that.");
        goesOn();
    }

    @Test
    void whenTheTypeIsDeleted() throws IOException {
        assertThat(refused(PETS, Step.Kind.ADD_RELATIONSHIP, () -> new ObjectTypes(client).delete(pet().id())))
                .hasMessageStartingWith("Could not add relationship to Pet. Klaviyo answered 404 to ")
                .hasMessageEndingWith(
                        "does not exist any more, nor perhaps its type: run again, and what is missing is" + " made.");
        goesOn();
    }

    @Test
    void whenADraftIsBegun() throws IOException {
        provisioner(PETS).apply(ProvisionListener.NONE);
        String more = PETS.replace("weight: float", "weight: float, born: timestamp");
        ObjectSchema active = schemas.read(pet().currentSchema().orElseThrow());

        assertThat(refused(more, Step.Kind.CREATE_DRAFT, () -> schemas.createVersion(pet().id(), active.content())))
                .hasMessageStartingWith("Could not create new schema version of Pet. Klaviyo answered 400 to ")
                .hasMessageEndingWith("Somebody else has begun a draft meanwhile: run again to go on with that one.");

        provisioner(more).apply(ProvisionListener.NONE);
        assertThat(provisioner(more).plan().isEmpty()).isTrue();
    }

    @Test
    void whenTheRelationshipExistsAlready() throws IOException {
        assertThat(refused(
                        PETS, Step.Kind.ADD_RELATIONSHIP, () -> schemas.relateToProfiles(draft().id(), "owner", null)))
                .hasMessageEndingWith("It has relationships by the names [owner] already.");
        goesOn();
    }

    @Test
    void andTheRefusalIsNotLostWhenTheAccountCannotBeReadAfterIt() {
        ProvisionException refused = refused(PETS, Step.Kind.ACTIVATE, () -> {
            deleteSource();
            klaviyo.fault(
                    Fault.builder("GET /api/*", Fault.Kind.STATUS).status(401).build());
        });

        assertThat(refused)
                .hasMessageStartingWith("Could not activate Pet. Klaviyo answered 404 to ")
                .hasMessageEndingWith("Check the id, and that the key belongs to the account that holds it.");
        assertThat(refused.getSuppressed()).hasSize(1);
    }

    @Test
    void whenThePlanAllowsFewerProperties() {
        String properties =
                IntStream.rangeClosed(1, 16).mapToObj(i -> "p" + i + ": int").collect(Collectors.joining(", "));
        String large = PETS.replace("name: string, weight: float", properties);

        assertThat(refused(large, Step.Kind.CREATE_TYPE, () -> {}))
                .hasMessageStartingWith("Could not create object type Pet. Klaviyo answered 400 to ")
                .hasMessageEndingWith("It has 16 properties, where most plans allow 15 and the larger ones 30.");
    }

    @Test
    void whenThePlanAllowsFewerTypes() {
        stop();
        start(1);

        assertThat(refused(
                        PETS + PETS.substring(PETS.indexOf("  - title")).replace("Pet", "Cat"),
                        Step.Kind.CREATE_TYPE,
                        () -> {}))
                .hasMessageStartingWith("Could not create object type Cat. Klaviyo answered 403 to ")
                .hasMessageEndingWith("The account has 1 object types; plans allow none, 1 or 5.");
    }
}
