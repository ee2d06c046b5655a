package io.github.klaviyospark.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.DataSources;
import io.github.klaviyospark.core.objects.IngestionFailure;
import io.github.klaviyospark.core.objects.IngestionLogs;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.provision.ProvisionListener;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a definition file to objects, for each shape of records that the Custom Objects overview describes. */
class ObjectsEndToEndTest {

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(10))
                .start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private void provision(String file) throws IOException {
        try (InputStream in = ObjectsEndToEndTest.class.getResourceAsStream("definitions/" + file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Definition definition = DefinitionFile.parse(text, file, DefinitionLimits.DEFAULT);
            new Provisioner(client, definition, clock, false, Provisioner.DEFAULT_MAX_WAIT)
                    .apply(ProvisionListener.NONE);
        }
    }

    /** Sends records of a data source, which is made when it is not there yet. */
    private void send(String source, String... records) throws IOException {
        DataSourceRecords target = DataSourceRecords.into(
                new DataSources(client).findOrCreate(source).id());
        BulkSender sender = new BulkSender(client, target, new Tally());
        Chunker chunker = new Chunker(target, new ChunkLimits(2, 4_000_000, 512_000));
        for (String record : records) {
            chunker.beginRecord().write(record.getBytes(StandardCharsets.UTF_8));
            Chunk full = chunker.endRecord();
            if (full != null) {
                sender.send(full);
            }
        }
        Chunk last = chunker.flush();
        if (last != null) {
            sender.send(last);
        }
    }

    private String type(String title) throws IOException {
        return new ObjectTypes(client).find(title).orElseThrow().id();
    }

    private List<String> objects(String title) throws IOException {
        return klaviyo.objects(type(title)).toList();
    }

    private List<String> failures(String title) throws IOException {
        List<IngestionFailure> failures = new ArrayList<>();
        new IngestionLogs(client)
                .visit(type(title), Instant.EPOCH, Instant.now().plusSeconds(1), failures::add);
        return failures.stream()
                .map(failure -> failure.status() + " " + failure.recordId() + " "
                        + failure.problems().stream()
                                .map(problem -> problem.code() + " " + problem.property())
                                .toList())
                .toList();
    }

    @Test
    void oneObjectPerRecord() throws IOException {
        provision("pets.yaml");

        send("shop.pets", """
                {"pet_id": "P1", "name": "Rex", "species": "dog", "weight_kg": 30.5, "birthday": "2019-05-01",
                 "vaccinated": "yes", "owner_email": "ada@example.net", "comment": "nobody maps this"}""", """
                {"pet_id": 2, "name": "Mimi", "species": null, "weight_kg": "4", "birthday": "2020-02-29T12:00:00+02:00",
                 "vaccinated": false, "owner_email": "bob@example.net"}""", """
                {"pet_id": "P3", "species": "bird", "owner_email": "cleo@example.net"}""", """
                {"pet_id": "P4", "name": "Tux", "weight_kg": "heavy", "vaccinated": 1}""");

        assertThat(objects("Pet")).containsExactly("""
                {"id":"P1","properties":{"name":"Rex","species":"dog","weight":30.5,"birthday":"2019-05-01T00:00:00+00:00",\
                "vaccinated":true,"origin":"shop"},"links":{"owner":[{"email":"ada@example.net"}]},"record":1}""", """
                {"id":"2","properties":{"name":"Mimi","species":null,"weight":4,"birthday":"2020-02-29T10:00:00+00:00",\
                "vaccinated":false,"origin":"shop"},"links":{"owner":[{"email":"bob@example.net"}]},"record":2}""");
        assertThat(failures("Pet"))
                .containsExactly(
                        "error P4 [invalid_type weight, invalid_type vaccinated]", "error P3 [missing_required name]");
    }

    @Test
    void whatAnUpdateLeavesOutBecomesNull() throws IOException {
        provision("pets.yaml");
        send("shop.pets", """
                {"pet_id": "P1", "name": "Rex", "species": "dog", "weight_kg": 30.5, "owner_email": "ada@example.net"}""");

        send("shop.pets", """
                {"pet_id": "P1", "name": "Rex", "weight_kg": 31}""");

        assertThat(objects("Pet")).containsExactly("""
                {"id":"P1","properties":{"name":"Rex","species":null,"weight":31,"birthday":null,"vaccinated":null,\
                "origin":"shop"},"links":{"owner":[]},"record":2}""");
    }

    @Test
    void anUpdateThatDoesNotFitLeavesTheObjectAsItWas() throws IOException {
        provision("pets.yaml");
        send("shop.pets", """
                {"pet_id": "P1", "name": "Rex", "weight_kg": 30.5, "owner_email": "ada@example.net"}""", """
                {"pet_id": "P1", "name": "Max", "weight_kg": "much"}""");

        assertThat(objects("Pet")).singleElement().asString().contains("\"name\":\"Rex\"", "\"weight\":30.5");
    }

    @Test
    void recordsThatCameBeforeTheDefinitionBecomeObjects() throws IOException {
        send("shop.pets", """
                {"pet_id": "P1", "name": "Rex", "owner_email": "ada@example.net"}""");

        provision("pets.yaml");

        assertThat(objects("Pet"))
                .singleElement()
                .asString()
                .startsWith("{\"id\":\"P1\",\"properties\":{\"name\":\"Rex\"");
    }

    @Test
    void oneObjectPerElementOfAnArray() throws IOException {
        provision("customers.yaml");

        send("clinic.customers", """
                {"customer": {"email": "ada@example.net", "phone": "+4915112345678"}, "clinic": {"name": "North"},
                 "pets": [{"chip": "C1", "name": "Rex", "weight": 30.5, "visits": 3.0},
                          {"chip": "C2", "name": "Mimi", "visits": "12"}]}""", """
                {"customer": {"email": "bob@example.net", "phone": null}, "clinic": {"name": "South"},
                 "pets": [{"name": "Tux"}, {"chip": "C3", "name": "Kai", "visits": 2.5}, {"chip": "C4", "name": "Lou"}]}""");

        assertThat(objects("Patient")).containsExactly("""
                {"id":"C1","properties":{"name":"Rex","weight":30.5,"visits":3,"clinic":"North"},\
                "links":{"owner":[{"email":"ada@example.net","phone":"+4915112345678"}]},"record":1}""", """
                {"id":"C2","properties":{"name":"Mimi","weight":null,"visits":12,"clinic":"North"},\
                "links":{"owner":[{"email":"ada@example.net","phone":"+4915112345678"}]},"record":1}""", """
                {"id":"C4","properties":{"name":"Lou","weight":null,"visits":null,"clinic":"South"},\
                "links":{"owner":[{"email":"bob@example.net"}]},"record":2}""");
        assertThat(failures("Patient"))
                .contains("error C3 [invalid_type visits]")
                .anyMatch(failure -> failure.startsWith("error null [missing_id"));
    }

    @Test
    void aRecordWithoutTheArrayLeavesItsObjectsAlone() throws IOException {
        provision("customers.yaml");
        send("clinic.customers", """
                {"customer": {"email": "ada@example.net"}, "clinic": {"name": "North"},
                 "pets": [{"chip": "C1", "name": "Rex"}, {"chip": "C2", "name": "Mimi"}]}""");
        List<String> before = objects("Patient");

        send(
                "clinic.customers",
                "{\"customer\": {\"email\": \"ada@example.org\"}, \"clinic\": {\"name\": \"East\"}}",
                "{\"customer\": {\"email\": \"ada@example.org\"}, \"clinic\": {\"name\": \"East\"}, \"pets\": []}",
                "{\"customer\": {\"email\": \"ada@example.org\"}, \"clinic\": {\"name\": \"East\"}, \"pets\": null}");

        assertThat(before).hasSize(2);
        assertThat(objects("Patient")).isEqualTo(before);
        assertThat(failures("Patient")).isEmpty();
    }

    @Test
    void anElementThatIsNoLongerThereStays() throws IOException {
        provision("customers.yaml");
        send("clinic.customers", """
                {"clinic": {"name": "North"}, "pets": [{"chip": "C1", "name": "Rex"}, {"chip": "C2", "name": "Mimi"}]}""", """
                {"clinic": {"name": "North"}, "pets": [{"chip": "C2", "name": "Mimi II"}]}""");

        assertThat(objects("Patient"))
                .hasSize(2)
                .anyMatch(object -> object.contains("\"C1\"") && object.contains("\"Rex\""))
                .anyMatch(object -> object.contains("\"C2\"") && object.contains("\"Mimi II\""));
    }

    @Test
    void twoTypesOfOneSource() throws IOException {
        klaviyo.addProfiles(List.of("{\"attributes\":{\"external_id\":\"cust-7\"}}"));
        provision("subscriptions.yaml");

        send("shop.subscriptions", """
                {"subscription_id": "S1", "plan": "monthly", "renews_at": "2026-08-01T09:30:00.25Z", "paused": "off",
                 "customer_no": "cust-7",
                 "items": [{"item_id": "I1", "sku": "KIBBLE-2", "quantity": 2, "unit price": "19.90"},
                           {"item_id": "I2", "sku": "TOY", "quantity": 1, "unit price": 5}]}""", """
                {"subscription_id": "S2", "plan": "yearly", "renews_at": "2026-09-01", "paused": true,
                 "customer_no": "cust-8", "items": [{"item_id": "I3", "quantity": 1}]}""");

        assertThat(objects("Subscription")).containsExactly("""
                {"id":"S1","properties":{"plan":"monthly","renews_at":"2026-08-01T09:30:00.250000+00:00","paused":false},\
                "links":{"subscriber":[{"external-id":"cust-7"}]},"record":1}""", """
                {"id":"S2","properties":{"plan":"yearly","renews_at":"2026-09-01T00:00:00+00:00","paused":true},\
                "links":{"subscriber":[]},"record":2}""");
        assertThat(objects("Line Item")).containsExactly("""
                {"id":"I1","properties":{"sku":"KIBBLE-2","quantity":2,"price":19.90,\
                "next_order":"2026-08-01T09:30:00.250000+00:00"},\
                "links":{"subscriber":[{"external-id":"cust-7"}],"subscription":[{"id":"S1"}]},"record":1}""", """
                {"id":"I2","properties":{"sku":"TOY","quantity":1,"price":5,\
                "next_order":"2026-08-01T09:30:00.250000+00:00"},\
                "links":{"subscriber":[{"external-id":"cust-7"}],"subscription":[{"id":"S1"}]},"record":1}""");
        assertThat(failures("Subscription")).containsExactly("warning S2 [unknown_profile subscriber]");
        assertThat(failures("Line Item")).contains("error I3 [missing_required sku]");
    }

    @Test
    void propertiesAndLinksThatComeWithoutEachOther() throws IOException {
        provision("registry.yaml");

        send("registry.pets", """
                {"object_record": {"chip": "C1", "name": "Rex", "species": "dog"},
                 "relationships": {"owners": [{"chip": "C1", "email": "ada@example.net"},
                                              {"chip": "C1", "email": "bob@example.net"}]}}""");
        assertThat(objects("Registered Pet")).containsExactly("""
                {"id":"C1","properties":{"name":"Rex","species":"dog"},\
                "links":{"owners":[{"email":"ada@example.net"},{"email":"bob@example.net"}]},"record":1}""");

        send("registry.pets", """
                {"relationships": {"owners": [{"chip": "C1", "email": "cleo@example.net"}]}}""");
        assertThat(objects("Registered Pet")).containsExactly("""
                {"id":"C1","properties":{"name":"Rex","species":"dog"},\
                "links":{"owners":[{"email":"cleo@example.net"}]},"record":2}""");

        send("registry.pets", """
                {"object_record": {"chip": "C1", "name": "Rex the Great"}}""");
        assertThat(objects("Registered Pet")).containsExactly("""
                {"id":"C1","properties":{"name":"Rex the Great","species":null},\
                "links":{"owners":[{"email":"cleo@example.net"}]},"record":3}""");
        assertThat(failures("Registered Pet")).isEmpty();
    }
}
