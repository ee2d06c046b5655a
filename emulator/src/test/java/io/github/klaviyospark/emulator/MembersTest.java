package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MembersTest {
    private static final int PROFILES = 1_000;

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().profiles(PROFILES).time(time).start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private CollectionReader members(String group) {
        return new CollectionReader(client, group + "/profiles");
    }

    /** A list or segment with so many members. */
    private String groupOf(String groups, int fewest, int most) {
        return emulator.resources(groups)
                .map(line -> groups + "/" + json(line).at("/id").textValue())
                .filter(group -> {
                    long count = emulator.resources(group + "/profiles").count();
                    return count >= fewest && count <= most;
                })
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGroupHoldsAllOneNoneAndTheOthersSome() {
        for (String groups : List.of("lists", "segments")) {
            groupOf(groups, PROFILES, PROFILES);
            groupOf(groups, 0, 0);
            groupOf(groups, PROFILES * 4 / 10, PROFILES * 6 / 10);
        }
    }

    @Test
    void manyJoinedInTheSameMoment() {
        Set<String> moments = new HashSet<>();
        Set<String> seconds = new HashSet<>();
        emulator.resources(groupOf("lists", PROFILES, PROFILES) + "/profiles").forEach(line -> {
            String joined = json(line).at("/joined_group_at").textValue();
            moments.add(joined);
            seconds.add(joined.substring(0, 19));
        });

        assertThat(moments).hasSizeLessThan(PROFILES * 8 / 10);
        assertThat(seconds).hasSizeLessThan(moments.size() * 8 / 10);
    }

    @Test
    void aMemberIsShownAsTheProfileIsAndWhenItJoined() {
        String all = groupOf("lists", PROFILES, PROFILES);
        JsonNode member = members(all).page("page[size]", "1").at("/data/0");
        JsonNode profile = json(get("/api/profiles?page%5Bsize%5D=1")).at("/data/0");

        assertThat(member.at("/id")).isEqualTo(profile.at("/id"));
        assertThat(member.at("/links/self")).isEqualTo(profile.at("/links/self"));
        profile.at("/attributes").fieldNames().forEachRemaining(name -> assertThat(member.at("/attributes/" + name))
                .isEqualTo(profile.at("/attributes/" + name)));
        assertThat(member.at("/attributes")).hasSize(profile.at("/attributes").size() + 1);
        assertThat(member.at("/attributes/joined_group_at").textValue()).hasSize(25);
    }

    private HttpResponse<String> get(String target) {
        try {
            return client.get(target);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void dearFieldsAreAskedForAndCostMore() {
        String all = groupOf("lists", PROFILES, PROFILES);
        CollectionReader reader = members(all);
        String additional = "additional-fields[profile]";

        assertThat(reader.page(additional, "subscriptions")
                        .at("/data/0/attributes/subscriptions")
                        .isObject())
                .isTrue();
        HttpResponse<String> dear = reader.get(additional, "predictive_analytics");
        assertThat(json(dear).at("/data/0/attributes/predictive_analytics").isObject())
                .isTrue();
        assertThat(dear.headers().firstValue("RateLimit-Limit")).hasValue("10, 10;w=1, 150;w=60");
        assertThat(reader.get().headers().firstValue("RateLimit-Limit")).hasValue("75, 75;w=1, 750;w=60");
        assertThat(emulator.stats("GET /api/lists/{id}/profiles").count()).isEqualTo(3);
        assertThat(emulator.stats("GET /api/lists/{id}/profiles").records()).isEqualTo(60);
    }

    @Test
    void addressesAreComparedWithoutRegardToCaseAndAllElseExactly() {
        String all = groupOf("lists", PROFILES, PROFILES);
        JsonNode profile = emulator.profiles()
                .map(ApiClient::json)
                .filter(one -> one.at("/attributes/email").isTextual()
                        && one.at("/_kx").isTextual())
                .findFirst()
                .orElseThrow();
        String email = profile.at("/attributes/email").textValue();
        String id = profile.at("/id").textValue();

        assertThat(members(all).ids("filter", "equals(email,[\"" + email.toUpperCase(Locale.ROOT) + "\"])"))
                .containsExactly(id);
        assertThat(members(all)
                        .ids("filter", "equals(_kx,\"" + profile.at("/_kx").textValue() + "\")"))
                .containsExactly(id);
        assertThat(members(groupOf("lists", 0, 0)).ids("filter", "equals(email,[\"" + email + "\"])"))
                .isEmpty();
    }

    @Test
    void membersAreLoadedByTheIdOfAProfile() {
        String empty = groupOf("segments", 0, 0);
        emulator.addProfiles(List.of("{\"id\":\"ada\",\"attributes\":{\"email\":\"ada@example.net\"}}"));
        String seeded =
                json(emulator.profiles().findFirst().orElseThrow()).at("/id").textValue();
        emulator.addResources(
                empty + "/profiles",
                List.of(
                        "{\"id\":\"ada\",\"joined_group_at\":\"2026-07-01T00:00:00.75Z\"}",
                        "{\"id\":\"" + seeded + "\",\"joined_group_at\":\"2026-06-30T00:00:00Z\"}"));

        assertThat(members(empty).ids("sort", "joined_group_at")).containsExactly(seeded, "ada");
        assertThat(members(empty).ids("sort", "-joined_group_at")).containsExactly("ada", seeded);
        assertThat(members(empty).ids("filter", "greater-than(joined_group_at,2026-07-01T00:00:00Z)"))
                .containsExactly("ada");
        assertThat(members(empty).ids("filter", "equals(profile_id,['ada','nobody'])"))
                .containsExactly("ada");
        assertThatThrownBy(() -> emulator.addResources(empty + "/profiles", List.of("{\"id\":\"nobody\"}")))
                .hasMessageEndingWith("'id' is not that of a profile.");
        emulator.reset();
        assertThat(members(empty).ids()).isEmpty();
    }

    @Test
    void aMemberWhoseProfileIsReplacedStaysAMember() {
        String all = groupOf("lists", PROFILES, PROFILES);
        String id =
                json(emulator.profiles().findFirst().orElseThrow()).at("/id").textValue();
        JsonNode before = members(all).page("page[size]", "1").at("/data/0/attributes/joined_group_at");
        emulator.addProfiles(List.of("{\"id\":\"" + id + "\",\"attributes\":{\"first_name\":\"Ada\"}}"));
        JsonNode after = members(all).page("page[size]", "1").at("/data/0");

        assertThat(after.at("/id").textValue()).isEqualTo(id);
        assertThat(after.at("/attributes/first_name").textValue()).isEqualTo("Ada");
        assertThat(after.at("/attributes/joined_group_at")).isEqualTo(before);
    }
}
