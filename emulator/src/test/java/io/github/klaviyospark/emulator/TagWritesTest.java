package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags and their groups as they come and go, and what they are put on. */
final class TagWritesTest {
    private static final String TAGS = "/api/tags";
    private static final String GROUPS = "/api/tag-groups";
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private KlaviyoEmulator emulator;
    private ApiClient client;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aTagIsMadeInTheGroupThatIsNamed() throws Exception {
        String group = createGroup("season", false);
        HttpResponse<String> created = client.post(TAGS, tag("spring \"sale\"", group));
        JsonNode data = json(created).at("/data");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(data.at("/type").asText()).isEqualTo("tag");
        assertThat(data.at("/attributes")).isEqualTo(json("{\"name\":\"spring \\\"sale\\\"\"}"));
        assertThat(data.at("/relationships/tag-group/data/id").asText()).isEqualTo(group);
        assertThat(read("tags").ids()).contains(data.at("/id").asText());
        assertThat(json(client.get(TAGS + "/" + data.at("/id").asText())).at("/data"))
                .isEqualTo(data);
        assertThat(emulator.resources("tags")).hasSize(13);
    }

    @Test
    void aTagWithoutAGroupIsInTheDefaultOne() throws Exception {
        String id = createTag("plain", null);
        HttpResponse<String> read = client.get(TAGS + "/" + id + "?include=tag-group&fields%5Btag-group%5D=default");

        assertThat(json(read).at("/included/0/attributes")).isEqualTo(json("{\"default\":true}"));
        assertThat(json(read).at("/included/0/id")).isEqualTo(json(read).at("/data/relationships/tag-group/data/id"));
    }

    @Test
    void theGroupOfATagIsShown() throws Exception {
        String group = createGroup("season", true);
        String path = TAGS + "/" + createTag("spring", group) + "/tag-group";
        HttpResponse<String> read = client.get(path);
        JsonNode data = json(read).at("/data");

        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(data.at("/id").asText()).isEqualTo(group);
        assertThat(data.at("/attributes"))
                .isEqualTo(json("{\"name\":\"season\",\"exclusive\":true,\"default\":false}"));
        assertThat(read("tag-groups").all()).contains(data);
        assertThat(json(client.get(path + "?fields%5Btag-group%5D=name")).at("/data/attributes"))
                .isEqualTo(json("{\"name\":\"season\"}"));
        assertThat(emulator.stats("GET /api/tags/{id}/tag-group").records()).isEqualTo(2);
        for (String parameter : List.of("sort=name", "filter=equals(name,'x')", "page%5Bsize%5D=1")) {
            assertThat(emulator.stats("GET /api/tags").count()).isZero();
            assertThat(client.get(path + "?" + parameter).statusCode())
                    .as(parameter)
                    .isEqualTo(400);
        }
    }

    @Test
    void aTagWithoutAnyGroupShowsNone() throws Exception {
        emulator.addResources(
                "tags",
                List.of("{\"id\":\"alone\",\"attributes\":{\"name\":\"x\"},\"relationships\":{\"tag-group\":null}}"));

        assertNoTag(client.get(TAGS + "/alone/tag-group"), "/data");
    }

    @Test
    void namesOfTagsMayRepeat() throws Exception {
        assertThat(createTag("twice", null)).isNotEqualTo(createTag("twice", null));
    }

    @Test
    void anUnknownGroupIs404() throws Exception {
        assertNoTag(client.post(TAGS, tag("x", NOBODY)), "/data/relationships/tag-group/data/id");
        assertThat(emulator.resources("tags")).hasSize(12);
    }

    @Test
    void unknownTagsAndGroupsAre404() throws Exception {
        String body = "{\"data\":{\"type\":\"%s\",\"id\":\"" + NOBODY + "\",\"attributes\":{\"name\":\"x\"}}}";
        String flow = first("flows");

        assertNoTag(client.get(TAGS + "/" + NOBODY), "/data");
        assertNoTag(client.get(TAGS + "/" + NOBODY + "/tag-group"), "/data");
        assertNoTag(client.delete(TAGS + "/" + NOBODY), "/data");
        assertNoTag(client.delete(GROUPS + "/" + NOBODY), "/data");
        assertNoTag(patch(TAGS + "/" + NOBODY, body.formatted("tag")), "/data");
        assertNoTag(patch(GROUPS + "/" + NOBODY, body.formatted("tag-group")), "/data");
        assertNoTag(client.get(TAGS + "/" + NOBODY + "/relationships/flows"), "/data");
        assertNoTag(put(NOBODY, "flow", flow), "/data");
        assertNoTag(take(NOBODY, "flow", flow), "/data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":{\"type\":\"tags\",\"attributes\":{\"name\":\"x\"}}} | /data/type",
                "{\"data\":{\"type\":\"tag\",\"attributes\":{}}} | /data/attributes/name",
                "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\" \"}}} | /data/attributes/name",
                "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":7}}} | /data/attributes/name",
                "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"x\",\"colour\":1}}} | /data/attributes/colour",
                "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"x\"},\"relationships\":{\"tag-group\":{\"data\":{\"type\":\"tag\",\"id\":\"x\"}}}}} | /data/relationships/tag-group/data/type",
                "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"x\"},\"relationships\":{\"tag-group\":{\"type\":\"tag-group\",\"id\":\"x\"}}}} | /data/relationships/tag-group/type",
            })
    void whatIsWrongWithATagIsPointedAt(String body, String pointer) throws Exception {
        assertInvalid(client.post(TAGS, body), pointer);
    }

    @Test
    void aTagIsRenamedAndStaysWhereItIs() throws Exception {
        String flow = first("flows");
        String id = createTag("before", createGroup("season", false));
        put(id, "flow", flow);
        JsonNode group = json(client.get(TAGS + "/" + id)).at("/data/relationships/tag-group");
        HttpResponse<String> renamed = patch(
                TAGS + "/" + id,
                "{\"data\":{\"type\":\"tag\",\"id\":\"" + id + "\",\"attributes\":{\"name\":\"after\"}}}");

        assertThat(renamed.statusCode()).isEqualTo(204);
        JsonNode tag = json(client.get(TAGS + "/" + id)).at("/data");
        assertThat(tag.at("/attributes/name").asText()).isEqualTo("after");
        assertThat(tag.at("/relationships/tag-group")).isEqualTo(group);
        assertThat(tagged(id, "flows")).containsExactly(flow);
    }

    @Test
    void theIdOfTheBodyIsThatOfThePath() throws Exception {
        String id = createTag("before", null);
        String body = "{\"data\":{\"type\":\"tag\",\"id\":\"" + NOBODY + "\",\"attributes\":{\"name\":\"after\"}}}";

        assertInvalid(patch(TAGS + "/" + id, body), "/data/id");
    }

    @Test
    void aGroupIsMadeRenamedAndKeepsItsKind() throws Exception {
        String id = createGroup("season", true);
        HttpResponse<String> renamed = patch(
                GROUPS + "/" + id,
                "{\"data\":{\"type\":\"tag-group\",\"id\":\"" + id + "\",\"attributes\":{\"name\":\"seasons\"}}}");

        assertThat(renamed.statusCode()).isEqualTo(204);
        assertThat(read("tag-groups").all().stream()
                        .filter(group -> group.at("/id").asText().equals(id))
                        .map(group -> group.at("/attributes")))
                .containsExactly(json("{\"name\":\"seasons\",\"exclusive\":true,\"default\":false}"));
        assertThat(json(client.post(GROUPS, "{\"data\":{\"type\":\"tag-group\",\"attributes\":{\"name\":\"x\"}}}"))
                        .at("/data/attributes/exclusive")
                        .asBoolean())
                .isFalse();
        assertInvalid(
                client.post(
                        GROUPS,
                        "{\"data\":{\"type\":\"tag-group\",\"attributes\":{\"name\":\"x\",\"exclusive\":\"no\"}}}"),
                "/data/attributes/exclusive");
    }

    @Test
    void aDeletedTagIsGoneFromWhatHadIt() throws Exception {
        String id = createTag("gone", null);
        for (String path : List.of("flows", "campaigns", "lists", "segments")) {
            put(id, singular(path), first(path));
        }
        assertThat(client.delete(TAGS + "/" + id).statusCode()).isEqualTo(204);

        assertThat(read("tags").ids()).doesNotContain(id).hasSize(12);
        for (String path : List.of("flows", "campaigns", "lists", "segments")) {
            assertThat(emulator.resources(path)).noneMatch(line -> line.contains(id));
        }
        assertNoTag(client.get(TAGS + "/" + id), "/data");
    }

    @Test
    void aDeletedGroupTakesItsTagsAlong() throws Exception {
        String group = createGroup("season", false);
        String one = createTag("one", group);
        String two = createTag("two", group);
        String flow = first("flows");
        put(one, "flow", flow);
        put(two, "flow", flow);
        int before = tagsOf("flows", flow).size();
        assertThat(client.delete(GROUPS + "/" + group).statusCode()).isEqualTo(204);

        assertThat(read("tag-groups").ids()).doesNotContain(group).hasSize(3);
        assertThat(read("tags").ids()).doesNotContain(one, two).hasSize(12);
        assertThat(tagsOf("flows", flow)).hasSize(before - 2);
    }

    @Test
    void theDefaultGroupCannotBeDeleted() throws Exception {
        String group = json(client.get(TAGS + "/" + createTag("x", null)))
                .at("/data/relationships/tag-group/data/id")
                .asText();

        assertInvalid(client.delete(GROUPS + "/" + group), "/data");
    }

    @ParameterizedTest
    @CsvSource({"flows", "campaigns", "lists", "segments"})
    void resourcesAreTaggedAndUntagged(String path) throws Exception {
        String id = createTag("new", null);
        List<String> two = held(path).subList(0, 2);
        HttpResponse<String> put = put(id, singular(path), two.get(0), two.get(1));

        assertThat(put.statusCode()).as(put.body()).isEqualTo(204);
        assertThat(put.body()).isEmpty();
        assertThat(put(id, singular(path), two.get(0)).statusCode()).isEqualTo(204);
        assertThat(tagged(id, path)).containsExactlyInAnyOrderElementsOf(two);
        for (String one : two) {
            assertThat(tagsOf(path, one)).contains(id).doesNotHaveDuplicates();
        }
        assertThat(take(id, singular(path), two.get(0)).statusCode()).isEqualTo(204);
        assertThat(take(id, singular(path), two.get(0)).statusCode()).isEqualTo(204);
        assertThat(tagged(id, path)).containsExactly(two.get(1));
        assertThat(tagsOf(path, two.get(0))).doesNotContain(id);
    }

    @Test
    void tagsThatWerePutOnAreIncluded() throws Exception {
        String id = createTag("new", null);
        String flow = first("flows");
        put(id, "flow", flow);
        JsonNode page = read("flows").page("include", "tags", "filter", "any(id,[\"" + flow + "\"])");

        assertThat(page.at("/data/0/relationships/tags/data").findValuesAsText("id"))
                .contains(id);
        assertThat(page.at("/included").findValuesAsText("id")).contains(id);
    }

    @Test
    void oneWrongResourceLeavesAllUntouched() throws Exception {
        String id = createTag("new", null);
        String flow = first("flows");
        HttpResponse<String> unknown = put(id, "flow", flow, "Nobody");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(error(unknown).at("/source/pointer").asText()).isEqualTo("/data/1/id");
        assertThat(error(unknown).at("/code").asText()).isEqualTo("not_found");
        assertThat(take(id, "flow", "Nobody").statusCode()).isEqualTo(404);
        assertInvalid(
                client.post(TAGS + "/" + id + "/relationships/flows", identifiers("campaign", flow)), "/data/0/type");
        assertInvalid(client.post(TAGS + "/" + id + "/relationships/flows", "{\"data\":[]}"), "/data");
        assertInvalid(
                client.post(TAGS + "/" + id + "/relationships/flows", "{\"data\":{\"type\":\"flow\",\"id\":\"x\"}}"),
                "/data");
        assertThat(tagged(id, "flows")).isEmpty();
    }

    @Test
    void aResourceHasOneTagOfAnExclusiveGroup() throws Exception {
        String group = createGroup("season", true);
        String spring = createTag("spring", group);
        String summer = createTag("summer", group);
        List<String> two = held("flows").subList(0, 2);
        put(spring, "flow", two.get(1));

        assertInvalid(put(summer, "flow", two.get(0), two.get(1)), "/data/1/id");
        assertThat(tagged(summer, "flows")).isEmpty();
        assertThat(put(spring, "flow", two.get(1)).statusCode()).isEqualTo(204);
        take(spring, "flow", two.get(1));
        assertThat(put(summer, "flow", two.get(0), two.get(1)).statusCode()).isEqualTo(204);
    }

    @Test
    void anAccountHas500TagsAnd50Groups() throws Exception {
        for (int i = 12; i < 500; i++) {
            createTag("tag " + i, null);
        }
        assertInvalid(client.post(TAGS, tag("one more", null)), "/data");
        for (int i = 3; i < 50; i++) {
            createGroup("group " + i, false);
        }
        assertInvalid(
                client.post(GROUPS, "{\"data\":{\"type\":\"tag-group\",\"attributes\":{\"name\":\"one more\"}}}"),
                "/data");
    }

    @Test
    void aResourceHasAHundredTags() throws Exception {
        String flow = first("flows");
        List<String> ids = new ArrayList<>();
        for (int i = tagsOf("flows", flow).size(); i < 100; i++) {
            ids.add(createTag("tag " + i, null));
            put(ids.get(ids.size() - 1), "flow", flow);
        }

        assertThat(tagsOf("flows", flow)).hasSize(100);
        assertInvalid(put(createTag("one more", null), "flow", flow), "/data/0/id");
    }

    @Test
    void aResetBringsTheTagsOfTheSeedBack() throws Exception {
        List<String> before = emulator.resources("flows").toList();
        String first = createTag("x", null);
        put(first, "flow", first("flows"));
        for (String tag : read("tags").ids()) {
            client.delete(TAGS + "/" + tag);
        }
        assertThat(emulator.resources("tags")).isEmpty();
        emulator.reset();

        assertThat(emulator.resources("tags")).hasSize(12);
        assertThat(emulator.resources("flows")).containsExactlyElementsOf(before);
        assertThat(createTag("x", null)).isEqualTo(first);
    }

    @Test
    void threeASecondAndSixtyAMinuteAreTheLimit() throws Exception {
        try (KlaviyoEmulator limited =
                KlaviyoEmulator.builder().time(new FakeTime()).start()) {
            ApiClient caller = new ApiClient(limited.endpoint());
            List<Integer> status = new ArrayList<>();
            for (int i : IntStream.range(0, 4).toArray()) {
                status.add(caller.post(TAGS, tag("x" + i, null)).statusCode());
            }

            assertThat(status).containsExactly(201, 201, 201, 429);
        }
    }

    @Test
    void theGroupOfATagIsShownThreeTimesASecond() throws Exception {
        try (KlaviyoEmulator limited =
                KlaviyoEmulator.builder().time(new FakeTime()).start()) {
            HttpResponse<String> read =
                    new ApiClient(limited.endpoint()).get(TAGS + "/" + first("tags") + "/tag-group");

            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.headers().firstValue("RateLimit-Limit")).hasValue("3, 3;w=1, 60;w=60");
        }
    }

    private static String tag(String name, String group) {
        return "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"" + name.replace("\"", "\\\"") + "\"}"
                + (group == null
                        ? ""
                        : ",\"relationships\":{\"tag-group\":{\"data\":{\"type\":\"tag-group\",\"id\":\"" + group
                                + "\"}}}")
                + "}}";
    }

    private String createTag(String name, String group) throws Exception {
        HttpResponse<String> created = client.post(TAGS, tag(name, group));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created).at("/data/id").asText();
    }

    private String createGroup(String name, boolean exclusive) throws Exception {
        HttpResponse<String> created = client.post(
                GROUPS,
                "{\"data\":{\"type\":\"tag-group\",\"attributes\":{\"name\":\"" + name + "\",\"exclusive\":" + exclusive
                        + "}}}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created).at("/data/id").asText();
    }

    private HttpResponse<String> patch(String target, String body) throws Exception {
        return client.send("PATCH", target, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> put(String tag, String type, String... ids) throws Exception {
        return client.post(TAGS + "/" + tag + "/relationships/" + type + "s", identifiers(type, ids));
    }

    private HttpResponse<String> take(String tag, String type, String... ids) throws Exception {
        return client.send(
                "DELETE",
                TAGS + "/" + tag + "/relationships/" + type + "s",
                identifiers(type, ids).getBytes(StandardCharsets.UTF_8));
    }

    private static String identifiers(String type, String... ids) {
        StringBuilder items = new StringBuilder();
        for (String id : ids) {
            items.append(items.isEmpty() ? "" : ",")
                    .append("{\"type\":\"" + type + "\",\"id\":\"")
                    .append(id)
                    .append("\"}");
        }
        return "{\"data\":[" + items + "]}";
    }

    private List<String> tagged(String tag, String path) throws Exception {
        HttpResponse<String> listed = client.get(TAGS + "/" + tag + "/relationships/" + path);
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        json(listed).at("/data").forEach(identifier -> assertThat(
                        identifier.at("/type").asText())
                .isEqualTo(singular(path)));
        return json(listed).at("/data").findValuesAsText("id");
    }

    private CollectionReader read(String path) {
        return new CollectionReader(client, path);
    }

    private List<String> held(String path) {
        return emulator.resources(path)
                .map(line -> json(line).at("/id").asText())
                .toList();
    }

    private String first(String path) {
        return held(path).get(0);
    }

    private List<String> tagsOf(String path, String id) {
        List<String> tags = new ArrayList<>();
        emulator.resources(path)
                .map(ApiClient::json)
                .filter(resource -> resource.at("/id").asText().equals(id))
                .forEach(resource -> resource.at("/relationships/tags").forEach(tag -> tags.add(tag.asText())));
        return tags;
    }

    private static String singular(String path) {
        return path.substring(0, path.length() - 1);
    }

    private static void assertNoTag(HttpResponse<String> refused, String pointer) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
        assertThat(error(refused).at("/code").asText()).isEqualTo("tag_service_error");
        assertThat(error(refused).at("/source/pointer").asText()).isEqualTo(pointer);
    }

    private static void assertInvalid(HttpResponse<String> refused, String pointer) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(error(refused).at("/source/pointer").asText()).isEqualTo(pointer);
    }
}
