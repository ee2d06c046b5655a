package io.github.klaviyospark.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What would be refused, or found no more, only after something was made. */
class DefinitionRulesTest {

    private static final MappingPath ID = MappingPath.parse("$['id']");

    private static Definition definition(String title, String source, String link) {
        return Definition.of(
                List.of(new ObjectDefinition(
                        title,
                        "",
                        source,
                        ID,
                        List.of(PropertyDefinition.of("x", PropertyType.INT, ID)),
                        List.of(new ProfileLink(
                                link, null, ID, Map.of(IdentifierType.EMAIL, ID), UpdateStrategy.REPLACE_FROM_ORIGIN)),
                        List.of())),
                DefinitionLimits.DEFAULT);
    }

    @Test
    void longNamesAreTakenUpTo255Characters() {
        String longest = "é".repeat(255);
        assertThat(definition(longest, longest, longest).objects()).hasSize(1);

        assertThatThrownBy(() -> definition(longest + "x", longest + "x", longest + "x"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("objects[0].title: has more than 255 characters")
                .hasMessageContaining("objects[0].source: has more than 255 characters");
    }

    @Test
    void namesNeedAtLeastOneCharacterThatIsNoBlank() {
        assertThatThrownBy(() -> definition("", " ", " "))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("objects[0].title: is missing")
                .hasMessageContaining("objects[0].source: is missing")
                .hasMessageContaining("a relationship needs a name");
    }

    @Test
    void blanksAroundNamesAreRefusedSinceTheyMayBeCutOffAndNeverBeFoundAgain() {
        assertThatThrownBy(() -> definition("Pet ", " shop", "\towner"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("objects[0].title: begins or ends with a blank")
                .hasMessageContaining("objects[0].source: begins or ends with a blank")
                .hasMessageContaining("owner: begins or ends with a blank");
    }
}
