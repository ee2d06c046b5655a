package io.github.klaviyospark.core.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.SchemaContent;
import io.github.klaviyospark.core.objects.SchemaStatus;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionerTest {

    private static final String PETS = """
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties:
                  name: {type: string, required: true}
                  weight: {type: float, path: weight_kg}
                  origin: {type: string, value: web}
                profiles:
                  owner: {email: owner_email}
            """;

    private static final String ORDERS = """
            source: shop.orders
            objects:
              - title: Line
                id: lines[*].line_id
                properties: {sku: string, quantity: int}
                profiles:
                  buyer: {email: customer.email}
                links:
                  order: {object: Order, path: order_id}
              - title: Order
                id: order_id
                properties: {total: float}
            """;

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(50))
                .start();
        client = client(Revisions.current());
    }

    private KlaviyoClient client(Revisions revisions) {
        return KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .revisions(revisions)
                .time(Quotas.with(clock), clock)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private static Definition definition(String text) {
        return DefinitionFile.parse(text, "a test", DefinitionLimits.DEFAULT);
    }

    private Provisioner provisioner(String text) {
        return provisioner(text, false);
    }

    private Provisioner provisioner(String text, boolean mayDrop) {
        return new Provisioner(client, definition(text), clock, mayDrop, Provisioner.DEFAULT_MAX_WAIT);
    }

    private ObjectSchema active(String title) throws IOException {
        ObjectType type = new ObjectTypes(client).find(title).orElseThrow();
        ObjectSchema schema =
                new ObjectSchemas(client).read(type.currentSchema().orElseThrow());
        assertThat(schema.status()).isEqualTo(SchemaStatus.ACTIVE);
        return schema;
    }

    private long writes() {
        return klaviyo.exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }

    @Test
    void planOfAnEmptyAccountNamesEveryStepAndChangesNothing() throws IOException {
        Plan plan = provisioner(PETS).plan();

        assertThat(plan.steps())
                .extracting(Step::toString)
                .containsExactly(
                        "create data source shop.pets",
                        "create object type Pet: + name string required, + weight float, + origin string",
                        "add relationship to Pet: owner",
                        "map Pet: id from $['pet_id'], name from $['name'], weight from $['weight_kg'],"
                                + " origin always web, owner by email from $['owner_email']",
                        "activate Pet");
        assertThat(writes()).isZero();
    }

    @Test
    void makesWhatIsDefinedAndNothingTheSecondTime() throws IOException {
        List<Step> made = provisioner(PETS).apply(ProvisionListener.NONE);

        assertThat(made).hasSize(5);
        ObjectSchema pet = active("Pet");
        assertThat(pet.content().properties())
                .extracting(Property::name, Property::type)
                .containsExactly(
                        tuple("name", PropertyType.STRING),
                        tuple("weight", PropertyType.FLOAT),
                        tuple("origin", PropertyType.STRING));
        assertThat(pet.content().required()).containsExactly("name");
        assertThat(pet.relationship("owner")).isPresent();

        long before = writes();
        assertThat(provisioner(PETS).plan().isEmpty()).isTrue();
        assertThat(provisioner(PETS).apply(ProvisionListener.NONE)).isEmpty();
        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void makesTypesThatLeadToEachOtherInOrder() throws IOException {
        provisioner(ORDERS).apply(ProvisionListener.NONE);

        assertThat(active("Line").relationships()).hasSize(2);
        assertThat(active("Line").relationship("order").orElseThrow().isToProfiles())
                .isFalse();
        assertThat(active("Order").relationships()).isEmpty();
        assertThat(provisioner(ORDERS).plan().isEmpty()).isTrue();
    }

    /** Each request of the way is the last one of a run: it arrives, and the answer never does. */
    @ParameterizedTest
    @ValueSource(strings = {PETS, ORDERS})
    void goesOnWhereItWasStopped(String text) throws IOException {
        provisioner(text).apply(ProvisionListener.NONE);
        long needed = writes();

        for (int stopAfter = 0; stopAfter < needed; stopAfter++) {
            for (Fault.Kind how : List.of(Fault.Kind.RESET_BEFORE, Fault.Kind.RESET_AFTER)) {
                klaviyo.reset();
                dieAt(stopAfter, text, how);
                provisioner(text).apply(ProvisionListener.NONE);

                assertThat(new ObjectTypes(client).all())
                        .extracting(ObjectType::title)
                        .doesNotHaveDuplicates()
                        .hasSize(definition(text).objects().size());
                for (ObjectType type : new ObjectTypes(client).all()) {
                    ObjectSchema schema = active(type.title());
                    assertThat(schema.relationships())
                            .extracting(relationship -> relationship.name())
                            .doesNotHaveDuplicates();
                    assertThat(type.draftSchema()).isEmpty();
                }
                assertThat(provisioner(text).plan().isEmpty()).isTrue();
            }
        }
    }

    /** A run whose process ends: from the given write on nothing gets through any more. */
    private void dieAt(int write, String text, Fault.Kind how) {
        List<Step> begun = new ArrayList<>();
        ProvisionListener dying = new ProvisionListener() {
            @Override
            public void begins(Step step) {
                if (step.kind() != Step.Kind.AWAIT_ACTIVE && begun.size() == write) {
                    for (String method : List.of("POST", "PATCH")) {
                        klaviyo.fault(
                                Fault.builder(method + " /api/*", how).times(1).build());
                    }
                    klaviyo.fault(Fault.builder("GET /api/*", Fault.Kind.STATUS)
                            .status(401)
                            .build());
                }
                if (step.kind() != Step.Kind.AWAIT_ACTIVE) {
                    begun.add(step);
                }
            }
        };
        assertThatThrownBy(() -> provisioner(text).apply(dying)).isInstanceOf(IOException.class);
        klaviyo.clearFaults();
    }

    @Test
    void makesANewVersionOfAnActiveSchema() throws IOException {
        provisioner(PETS).apply(ProvisionListener.NONE);
        String before = active("Pet").id();
        String changed = PETS.replace(
                "origin: {type: string, value: web}", "origin: {type: string, value: web}\n" + "      born: timestamp");

        Plan plan = provisioner(changed).plan();
        assertThat(plan.steps().get(0)).hasToString("create new schema version of Pet: + born timestamp");

        provisioner(changed).apply(ProvisionListener.NONE);
        ObjectSchema after = active("Pet");
        assertThat(after.id()).isNotEqualTo(before);
        assertThat(after.property("name").orElseThrow().id()).isEqualTo(1);
        assertThat(after.property("born").orElseThrow().id()).isEqualTo(4);
        assertThat(after.relationship("owner")).isPresent();
        assertThat(provisioner(changed).plan().isEmpty()).isTrue();
    }

    @Test
    void takesNothingAwayUnlessItMay() throws IOException {
        provisioner(PETS).apply(ProvisionListener.NONE);
        String less = PETS.replace("      weight: {type: float, path: weight_kg}\n", "");
        long before = writes();

        assertThat(provisioner(less).plan().drops()).containsExactly("Pet.weight");
        assertThatThrownBy(() -> provisioner(less).apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pet.weight");
        assertThat(writes()).isEqualTo(before);

        provisioner(less, true).apply(ProvisionListener.NONE);
        assertThat(active("Pet").property("weight")).isEmpty();
    }

    @Test
    void changesAMappingByANewVersion() throws IOException {
        provisioner(PETS).apply(ProvisionListener.NONE);
        String moved = PETS.replace("path: weight_kg", "path: weight.kg");

        provisioner(moved).apply(ProvisionListener.NONE);

        assertThat(active("Pet").mapping().properties().toString()).contains("$['weight']['kg']");
    }

    @Test
    void adoptsADraftThatSomebodyElseBegan() throws IOException {
        SchemaContent begun =
                new SchemaContent("Pet", "", List.of(new Property(7, "weight", PropertyType.FLOAT, null)), List.of());
        ObjectType type = new ObjectTypes(client).create(begun);

        provisioner(PETS).apply(ProvisionListener.NONE);

        assertThat(new ObjectTypes(client).find("Pet").orElseThrow().id()).isEqualTo(type.id());
        assertThat(active("Pet").property("weight").orElseThrow().id()).isEqualTo(7);
        assertThat(active("Pet").property("name").orElseThrow().id()).isEqualTo(8);
    }

    @Test
    void refusesALinkToNowhereBeforeAnythingIsMade() {
        assertThatThrownBy(() -> provisioner(ORDERS.replace("object: Order", "object: Basket"))
                        .apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Basket'");
        assertThat(writes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-15.pre", "2026-04-15.pre"})
    void understandsTheOlderDocuments(String revision) throws IOException {
        client.close();
        client = client(Revisions.parse("custom-objects=" + revision));

        provisioner(PETS).apply(ProvisionListener.NONE);

        assertThat(active("Pet").relationship("owner")).isPresent();
        assertThat(provisioner(PETS).plan().isEmpty()).isTrue();
    }

    @Test
    void saysWhatThePlanLacks() {
        klaviyo.close();
        klaviyo = KlaviyoEmulator.builder().quotas(false).objectTypes(0).start();
        client.close();
        client = client(Revisions.current());

        assertThatThrownBy(() -> provisioner(PETS).apply(ProvisionListener.NONE))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("Could not create object type Pet.")
                .hasMessageContaining("403")
                .hasMessageContaining("a plan that includes this feature");
    }
}
