package io.github.klaviyospark.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFileTest {

    @Test
    void saysWhereEachValueComesFrom() {
        Definition definition = parsed("""
                source: shop.pets
                objects:
                  - title: Pet
                    description: a customer's pet
                    id: pet_id
                    properties:
                      name: string
                      weight: {type: float, path: weight_kg, required: true, description: in kilograms}
                      origin: {type: string, value: web}
                      legs: {type: int, value: 4}
                    profiles:
                      owner: {email: owner.email, external-id: "$['owner']['customer no']", strategy: additive}
                """);

        ObjectDefinition pet = definition.object("Pet").orElseThrow();
        assertThat(pet.source()).isEqualTo("shop.pets");
        assertThat(pet.idPath()).hasToString("$['pet_id']");
        assertThat(pet.properties())
                .containsExactly(
                        PropertyDefinition.of("name", PropertyType.STRING, MappingPath.parse("$['name']")),
                        new PropertyDefinition(
                                "weight",
                                PropertyType.FLOAT,
                                "in kilograms",
                                true,
                                MappingPath.parse("$['weight_kg']"),
                                null),
                        new PropertyDefinition("origin", PropertyType.STRING, null, false, null, "web"),
                        new PropertyDefinition("legs", PropertyType.INT, null, false, null, BigInteger.valueOf(4)));
        ProfileLink owner = pet.profileLinks().get(0);
        assertThat(owner.idPath()).isEqualTo(pet.idPath());
        assertThat(owner.strategy()).isEqualTo(UpdateStrategy.ADDITIVE);
        assertThat(owner.identifiers())
                .containsOnlyKeys(IdentifierType.EMAIL, IdentifierType.EXTERNAL_ID)
                .containsEntry(IdentifierType.EXTERNAL_ID, MappingPath.parse("$['owner']['customer no']"));
    }

    @Test
    void findsPropertiesOfAnElementBesideItsId() {
        Definition definition = parsed("""
                source: shop.orders
                objects:
                  - title: Line
                    id: lines[*].line_id
                    properties:
                      sku: string
                      shipped: {type: timestamp, path: shipped}
                    links:
                      order: {object: Order, path: order_id}
                  - title: Order
                    id: order_id
                    properties: {total: float}
                """);

        ObjectDefinition line = definition.object("Line").orElseThrow();
        assertThat(line.properties().get(0).path()).hasToString("$['lines'][*]['sku']");
        assertThat(line.properties().get(1).path()).hasToString("$['shipped']");
        assertThat(line.objectLinks().get(0).relatedIdPath()).hasToString("$['order_id']");
    }

    @Test
    void mayBeJson() {
        Definition definition = parsed("""
                {"source": "s", "objects": [{"title": "A", "id": "$['id']", "properties": {"x": {"type": "INT"}}}]}""");

        assertThat(definition.objects().get(0).properties().get(0).type()).isEqualTo(PropertyType.INT);
    }

    @Test
    void namesAllProblemsAtOnce() {
        DefinitionException refused = catchThrowableOfType(DefinitionException.class, () -> parsed("""
                objects:
                  - title: A
                    id: lines[*].id
                    surprise: 1
                    properties:
                      id: string
                      kl_x: string
                      class: string
                      "a b": string
                      Name: string
                      name: text
                      other: {type: int, path: "returns[*].n"}
                      both: {type: int, path: n, value: 1}
                      wrong: {type: boolean, value: maybe}
                    profiles:
                      owner: {}
                  - title: A
                    id: "$..x"
                    properties: {}
                """));

        assertThat(refused.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("objects[0].surprise: is unknown")
                        .contains("title", "properties", "links"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[0].source: is missing"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[0].properties.id: the name is reserved"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[0].properties.kl_x:"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("objects[0].properties.class:")
                        .contains("Python"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[0].properties.a b:"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("objects[0].properties.name: There is no type 'text'")
                        .contains("string, int, float, boolean, timestamp"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("objects[0].properties.name: another property has this name"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("objects[0].properties.other:")
                        .contains("$['returns'][*]['n']", "$['lines'][*]['id']"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("objects[0].properties.both: has a path and a value"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("objects[0].properties.wrong.value:")
                        .doesNotContain("maybe"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[0].profiles.owner: names no identifier"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[1].title: 'A'"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[1].id:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("objects[1].properties: is missing"))
                .hasSize(16);
        assertThat(refused).hasMessageStartingWith("The definition in pets.yaml has 16 problems:\n  - objects[0]");
    }

    @Test
    void allowsAsManyPropertiesAsThePlan() {
        assertThat(withProperties(15, DefinitionLimits.DEFAULT).objects()).hasSize(1);
        assertThatThrownBy(() -> withProperties(16, DefinitionLimits.DEFAULT))
                .hasMessageContaining("16 properties are more than the 15");
        assertThat(withProperties(30, new DefinitionLimits(30)).objects()).hasSize(1);
        assertThatThrownBy(() -> withProperties(31, new DefinitionLimits(30))).hasMessageContaining("31 properties");
    }

    private static Definition withProperties(int number, DefinitionLimits limits) {
        String properties = IntStream.rangeClosed(1, number)
                .mapToObj(i -> "p" + i + ": int")
                .collect(Collectors.joining(", "));
        return DefinitionFile.parse(
                "{source: s, objects: [{title: A, id: id, properties: {" + properties + "}}]}", "a test", limits);
    }

    @ParameterizedTest
    @CsvSource({
        "a, ",
        "a1_B, ",
        "_a, begin with a letter",
        "1a, begin with a letter",
        "kl_a, kl_",
        "KL_a, kl_",
        "klaviyo, ",
        "lambda, Python",
        "Lambda, ",
        "none, ",
        "None, Python",
        "match, ",
        "ID, built-in",
        "ids, ",
        "é, letters",
        "a-b, letters"
    })
    void knowsWhichNamesPropertiesMayHave(String name, String problem) {
        List<String> problems = problemsOfName(name);

        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains(problem);
        }
    }

    private static List<String> problemsOfName(String name) {
        try {
            parsed("{source: s, objects: [{title: A, id: x, properties: {" + name + ": int}}]}");
            return List.of();
        } catch (DefinitionException e) {
            return e.problems();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objects: [",
                "a: 1\na: 2",
                "source: s\nobjects:\n - title: A\n   id: x\n   properties: {a: int, a: float}"
            })
    void saysWhereItIsNoYaml(String text) {
        assertThatThrownBy(() -> parsed(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pets.yaml")
                .hasMessageContaining("line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "text", "{}", "{objects: {}}", "{source: s, objects: []}", "{source: s, objects: [1]}"
            })
    void refusesWhatIsNoDefinition(String text) {
        assertThatThrownBy(() -> parsed(text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("pets.yaml has");
    }

    private static Definition parsed(String text) {
        return DefinitionFile.parse(text, "pets.yaml", DefinitionLimits.DEFAULT);
    }
}
