package io.github.klaviyospark.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectTypesTest {

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private ObjectTypes types;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.start();
        client = client(Revisions.current());
        types = new ObjectTypes(client);
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

    private ObjectType create(String title) throws IOException {
        return types.create(
                new SchemaContent(title, "", List.of(new Property(1, "name", PropertyType.STRING, null)), List.of()));
    }

    @Test
    void areFoundByIdAndByTitle() throws IOException {
        ObjectType pet = create("Pet");

        assertThat(types.find(pet.id())).contains(pet);
        assertThat(types.find("Pet")).contains(pet);
        assertThat(types.find("pet")).isEmpty();
        assertThat(types.find("01JKV3YV229CP2NVMXHM5SD9N5")).isEmpty();
    }

    @Test
    void withTheSameTitleMustBeNamedByTheirIds() throws IOException {
        ObjectType one = create("Pet");
        ObjectType other = create("Pet");

        assertThatThrownBy(() -> types.find("Pet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 object types have the title 'Pet'. Name the one that is meant by its id: " + one.id()
                        + ", " + other.id() + ".");
        assertThat(types.find(other.id())).contains(other);
    }

    @Test
    void mayHaveATitleThatLooksLikeAnId() throws IOException {
        ObjectType odd = create("01JKV3YV229CP2NVMXHM5SD9N5");

        assertThat(types.find("01JKV3YV229CP2NVMXHM5SD9N5")).contains(odd);
    }

    @Test
    void areDeletedOnce() throws IOException {
        ObjectType pet = create("Pet");

        assertThat(types.delete(pet.id())).isTrue();
        assertThat(types.delete(pet.id())).isFalse();
        assertThat(types.find(pet.id())).isEmpty();
    }

    @Test
    void areDeletedEvenWhenTheAnswerIsLost() throws IOException {
        ObjectType pet = create("Pet");
        klaviyo.fault(
                Fault.builder("DELETE /api/*", Fault.Kind.RESET_AFTER).times(1).build());

        assertThat(types.delete(pet.id())).isTrue();
    }

    @Test
    void areNotCreatedTwiceWhenTheAnswerIsLost() throws IOException {
        klaviyo.fault(Fault.builder("POST /api/object-types", Fault.Kind.RESET_AFTER)
                .times(1)
                .build());

        assertThatThrownBy(() -> create("Pet")).hasMessageContaining("It may have taken effect all the same");
        assertThat(types.all()).hasSize(1);
    }

    @Test
    void haveTheirRelationshipsInEachRevision() throws IOException {
        for (String revision : List.of("2026-01-15.pre", "2026-04-15.pre", "2026-07-15")) {
            try (KlaviyoClient own = client(Revisions.parse("custom-objects=" + revision))) {
                ObjectSchemas schemas = new ObjectSchemas(own);
                ObjectType pet = new ObjectTypes(own)
                        .create(new SchemaContent(
                                revision, "", List.of(new Property(1, "x", PropertyType.INT, null)), List.of()));
                String draft = pet.draftSchema().orElseThrow();
                schemas.relateToProfiles(draft, "owner", "who feeds it");
                schemas.relateToObjects(draft, draft, "parent", null);

                ObjectSchema read = schemas.read(draft);
                Relationship owner = read.relationship("owner").orElseThrow();
                assertThat(owner.isToProfiles()).isTrue();
                assertThat(owner.description()).isEqualTo("who feeds it");
                assertThat(read.relationship("parent").orElseThrow().relatedSchemaId())
                        .isEqualTo(draft);

                schemas.unrelate(draft, owner);
                schemas.unrelate(draft, read.relationship("parent").orElseThrow());
                assertThat(schemas.read(draft).relationships()).isEmpty();
                assertThat(schemas.status(draft)).isEqualTo(SchemaStatus.DRAFT);
            }
        }
    }
}
