package io.github.klaviyospark.core.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyMapping;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.Relationship;
import io.github.klaviyospark.core.objects.RelationshipMapping;
import io.github.klaviyospark.core.objects.SchemaContent;
import io.github.klaviyospark.core.objects.SchemaStatus;
import io.github.klaviyospark.core.objects.SourceMapping;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import io.github.klaviyospark.core.secret.ApiKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schemas as an account may have them and the emulator does not. */
class SchemaDifferenceTest {

    private static final Definition PETS = DefinitionFile.parse("""
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties: {weight: {type: float, value: 4}}
                profiles:
                  owner: {email: owner_email}
            """, "a test", DefinitionLimits.DEFAULT);

    private static final Relationship OWNER = new Relationship("R1", "owner", null, null);

    private static SchemaDifference difference(List<Relationship> relationships, SourceMapping mapping) {
        SchemaContent content =
                new SchemaContent("Pet", "", List.of(new Property(3, "weight", PropertyType.FLOAT, null)), List.of());
        ObjectSchema schema = new ObjectSchema("S", SchemaStatus.DRAFT, content, relationships, mapping);
        // Nothing is asked of the account, so nobody need be there.
        KlaviyoClient nobody = KlaviyoClient.builder(Endpoint.of("http://127.0.0.1:9"), ApiKey.of("pk_1", "a test"))
                .build();
        return new SchemaDifference(PETS.objects().get(0), schema, new AccountState(nobody, PETS));
    }

    private static SourceMapping mapping(String relationshipId, Object constant, String path) {
        return new SourceMapping(
                "S",
                List.of(new PropertyMapping.Constant(3, constant)),
                List.of(new RelationshipMapping(
                        relationshipId,
                        "D",
                        path,
                        Map.of(IdentifierType.EMAIL, "$[\"owner_email\"]"),
                        null,
                        UpdateStrategy.REPLACE_FROM_ORIGIN)));
    }

    @Test
    void spellingsOfPathsAndNumbersMakeNone() {
        assertThat(difference(List.of(OWNER), mapping("R1", 4.0, "$[\"pet_id\"]"))
                        .isEmpty("D"))
                .isTrue();
    }

    @Test
    void otherSourcesPathsAndConstantsMakeOne() {
        assertThat(difference(List.of(OWNER), mapping("R1", 4, "$['pet_id']")).isEmpty("E"))
                .isFalse();
        assertThat(difference(List.of(OWNER), mapping("R1", 4, "$['pet']")).isEmpty("D"))
                .isFalse();
        assertThat(difference(List.of(OWNER), mapping("R1", 4, "$['pets'][0]['pet_id']"))
                        .isEmpty("D"))
                .isFalse();
        assertThat(difference(List.of(OWNER), mapping("R1", "4", "$['pet_id']")).isEmpty("D"))
                .isFalse();
    }

    @Test
    void relationshipsOfOneNameAreToldApartByWhereTheyLead() {
        Relationship other = new Relationship("R0", "owner", null, "S2");
        SchemaDifference difference = difference(List.of(other, OWNER), mapping("R1", 4, "$['pet_id']"));

        assertThat(difference.superfluousRelationships()).containsExactly(other);
        assertThat(difference.missingRelationships()).isEmpty();
        assertThat(difference.drops()).containsExactly("owner");
        assertThat(difference.isMapped("D")).isTrue();
    }
}
