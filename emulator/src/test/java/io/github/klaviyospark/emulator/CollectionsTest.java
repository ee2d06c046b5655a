package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Kind;
import io.github.klaviyospark.emulator.collections.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every collection against what the document says about it and against what the emulator holds. */
final class CollectionsTest {
    @TempDir
    private static Path folder;

    private static KlaviyoEmulator emulator;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(400)
                .events(700)
                .contractLog(Optional.of(folder))
                .start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterAll
    static void everyAnswerKeptTheContract() throws Exception {
        JsonNode report = json(client.get("/__emulator/contract"));
        emulator.close();

        assertThat(report.at("/violations")).isEmpty();
        assertThat(report.at("/checked").intValue()).isGreaterThan(500);
    }

    static List<String> paths() {
        return CollectionFacts.paths();
    }

    private static CollectionTruth truth(String path) {
        return CollectionTruth.of(emulator, path);
    }

    private static CollectionReader reader(CollectionTruth truth) {
        return new CollectionReader(client, truth.path());
    }

    /** What a request must say to be answered at all. */
    private static String[] with(String path, String... more) {
        List<String> parameters = new ArrayList<>(List.of(more));
        if (path.equals("campaigns") && !parameters.contains("filter")) {
            parameters.addAll(List.of("filter", "equals(messages.channel,'email')"));
        }
        return parameters.toArray(String[]::new);
    }

    /** The ids of all resources that {@link #with} leaves. */
    private static Set<String> listed(CollectionTruth truth) {
        Set<String> ids = new LinkedHashSet<>();
        truth.lines().forEach((id, line) -> {
            if (!truth.path().equals("campaigns")
                    || truth.values(line, "messages.channel").contains("email")) {
                ids.add(id);
            }
        });
        return ids;
    }

    @Test
    void theDocumentHasTheCollectionsOfTheTables() {
        List<String> served = Tables.all().values().stream()
                .filter(table -> table.limits() != null)
                .map(Table::path)
                .toList();

        assertThat(paths()).hasSize(17).containsExactlyInAnyOrderElementsOf(served);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void parametersAreThoseOfTheDocument(String path) {
        Table table = Tables.of(path);
        CollectionFacts facts = CollectionFacts.of(path);
        Set<String> known = new TreeSet<>(CollectionRequest.parameters(table));
        if (table.mostPerPage() == 0) {
            known.remove("page[size]");
        }

        assertThat(known).containsExactlyInAnyOrderElementsOf(facts.parameters());
        assertThat(table.mostPerPage()).isEqualTo(facts.mostPerPage());
        assertThat(table.mostPerPage() == 0 ? 0 : table.size()).isEqualTo(facts.defaultSize());
        Set<String> sorts = new TreeSet<>();
        table.sorts().keySet().forEach(name -> sorts.addAll(List.of(name, "-" + name)));
        assertThat(sorts).containsExactlyInAnyOrderElementsOf(facts.values("sort"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void namesOfFieldsAndIncludesAreThoseOfTheDocument(String path) {
        CollectionFacts facts = CollectionFacts.of(path);
        CollectionReader reader = reader(truth(path));
        for (String parameter : facts.parameters()) {
            if (parameter.startsWith("fields[") || parameter.startsWith("additional-") || parameter.equals("include")) {
                Set<String> names = facts.values(parameter);
                reader.page(with(path, parameter, String.join(",", names)));
                assertThat(reader.refused(400, with(path, parameter, "colour")))
                        .contains("'colour'", String.join(", ", new TreeSet<>(names)));
            }
        }
        assertThat(reader.refused(400, with(path, "colour", "red"))).contains("'colour' is not a valid parameter");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void pagesHoldEverythingOnceInBothDirections(String path) {
        CollectionFacts facts = CollectionFacts.of(path);
        CollectionTruth truth = truth(path);
        CollectionReader reader = reader(truth);
        Set<String> expected = listed(truth);

        assertThat(expected).hasSizeGreaterThan(1);
        assertThat(reader.ids(with(path))).containsExactlyInAnyOrderElementsOf(expected);
        if (!facts.has("page[size]")) {
            return;
        }
        assertThat(reader.page(with(path)).at("/data")).hasSize(Math.min(expected.size(), facts.defaultSize()));
        assertThat(reader.refused(400, with(path, "page[size]", Integer.toString(facts.mostPerPage() + 1))))
                .contains("from 1 to " + facts.mostPerPage());
        List<JsonNode> pages = reader.pages(with(path, "page[size]", "3"));
        List<String> ids = new ArrayList<>();
        pages.forEach(page -> ids.addAll(ProfileReader.ids(page)));
        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
        for (int i = 1; i < Math.min(4, pages.size()); i++) {
            JsonNode back = reader.pageAt(pages.get(i).at("/links/prev").textValue());
            assertThat(back.at("/data")).isEqualTo(pages.get(i - 1).at("/data"));
        }
        assertThat(pages.get(0).at("/links/prev").isNull()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aCursorBelongsToItsRequest(String path) {
        CollectionFacts facts = CollectionFacts.of(path);
        CollectionReader reader = reader(truth(path));
        if (!facts.has("page[cursor]")) {
            assertThat(reader.refused(400, with(path, "page[cursor]", "x"))).contains("not a valid parameter");
            return;
        }
        assertThat(reader.refused(400, with(path, "page[cursor]", "x"))).isEqualTo("Invalid cursor provided.");
        if (facts.has("page[size]")) {
            String next =
                    reader.page(with(path, "page[size]", "2")).at("/links/next").textValue();
            String cursor = next.replaceFirst(".*page%5Bcursor%5D=([^&]*).*", "$1");
            assertThat(reader.refused(400, with(path, "page[size]", "3", "page[cursor]", cursor)))
                    .isEqualTo("Invalid cursor provided.");
            assertThat(reader.page(with(path, "page[size]", "2", "page[cursor]", cursor))
                            .at("/data"))
                    .isNotEmpty();
        } else {
            assertThat(reader.refused(400, with(path, "page[size]", "2")))
                    .isEqualTo("'page_size' is not a valid field for the resource '"
                            + Tables.of(path).type() + "'.");
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void attributesAreShownAsTheyAreHeld(String path) {
        CollectionTruth truth = truth(path);
        Table table = Tables.of(path);
        Set<String> shownNames = new HashSet<>();
        for (JsonNode resource : reader(truth).all(with(path))) {
            JsonNode line = truth.lines().get(resource.at("/id").textValue());
            assertThat(resource.at("/type").textValue()).isEqualTo(table.type());
            if (table.type().equals("profile")) {
                assertThat(resource.at("/attributes/joined_group_at").textValue())
                        .isEqualTo(seconds(line.at("/joined_group_at").textValue()));
                shownNames.add("joined_group_at");
                continue;
            }
            table.attributes().values().forEach(attribute -> {
                JsonNode shown = resource.at("/attributes/" + attribute.name());
                JsonNode held = line.at("/attributes/" + attribute.name());
                if (attribute.hidden()) {
                    assertThat(shown.isMissingNode()).isTrue();
                } else if (attribute.kind() == Kind.SECONDS && held.isTextual()) {
                    assertThat(shown.textValue()).isEqualTo(seconds(held.textValue()));
                } else if (attribute.kind() == Kind.MILLIS && held.isTextual()) {
                    assertThat(shown.textValue())
                            .isEqualTo(held.textValue().replaceFirst("(\\.\\d{3})\\d{3}", "$1000"));
                } else {
                    assertThat(shown).as(attribute.name()).isEqualTo(held);
                }
            });
            resource.at("/attributes").fieldNames().forEachRemaining(shownNames::add);
        }
        Set<String> documented = new TreeSet<>(CollectionFacts.of(path).values("fields[" + table.type() + "]"));
        documented.removeIf(name -> name.contains(".") || name.equals("id"));
        if (!table.type().equals("profile")) {
            assertThat(shownNames).containsExactlyInAnyOrderElementsOf(documented);
        }
    }

    private static String seconds(String micros) {
        return micros.replaceFirst("\\.\\d{6}", "");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void whatMayBeNullIsNullSomewhereAndNotEverywhere(String path) {
        Table table = Tables.of(path);
        List<JsonNode> lines = new ArrayList<>();
        int at = path.indexOf("/{id}");
        if (at < 0) {
            emulator.resources(path).map(ApiClient::json).forEach(lines::add);
        } else {
            emulator.resources(path.substring(0, at)).map(ApiClient::json).forEach(parent -> emulator.resources(
                            path.replace("{id}", parent.at("/id").textValue()))
                    .map(ApiClient::json)
                    .forEach(lines::add));
        }

        table.attributes().values().stream()
                .filter(attribute -> attribute.nullable() && !table.type().equals("profile"))
                .forEach(attribute -> {
                    String place = "/attributes/" + attribute.name();
                    assertThat(lines).as(place).anyMatch(line -> line.at(place).isNull());
                    assertThat(lines).as(place).anyMatch(line -> !line.at(place).isNull());
                });
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everySortKeySortsBothWays(String path) {
        CollectionTruth truth = truth(path);
        CollectionReader reader = reader(truth);
        for (String sort : CollectionFacts.of(path).values("sort")) {
            boolean descending = sort.startsWith("-");
            String field = descending ? sort.substring(1) : sort;
            Comparator<String> keys = Comparator.nullsFirst(Comparator.naturalOrder());
            Comparator<JsonNode> order = Comparator.comparing((JsonNode line) -> first(truth, line, field), keys)
                    .thenComparing(line -> line.at("/id").textValue());
            List<JsonNode> held = new ArrayList<>();
            List<JsonNode> nulls = new ArrayList<>();
            listed(truth).forEach(id -> {
                JsonNode line = truth.lines().get(id);
                (first(truth, line, field) == null ? nulls : held).add(line);
            });
            held.sort(order);
            nulls.sort(order);
            if (descending) {
                Collections.reverse(held);
                Collections.reverse(nulls);
            }
            held.addAll(nulls);

            assertThat(reader.ids(with(path, "sort", sort, "page[size]", "7")))
                    .as(sort)
                    .isEqualTo(held.stream()
                            .map(line -> line.at("/id").textValue())
                            .toList());
        }
        if (CollectionFacts.of(path).has("sort")) {
            assertThat(reader.refused(400, with(path, "sort", "colour")))
                    .contains("'colour' is not a sortable field for this resource.");
        }
    }

    private static String first(CollectionTruth truth, JsonNode line, String field) {
        return truth.values(line, field).stream().findFirst().orElse(null);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void fieldsThatAreNotAskedForAreLeftOut(String path) {
        CollectionReader reader = reader(truth(path));
        String type = Tables.of(path).type();
        JsonNode whole = reader.page(with(path)).at("/data");
        for (String name : CollectionFacts.of(path).values("fields[" + type + "]")) {
            JsonNode sparse =
                    reader.page(with(path, "fields[" + type + "]", name)).at("/data");
            assertThat(sparse).hasSameSizeAs(whole);
            for (int i = 0; i < sparse.size(); i++) {
                ObjectNode expected = json("{}").deepCopy();
                String top = name.split("\\.", 2)[0];
                JsonNode value = whole.at("/" + i + "/attributes/" + top);
                if (name.equals(top) && !value.isMissingNode()) {
                    expected.set(top, value);
                }
                JsonNode attributes = sparse.at("/" + i + "/attributes");
                if (name.equals(top)) {
                    assertThat(attributes).as(name).isEqualTo(expected);
                } else {
                    attributes.fieldNames().forEachRemaining(shown -> assertThat(shown)
                            .isEqualTo(top));
                }
                assertThat(sparse.at("/" + i + "/relationships")).isEqualTo(whole.at("/" + i + "/relationships"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void whatIsIncludedIsWhatTheRelationshipsName(String path) {
        for (String include : CollectionFacts.of(path).values("include")) {
            Set<String> included = new TreeSet<>();
            for (CollectionTruth truth : CollectionTruth.each(emulator, path)) {
                for (JsonNode page : reader(truth).pages(with(path, "include", include))) {
                    included.addAll(included(page, truth, include));
                }
            }
            assertThat(included).as(include).isNotEmpty();
        }
    }

    private static Set<String> included(JsonNode page, CollectionTruth truth, String include) {
        Set<String> identified = new HashSet<>();
        page.at("/data").forEach(resource -> {
            String id = resource.at("/id").textValue();
            List<String> ids = new ArrayList<>();
            each(resource.at("/relationships/" + include + "/data")).forEach(one -> {
                ids.add(one.at("/id").textValue());
                identified.add(one.at("/type").textValue() + " " + one.at("/id").textValue());
            });
            List<String> held = each(truth.lines().get(id).at("/relationships/" + include)).stream()
                    .map(JsonNode::textValue)
                    .toList();
            assertThat(ids).isEqualTo(held);
        });
        List<String> included = new ArrayList<>();
        page.at("/included")
                .forEach(resource -> included.add(resource.at("/type").textValue() + " "
                        + resource.at("/id").textValue()));
        assertThat(included).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(identified);
        return identified;
    }

    /** The elements of a list, or the one thing that is there. */
    private static List<JsonNode> each(JsonNode value) {
        List<JsonNode> all = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(all::add);
        } else if (!value.isMissingNode() && !value.isNull()) {
            all.add(value);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void anUnknownIdInThePathIs404(String path) {
        if (path.contains("{id}")) {
            String target = "/api/" + path.replace("{id}", "nobody");
            CollectionReader reader = new CollectionReader(client, path.replace("{id}", "nobody"));

            assertThat(target).doesNotContain("{");
            assertThat(reader.refused(404, with(path))).contains("with id nobody does not exist.");
        }
    }
}
