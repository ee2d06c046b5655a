package io.github.klaviyospark.core.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.SchemaContent;
import io.github.klaviyospark.core.objects.SchemaStatus;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an account is like, a run brings it to the definition, says why not, and never takes away what it may not. */
@Timeout(60)
class ConvergenceTest {

    private static final String NOWHERE = "01JKV3YV229CP2NVMXHM5SD9N5";

    private static final String PETS = """
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties: {name: string, weight: float}
                profiles:
                  owner: {email: owner_email}
            """;

    private static final String PETS_WITHOUT_WEIGHT = PETS.replace(", weight: float", "");

    private static final String ORDERS = """
            source: shop.orders
            objects:
              - title: Line
                id: line_id
                properties: {sku: string}
                links:
                  belongs: {object: Order, path: order_id}
              - title: Order
                id: order_id
                properties: {total: float}
              - title: Basket
                id: order_id
                properties: {total: float}
            """;

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private ObjectTypes types;
    private ObjectSchemas schemas;

    @BeforeEach
    void start() {
        start(Duration.ofMillis(10));
    }

    private void start(Duration publishingTime) {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(publishingTime)
                .start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
        types = new ObjectTypes(client);
        schemas = new ObjectSchemas(client);
    }

    private void publishSlowly() {
        stop();
        start(Duration.ofMillis(400));
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private Provisioner provisioner(String text) {
        return provisioner(text, false);
    }

    private Provisioner provisioner(String text, boolean mayDrop) {
        return new Provisioner(
                client,
                DefinitionFile.parse(text, "a test", DefinitionLimits.DEFAULT),
                clock,
                mayDrop,
                Provisioner.DEFAULT_MAX_WAIT);
    }

    private void apply(String text) throws IOException {
        provisioner(text).apply(ProvisionListener.NONE);
        assertThat(provisioner(text).plan().steps()).isEmpty();
    }

    private ObjectSchema active(String title) throws IOException {
        return schemas.read(types.find(title).orElseThrow().currentSchema().orElseThrow());
    }

    private long writes() {
        return klaviyo.exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }

    @Test
    void aDraftThatLacksWhatIsActiveTakesNothingAwayUnlessItMay() throws IOException {
        apply(PETS);
        SchemaContent before = active("Pet").content();
        schemas.createVersion(
                types.find("Pet").orElseThrow().id(),
                new SchemaContent("Pet", "", before.properties().subList(0, 1), List.of()));
        long writes = writes();

        assertThat(provisioner(PETS_WITHOUT_WEIGHT).plan().drops()).containsExactly("Pet.weight");
        assertThatThrownBy(() -> provisioner(PETS_WITHOUT_WEIGHT).apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pet.weight");
        assertThat(writes()).isEqualTo(writes);

        provisioner(PETS_WITHOUT_WEIGHT, true).apply(ProvisionListener.NONE);
        assertThat(active("Pet").property("weight")).isEmpty();
    }

    @Test
    void aDraftWithoutTheRelationshipOfWhatIsActiveTakesItAwayOnlyWhenItMay() throws IOException {
        apply(PETS);
        schemas.createVersion(
                types.find("Pet").orElseThrow().id(), active("Pet").content());
        String less = PETS.substring(0, PETS.indexOf("    profiles"));

        assertThat(provisioner(less).plan().drops()).containsExactly("Pet.owner");
    }

    @Test
    void whatIsBeingPublishedLosesNothingUnlessItMay() throws IOException {
        publishSlowly();
        stopWhenPublishing();

        assertThat(provisioner(PETS_WITHOUT_WEIGHT).plan().steps())
                .singleElement()
                .extracting(Step::kind)
                .isEqualTo(Step.Kind.AWAIT_ACTIVE);
        assertThat(provisioner(PETS_WITHOUT_WEIGHT).plan().drops()).containsExactly("Pet.weight");
        assertThatThrownBy(() -> provisioner(PETS_WITHOUT_WEIGHT).apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pet.weight");
    }

    private void stopWhenPublishing() {
        ProvisionListener stopping = new ProvisionListener() {
            @Override
            public void isWaiting(String objectType, Duration waited) {
                throw new IllegalStateException("stopped");
            }
        };
        assertThatThrownBy(() -> provisioner(PETS).apply(stopping)).hasMessage("stopped");
    }

    @Test
    void whatSomebodyElseAddsDuringARunIsNotDropped() throws IOException {
        apply(PETS);
        String more = PETS.replace("weight: float", "weight: float, born: timestamp");
        ProvisionListener adding = new ProvisionListener() {
            @Override
            public void begins(Step step) {
                if (step.kind() == Step.Kind.ADD_RELATIONSHIP) {
                    addColour();
                }
            }
        };

        assertThatThrownBy(() -> provisioner(more).apply(adding))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pet.colour");
    }

    private void addColour() {
        try {
            ObjectSchema draft =
                    schemas.read(types.find("Pet").orElseThrow().draftSchema().orElseThrow());
            List<Property> properties = new ArrayList<>(draft.content().properties());
            properties.add(new Property(9, "colour", PropertyType.STRING, null));
            schemas.update(draft.id(), new SchemaContent("Pet", "", properties, List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDraftBesidesWhatIsRightIsLeftAlone() throws IOException {
        apply(PETS);
        schemas.createVersion(
                types.find("Pet").orElseThrow().id(), active("Pet").content());
        long writes = writes();

        apply(PETS);

        assertThat(writes()).isEqualTo(writes);
        assertThat(types.find("Pet").orElseThrow().draftSchema()).isPresent();
    }

    @Test
    void numbersOfPropertiesMeanTheSameInEveryVersion() throws IOException {
        apply(PETS);
        SchemaContent before = active("Pet").content();
        schemas.createVersion(
                types.find("Pet").orElseThrow().id(),
                new SchemaContent("Pet", "", before.properties().subList(0, 1), List.of()));

        apply(PETS.replace("name: string, weight: float", "born: timestamp, weight: float, name: string"));

        assertThat(active("Pet").content().properties())
                .extracting(Property::id, Property::name)
                .containsExactlyInAnyOrder(tuple(1, "name"), tuple(2, "weight"), tuple(3, "born"));
    }

    @Test
    void aLinkLeadsToWhatIsActiveAndNotToADraftBesidesIt() throws IOException {
        String alone =
                ORDERS.substring(0, ORDERS.indexOf("    links")) + ORDERS.substring(ORDERS.indexOf("  - title: Order"));
        apply(alone);
        schemas.createVersion(
                types.find("Order").orElseThrow().id(), active("Order").content());

        apply(ORDERS);

        assertThat(active("Line").relationship("belongs").orElseThrow().relatedSchemaId())
                .isEqualTo(active("Order").id());
    }

    @Test
    void aLinkThatLeadsElsewhereIsLedToWhereItShall() throws IOException {
        apply(ORDERS);
        String moved = ORDERS.replace("object: Order", "object: Basket");

        assertThat(provisioner(moved).plan().drops()).containsExactly("Line.belongs");
        provisioner(moved, true).apply(ProvisionListener.NONE);

        assertThat(active("Line").relationship("belongs").orElseThrow().relatedSchemaId())
                .isEqualTo(active("Basket").id());
        assertThat(provisioner(moved).plan().steps()).isEmpty();
    }

    @Test
    void aLinkStaysWhenTheOtherTypeGetsANewVersion() throws IOException {
        apply(ORDERS);

        apply(ORDERS.replace(
                "id: order_id\n    properties: {total: float}",
                "id: order_id\n    properties: {total: float, at: timestamp}"));

        assertThat(active("Line").relationships()).hasSize(1);
    }

    @Test
    void aTypeNamedByItsIdKeepsItsTitle() throws IOException {
        apply(PETS);
        ObjectType pet = types.find("Pet").orElseThrow();

        apply(PETS.replace("title: Pet", "title: " + pet.id())
                .replace("weight: float", "weight: float, born: timestamp"));

        assertThat(types.all()).singleElement().extracting(ObjectType::title).isEqualTo("Pet");
        assertThat(active("Pet").content().title()).isEqualTo("Pet");
        assertThat(active("Pet").property("born")).isPresent();
    }

    @Test
    void aNewVersionKeepsWhatPeopleWroteAboutIt() throws IOException {
        ObjectType pet = types.create(new SchemaContent(
                "Pet",
                "our pets",
                List.of(new Property(1, "name", PropertyType.STRING, "what it is called")),
                List.of()));

        apply(PETS);

        assertThat(pet.draftSchema()).contains(active("Pet").id());
        assertThat(active("Pet").content().description()).isEqualTo("our pets");
        assertThat(active("Pet").property("name").orElseThrow().description()).isEqualTo("what it is called");
    }

    @Test
    void twoDefinitionsOfOneTypeAreRefused() throws IOException {
        apply(PETS);
        String id = types.find("Pet").orElseThrow().id();
        String twice = PETS
                + PETS.substring(PETS.indexOf("  - title"))
                        .replace("title: Pet", "title: " + id)
                        .replace("weight: float", "colour: string");
        long writes = writes();

        assertThatThrownBy(() -> provisioner(twice, true).apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'Pet' and '" + id + "' are the same object type. Define it once.");
        assertThat(writes()).isEqualTo(writes);
    }

    @Test
    void aSourceNamedByItsIdIsUsed() throws IOException {
        String id = klaviyo.createDataSource("shop.pets");

        apply(PETS.replace("source: shop.pets", "source: " + id));
        apply(PETS);

        assertThat(active("Pet").mapping().properties().toString()).contains(id);
    }

    @Test
    void aSourceNamedByAnIdThatDoesNotExistIsNotMade() {
        assertThatThrownBy(() -> provisioner(PETS.replace("source: shop.pets", "source: " + NOWHERE))
                        .apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + NOWHERE + "'")
                .hasMessageContaining("has the form of an id");
        assertThatThrownBy(() -> new DataSources(client).findOrCreate(NOWHERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + NOWHERE + "'");
        assertThat(writes()).isZero();
    }

    @Test
    void aTypeNamedByAnIdThatDoesNotExistIsNotMade() {
        assertThatThrownBy(() -> provisioner(PETS.replace("title: Pet", "title: " + NOWHERE))
                        .apply(ProvisionListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + NOWHERE + "'")
                .hasMessageContaining("has the form of an id");
        assertThat(writes()).isZero();
    }

    @Test
    void aSourceThatWasDeletedIsMadeAnewAndMappedTo() throws IOException {
        apply(PETS);
        String old = new DataSources(client).find("shop.pets").orElseThrow().id();
        client.execute(
                KlaviyoRequest.to(Operation.ofObjects("DELETE", "/api/data-sources/{id}", 204, true), old),
                new Tally());

        apply(PETS);

        assertThat(active("Pet").mapping().properties().toString()).doesNotContain(old);
    }

    @Test
    void twoRunsThatDisagreeDoNotGoOnForEver() throws IOException {
        publishSlowly();
        apply(PETS);
        ProvisionListener undoing = new ProvisionListener() {
            @Override
            public void isWaiting(String objectType, Duration waited) {
                undo();
            }
        };

        assertThatThrownBy(() -> provisioner(PETS.replace("weight: float", "weight: int"))
                        .apply(undoing))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The schema of Pet was activated, and there is more to do: 'create new schema"
                        + " version of Pet: ~ weight float becomes int'.");
    }

    /** What another run does, whose definition says something else. */
    private void undo() {
        try {
            while (active("Pet").property("weight").orElseThrow().type() == PropertyType.FLOAT) {
                Thread.onSpinWait();
            }
            provisioner(PETS).apply(ProvisionListener.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void constantsOfManyDigitsAreWhatTheyWere() throws IOException {
        apply("""
                source: s
                objects:
                  - title: A
                    id: id
                    properties:
                      x: {type: float, value: 1.2345678901234567890123}
                      y: {type: int, value: 123456789012345678901234567890}
                      z: {type: float, value: 4}
                """);

        assertThat(active("A").status()).isEqualTo(SchemaStatus.ACTIVE);
    }

    @Test
    void typesMayLeadToThemselvesAndToEachOther() throws IOException {
        String circle = """
                source: s
                objects:
                  - title: Dog
                    id: id
                    properties: {name: string}
                    links:
                      mother: {object: Dog, path: mother}
                      friend: {object: Cat, path: friend}
                  - title: Cat
                    id: id
                    properties: {name: string}
                    links:
                      friend: {object: Dog, path: friend}
                """;
        apply(circle);
        assertThat(active("Dog").relationship("mother").orElseThrow().relatedSchemaId())
                .isEqualTo(active("Dog").id());

        apply(circle.replace("{name: string}", "{name: string, age: int}"));

        assertThat(active("Dog").relationship("mother").orElseThrow().relatedSchemaId())
                .isEqualTo(active("Dog").id());
        assertThat(active("Dog").relationship("friend").orElseThrow().relatedSchemaId())
                .isEqualTo(active("Cat").id());
    }

    @Test
    void patienceHasAnEnd() {
        stop();
        start(Duration.ofHours(1));

        assertThatThrownBy(() -> new Provisioner(
                                client,
                                DefinitionFile.parse(PETS, "a test", DefinitionLimits.DEFAULT),
                                clock,
                                false,
                                Duration.ofMinutes(2))
                        .apply(ProvisionListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("The schema of Pet is still being published after 2 min. Klaviyo goes on by itself; run"
                        + " again later to see it active.");
    }

    @Test
    void aRunThatIsInterruptedSaysSo() {
        stop();
        start(Duration.ofHours(1));
        ProvisionListener interrupting = new ProvisionListener() {
            @Override
            public void isWaiting(String objectType, Duration waited) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatThrownBy(() -> provisioner(PETS).apply(interrupting))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("Interrupted while waiting for Klaviyo. Run again to go on.");
        assertThat(Thread.interrupted()).isTrue();
    }
}
