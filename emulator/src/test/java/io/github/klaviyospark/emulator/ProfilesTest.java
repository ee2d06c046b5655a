package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ProfileReader.ids;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one reader sees of profiles that stay as they are. */
final class ProfilesTest {
    private static final String BOTH = "subscriptions,predictive_analytics";

    private static KlaviyoEmulator emulator;
    private static ApiClient client;
    private static ProfileReader reader;
    private static List<JsonNode> held;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).profiles(300).start();
        client = new ApiClient(emulator.endpoint());
        reader = new ProfileReader(client);
        held = emulator.profiles().map(ApiClient::json).toList();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void aPageHasTwentyProfilesByAscendingId() {
        JsonNode page = reader.page();

        assertThat(ids(page)).hasSize(20).isEqualTo(heldIds().subList(0, 20));
        assertThat(page.at("/links/self").textValue()).isEqualTo(emulator.endpoint() + "/api/profiles");
        assertThat(page.at("/links/next").textValue())
                .startsWith(emulator.endpoint() + "/api/profiles?page%5Bcursor%5D=");
        assertThat(page.at("/links/prev").isNull()).isTrue();
        assertThat(page.has("included")).isFalse();
    }

    private static List<String> heldIds() {
        return held.stream().map(profile -> profile.at("/id").textValue()).toList();
    }

    @Test
    void theLastPageHasNoNext() {
        assertThat(reader.pages("page[size]", "100")).hasSize(3);
        assertThat(reader.pages("page[size]", "100").get(2).at("/links/next").isNull())
                .isTrue();
        assertThat(reader.page("filter", "equals(id,'none')").at("/data")).isEmpty();
        assertThat(reader.page("filter", "equals(id,'none')").at("/links/next").isNull())
                .isTrue();
    }

    @Test
    void attributesAreThoseHeldWithTimesInWholeSeconds() {
        List<JsonNode> read = all("additional-fields[profile]", BOTH);
        for (int i = 0; i < held.size(); i++) {
            JsonNode expected = held.get(i).at("/attributes");
            JsonNode found = read.get(i).at("/attributes");
            assertThat(names(found)).isEqualTo(names(expected));
            for (String name : names(found)) {
                String wanted = expected.get(name).asText();
                if (Set.of("created", "updated", "last_event_date").contains(name)
                        && !expected.get(name).isNull()) {
                    assertThat(wanted).matches(".*T..:..:..\\.\\d{6}\\+00:00");
                    assertThat(found.get(name).textValue()).isEqualTo(wanted.substring(0, 19) + "+00:00");
                } else {
                    assertThat(found.get(name)).isEqualTo(expected.get(name));
                }
            }
        }
    }

    private static List<JsonNode> all(String... parameters) {
        List<JsonNode> all = new ArrayList<>();
        reader.pages(parameters).forEach(page -> page.at("/data").forEach(all::add));
        return all;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void whatMustBeAskedForIsAbsentOtherwise() {
        Set<String> usual = names(reader.page().at("/data/0/attributes"));

        assertThat(usual)
                .hasSize(14)
                .contains("email", "location", "properties")
                .doesNotContain(BOTH.split(",", -1));
        assertThat(names(reader.page("fields[profile]", BOTH).at("/data/0/attributes")))
                .isEmpty();
        assertThat(names(reader.page("additional-fields[profile]", "subscriptions")
                        .at("/data/0/attributes")))
                .contains("subscriptions")
                .doesNotContain("predictive_analytics");
        assertThat(names(reader.page("additional-fields[profile]", BOTH, "fields[profile]", "email")
                        .at("/data/0/attributes")))
                .containsExactly("email");
    }

    @Test
    void sparseFieldsReachIntoObjects() {
        String fields = "id,location.city,location.zip,properties,subscriptions.sms.marketing.consent,"
                + "predictive_analytics.total_clv";
        List<JsonNode> read = all("fields[profile]", fields, "additional-fields[profile]", BOTH, "page[size]", "100");
        for (int i = 0; i < held.size(); i++) {
            JsonNode expected = held.get(i).at("/attributes");
            JsonNode profile = read.get(i);
            JsonNode found = profile.at("/attributes");
            assertThat(names(found))
                    .containsExactlyInAnyOrder("location", "properties", "subscriptions", "predictive_analytics");
            assertThat(names(found.at("/location"))).containsExactlyInAnyOrder("city", "zip");
            assertThat(found.at("/location/city")).isEqualTo(expected.at("/location/city"));
            assertThat(found.at("/properties")).isEqualTo(expected.at("/properties"));
            assertThat(found.at("/subscriptions"))
                    .isEqualTo(json("{\"sms\":{\"marketing\":{\"consent\":"
                            + expected.at("/subscriptions/sms/marketing/consent") + "}}}"));
            assertThat(names(found.at("/predictive_analytics"))).containsExactly("total_clv");
            assertThat(names(profile)).containsExactly("type", "id", "attributes", "relationships", "links");
        }
    }

    @Test
    void aNameAndANameBelowItMeanAllOfTheFormer() {
        JsonNode page = reader.page("fields[profile]", "location.city,location,location.zip");

        assertThat(names(page.at("/data/0/attributes/location"))).hasSize(10);
    }

    @Test
    void relationshipsAreLinksUnlessIncluded() {
        JsonNode profile = reader.page().at("/data/0");
        String self = emulator.endpoint() + "/api/profiles/" + profile.at("/id").textValue();

        assertThat(profile.at("/links/self").textValue()).isEqualTo(self);
        assertThat(names(profile.at("/relationships")))
                .containsExactly("lists", "segments", "push-tokens", "conversations");
        profile.at("/relationships").properties().forEach(relationship -> assertThat(relationship.getValue())
                .isEqualTo(json("{\"links\":{\"self\":\"" + self + "/relationships/" + relationship.getKey()
                        + "\",\"related\":\"" + self + "/" + relationship.getKey() + "\"}}")));
    }

    @Test
    void includedResourcesComeOnceWithAPage() {
        for (JsonNode page : reader.pages("include", "conversations,push-tokens", "page[size]", "100")) {
            List<String> named = new ArrayList<>();
            for (JsonNode profile : page.at("/data")) {
                JsonNode line = held.get(heldIds().indexOf(profile.at("/id").textValue()));
                for (String name : List.of("push-tokens", "conversations")) {
                    List<String> ids = new ArrayList<>();
                    line.at("/" + name).forEach(one -> ids.add(one.at("/id").textValue()));
                    List<String> found = new ArrayList<>();
                    profile.at("/relationships/" + name + "/data").forEach(one -> {
                        assertThat(one.at("/type").textValue() + "s").isEqualTo(name);
                        found.add(one.at("/id").textValue());
                    });
                    assertThat(found).isEqualTo(ids);
                    named.addAll(ids);
                }
            }
            List<String> included = new ArrayList<>();
            page.at("/included").forEach(one -> {
                included.add(one.at("/id").textValue());
                assertThat(names(one)).containsExactly("type", "id", "attributes", "relationships", "links");
                assertThat(one.at("/relationships/profile/data/type").textValue())
                        .isEqualTo("profile");
            });
            assertThat(included).isNotEmpty().containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void includedResourcesCanBeSparseToo() {
        JsonNode included = reader.page(
                        "include",
                        "push-tokens,conversations",
                        "fields[push-token]",
                        "platform,metadata.os_name",
                        "fields[conversation]",
                        "id",
                        "page[size]",
                        "100")
                .at("/included");
        Set<String> tokens = new LinkedHashSet<>();
        included.forEach(one -> {
            boolean token = one.at("/type").textValue().equals("push-token");
            assertThat(names(one.at("/attributes"))).hasSize(token ? 2 : 0);
            tokens.addAll(names(one.at("/attributes/metadata")));
        });

        assertThat(tokens).containsExactly("os_name");
    }

    @Test
    void includingOneLeavesTheOtherToItsLinks() {
        JsonNode page = reader.page("include", "push-tokens");

        assertThat(page.has("included")).isTrue();
        assertThat(page.at("/data/0/relationships/push-tokens/data").isArray()).isTrue();
        assertThat(names(page.at("/data/0/relationships/conversations"))).containsExactly("links");
    }

    @Test
    void olderRevisionsSayConversation() throws Exception {
        ApiClient older = client.with("revision", "2026-04-15");
        JsonNode page = json(older.get(ProfileReader.target("include", "conversation")));

        assertThat(page.at("/data/0/relationships/conversation/data").isArray()).isTrue();
        assertThat(page.at("/data/0/relationships").has("conversations")).isFalse();
        assertThat(older.get(ProfileReader.target("include", "conversations")).statusCode())
                .isEqualTo(400);
        assertThat(reader.get("include", "conversation").statusCode()).isEqualTo(400);
        assertThat(client.with("revision", "2026-10-15")
                        .get(ProfileReader.target("include", "conversations"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page[size]=0",
                "page[size]=101",
                "page[size]=ten",
                "page[number]=2",
                "sort=name",
                "sort=",
                "sort=-",
                "sort=created,id",
                "include=lists",
                "include=",
                "include=push-tokens, conversations",
                "fields[profile]=nickname",
                "fields[profile]=",
                "fields[profile]=location.planet",
                "fields[push-token]=email",
                "fields[conversation]=text",
                "fields[list]=name",
                "additional-fields[profile]=everything",
                "additional-fields[profile]=subscriptions.email",
                "page[cursor]="
            })
    void whatTheDocumentDoesNotNameIs400(String parameter) {
        int equals = parameter.indexOf('=');
        HttpResponse<String> response = reader.get(parameter.substring(0, equals), parameter.substring(equals + 1));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/code").textValue()).isEqualTo("invalid");
    }

    @Test
    void aCursorKeepsEveryParameterAndBelongsToThem() {
        String[] first = {
            "filter", "greater-than(created,2022-01-01T00:00:00Z)", "sort", "-updated", "page[size]", "7",
            "fields[profile]", "email", "include", "push-tokens", "additional-fields[profile]", "subscriptions"
        };
        String next = reader.page(first).at("/links/next").textValue();
        String cursor = next.replaceAll(".*page%5Bcursor%5D=", "");

        assertThat(ids(reader.pageAt(next))).hasSize(7);
        for (int i = 0; i < first.length; i += 2) {
            String[] other = first.clone();
            other[i + 1] = List.of(
                            "less-than(created,2022-01-01T00:00:00Z)",
                            "updated",
                            "8",
                            "email,id",
                            "conversations",
                            "predictive_analytics")
                    .get(i / 2);
            refused(ProfileReader.target(other) + "&page%5Bcursor%5D=" + cursor);
        }
        refused("/api/profiles?page%5Bcursor%5D=" + cursor);
        assertThat(ids(reader.pageAt(ProfileReader.target(first) + "&page%5Bcursor%5D=" + cursor)))
                .hasSize(7);
    }

    private static void refused(String target) {
        HttpResponse<String> response = reader.getTarget(target);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/code").textValue()).isEqualTo("invalid");
        assertThat(error(response).at("/detail").textValue()).isEqualTo("Invalid cursor provided.");
        assertThat(error(response).at("/source/pointer").textValue()).isEqualTo("/data/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%21%21", "e30", "W10", "bnVsbA", "MQ", "WyJuZXh0IiwiYSIsImIiLCJjIl0", "W1tbWw"})
    void garbageIsNoCursor(String cursor) {
        refused("/api/profiles?page%5Bcursor%5D=" + cursor);
    }

    @Test
    void aCursorThatWasChangedIsNoCursor() {
        String next = reader.page().at("/links/next").textValue();

        refused(next + "A");
        refused(next + "%3D");
        refused(next.substring(0, next.length() - 4));
        String[] byTime =
                reader.page("sort", "created").at("/links/next").textValue().split("cursor%5D=", 2);
        String cursor = new String(Base64.getUrlDecoder().decode(byTime[1]), StandardCharsets.UTF_8);
        String forged = cursor.replaceAll(",(\\d+),", ",\"$1\",");
        assertThat(forged).isNotEqualTo(cursor);
        refused(byTime[0] + "cursor%5D="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void blanksInAFilterSurviveTheWayThroughLinks() {
        String filter = "any(external_id,[\"a b\",\""
                + text(external(" "), "external_id").replace("\"", "\\\"") + "\"])";
        JsonNode page = reader.page("filter", filter, "page[size]", "1");

        assertThat(ids(page)).containsExactly(external(" ").at("/id").textValue());
        assertThat(ids(reader.pageAt(page.at("/links/self").textValue()))).isEqualTo(ids(page));
    }

    private static JsonNode external(String part) {
        return held.stream()
                .filter(profile -> text(profile, "external_id").contains(part)
                        && !text(profile, "external_id").contains("\\"))
                .findFirst()
                .orElseThrow();
    }

    private static String text(JsonNode profile, String name) {
        return profile.at("/attributes/" + name).asText();
    }

    @Test
    void aPlusSignThatIsNotEncodedMakesTheServerForgetTheFilter() {
        String bound = "less-than(created,2022-01-01T00:00:00";
        String target = "/api/profiles?page%5Bsize%5D=100&filter=" + bound;
        JsonNode trap = reader.pageAt(target + "+00:00)");

        assertThat(ids(trap)).isEqualTo(heldIds().subList(0, 100));
        assertThat(ids(reader.pageAt(trap.at("/links/next").textValue())))
                .isEqualTo(heldIds().subList(100, 200));
        assertThat(ids(reader.pageAt(target + "%2B00:00)"))).hasSizeBetween(1, 40);
        assertThat(ids(reader.pageAt("/api/profiles?filter=nonsense+"))).hasSize(20);
    }

    @Test
    void aTargetMayHave8192Bytes() {
        String target = "/api/profiles?filter=equals(id,%22%22)";
        String longest = target.replace("%22%22", "%22" + "x".repeat(8192 - target.length()) + "%22");

        assertThat(longest).hasSize(8192);
        assertThat(reader.getTarget(longest).statusCode()).isEqualTo(200);
        for (int more : new int[] {1, 20_000, 200_000}) {
            HttpResponse<String> response = reader.getTarget(
                    longest.replace("xxx", "xxx" + "y".repeat(more)).substring(0, 8192 + more));
            assertThat(response.statusCode()).isEqualTo(414);
            assertThat(json(response).at("/errors/0/id").textValue()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%ff", "%c3%28", "%ed%a0%80"})
    void whatIsNotUtf8IsRefused(String text) throws Exception {
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.send("GET /api/profiles?filter=" + text + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Authorization: Klaviyo-API-Key k\r\nrevision: 2026-07-15\r\n\r\n");
            assertThat(connection.readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void otherMethodsAreNotThere() throws Exception {
        assertThat(client.post("/api/profiles", "{}").statusCode()).isEqualTo(405);
        assertThat(client.get("/api/profiles/x").statusCode()).isEqualTo(404);
    }
}
