package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.emulator.collections.Tables;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test can do to the collections, and what holds for all operations and so for these. */
final class CollectionControlTest {
    private static KlaviyoEmulator emulator;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.builder().profiles(300).events(500).start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    static List<String> paths() {
        return CollectionFacts.paths();
    }

    static List<String> pagedPaths() {
        return paths().stream()
                .filter(path -> CollectionFacts.of(path).has("page[size]"))
                .toList();
    }

    private static CollectionReader reader(String template) {
        return new CollectionReader(
                client, CollectionTruth.of(emulator, template).path());
    }

    private static String[] with(String path, String... more) {
        List<String> parameters = new ArrayList<>(List.of(more));
        if (path.equals("campaigns")) {
            parameters.addAll(List.of("filter", "equals(messages.channel,'email')"));
        }
        return parameters.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "campaigns 10 150",
                "campaigns/{id}/campaign-messages 10 150",
                "catalog-categories 350 3500",
                "catalog-items 350 3500",
                "catalog-variants 350 3500",
                "events 350 3500",
                "flows 3 60",
                "flows/{id}/flow-actions 3 60",
                "lists 75 750",
                "lists/{id}/profiles 75 750",
                "metrics 10 150",
                "profile-bulk-import-jobs 10 150",
                "profile-bulk-import-jobs/{id}/import-errors 10 150",
                "segments 75 750",
                "segments/{id}/profiles 75 750",
                "tag-groups 3 60",
                "tags 3 60"
            })
    void limitsAreThoseOfTheDocument(String row) {
        String[] words = row.split(" ", 3);
        HttpResponse<String> answer = reader(words[0]).get(with(words[0]));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("RateLimit-Limit"))
                .hasValue(words[1] + ", " + words[1] + ";w=1, " + words[2] + ";w=60");
        assertThat(emulator.stats("GET /api/" + words[0]).records())
                .isEqualTo(json(answer).at("/data").size());
    }

    @ParameterizedTest
    @MethodSource("pagedPaths")
    void pagesCanBeMadeToRepeatThemselves(String path) {
        String operation = "GET /api/" + path;
        CollectionReader reader = reader(path);
        String[] two = with(path, "page[size]", "2");
        emulator.fault(
                Fault.builder(operation, Fault.Kind.REPEAT_CURSOR).times(1).build());
        JsonNode first = reader.page(two);
        assertThat(first.at("/links/next")).isEqualTo(first.at("/links/self"));

        JsonNode honest = reader.page(two);
        emulator.fault(
                Fault.builder(operation, Fault.Kind.REPEAT_BORDER).times(1).build());
        JsonNode second = reader.pageAt(honest.at("/links/next").textValue());
        assertThat(second.at("/data/0")).isEqualTo(honest.at("/data/1"));
        assertThat(emulator.fired()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theSameSeedHoldsTheSameAndAnotherDoesNot(String path) {
        try (KlaviyoEmulator same =
                        KlaviyoEmulator.builder().profiles(300).events(500).start();
                KlaviyoEmulator other = KlaviyoEmulator.builder()
                        .seed(1)
                        .profiles(300)
                        .events(500)
                        .start()) {
            CollectionTruth here = CollectionTruth.of(emulator, path);
            CollectionTruth there = CollectionTruth.of(same, path);

            assertThat(there.path()).isEqualTo(here.path());
            assertThat(there.lines()).isEqualTo(here.lines());
            assertThat(CollectionTruth.of(other, path).lines()).isNotEqualTo(here.lines());
        }
    }

    @Test
    void whatOneHoldsAnotherCanLoad() {
        try (KlaviyoEmulator other =
                KlaviyoEmulator.builder().seed(1).quotas(false).profiles(0).start()) {
            other.addResources("profiles", emulator.resources("profiles").toList());
            for (String path : Tables.all().keySet()) {
                for (CollectionTruth truth : CollectionTruth.each(emulator, path)) {
                    other.addResources(
                            truth.path(), emulator.resources(truth.path()).toList());
                }
            }
            for (String path : Tables.all().keySet()) {
                for (CollectionTruth truth : CollectionTruth.each(emulator, path)) {
                    List<String> held = emulator.resources(truth.path()).toList();
                    assertThat(other.resources(truth.path())).containsAll(held);
                }
            }
        }
    }

    @Test
    void resourcesComeAndGoByTheControlInterface() throws Exception {
        HttpResponse<String> added = client.post(
                "/__emulator/resources?collection=tags",
                "{\"attributes\":{\"name\":\"autumn\"}}\n\n{\"id\":\"t\","
                        + "\"attributes\":{\"name\":\"x\"},\"relationships\":{\"tag-group\":null}}\n");
        HttpResponse<String> held = client.get("/__emulator/resources?collection=tags");

        assertThat(json(added).at("/ids")).hasSize(2);
        assertThat(json(added).at("/ids/1").textValue()).isEqualTo("t");
        assertThat(held.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(held.body().lines())
                .hasSize(14)
                .containsExactlyElementsOf(emulator.resources("tags").toList());
        assertThat(reader("tags").ids("filter", "equals(name,['x','autumn'])")).hasSize(2);
        client.post("/__emulator/reset", "");
        assertThat(emulator.resources("tags")).hasSize(12);
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        assertThat(client.get("/__emulator/resources").body())
                .isEqualTo("{\"error\":\"Name the collection: resources?collection=NAME.\"}");
        HttpResponse<String> unknown = client.get("/__emulator/resources?collection=tasg");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("There is no collection 'tasg'; there are: profiles, lists, ");
        assertThatThrownBy(() -> emulator.resources("flows/nobody/flow-actions"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no collection 'flows/nobody/flow-actions', as flows has nothing with the id"
                        + " 'nobody'.");
        assertThatThrownBy(() -> emulator.addResources("tags", List.of("{}")))
                .hasMessage("Line 1 is not one of 'tags': it needs 'name'.");
        assertThatThrownBy(() -> emulator.addResources("tags", List.of("{\"attributes\":{\"name\":5}}")))
                .hasMessage("Line 1 is not one of 'tags': 'name' is not of the kind TEXT.");
        assertThatThrownBy(() -> emulator.addResources(
                        "tags", List.of("{\"attributes\":{\"name\":\"x\"},\"relationships\":{\"tag-group\":[\"a\"]}}")))
                .hasMessage("Line 1 is not one of 'tags': 'tag-group' is one id or null.");
        assertThatThrownBy(() -> emulator.addResources("flows", List.of("{\"attributes\":{\"created\":\"today\"}}")))
                .hasMessageStartingWith("Line 1 is not one of 'flows': 'created' is wrong: 'today' is not a time");
        assertThat(client.post("/__emulator/resources?collection=tags", "[]").statusCode())
                .isEqualTo(400);
    }

    @Test
    void relationshipsThatFollowFromOthersFollowAtOnce() {
        emulator.addResources("flows", List.of("{\"id\":\"f\",\"attributes\":{\"name\":\"new\"}}"));
        emulator.addResources("flows/f/flow-actions", List.of("{\"id\":\"a\",\"relationships\":{\"flow\":\"f\"}}"));
        JsonNode page = reader("flows").page("filter", "any(id,['f'])", "include", "flow-actions");

        assertThat(page.at("/data/0/relationships/flow-actions/data"))
                .isEqualTo(json("[{\"type\":\"flow-action\",\"id\":\"a\"}]"));
        assertThat(page.at("/included/0/id").textValue()).isEqualTo("a");
    }

    @Test
    void aPlusThatShouldHaveBeenEncodedMakesTheFilterGoAway() throws Exception {
        HttpResponse<String> all = client.get("/api/flows?filter=greater-than(created,2026-01-01T00:00:00+00:00)");

        assertThat(json(all).at("/data")).hasSize(50);
    }

    @Test
    void tenMillionEventsAndAMillionMembersAreMadeWhenTheyAreAskedFor() {
        try (KlaviyoEmulator large = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(1_000_000)
                .events(10_000_000)
                .start()) {
            CollectionReader events = new CollectionReader(new ApiClient(large.endpoint()), "events");
            JsonNode last = events.page("sort", "-datetime", "page[size]", "1000");
            String day = "greater-or-equal(datetime,2025-09-01T00:00:00Z),less-than(datetime,2025-09-01T03:00:00Z)";

            assertThat(last.at("/data")).hasSize(1000);
            assertThat(last.at("/data/0/attributes/datetime").textValue()).startsWith("2026-06-2");
            assertThat(events.ids("filter", day, "page[size]", "1000"))
                    .hasSizeBetween(1_300, 2_200)
                    .doesNotHaveDuplicates();
            String list = json(large.resources("lists").findFirst().orElseThrow())
                    .at("/id")
                    .textValue();
            CollectionReader members =
                    new CollectionReader(new ApiClient(large.endpoint()), "lists/" + list + "/profiles");
            assertThat(members.page("sort", "-joined_group_at").at("/data")).hasSize(20);
        }
    }
}
