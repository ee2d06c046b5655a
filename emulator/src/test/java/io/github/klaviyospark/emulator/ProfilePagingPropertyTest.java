package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Pages against an order computed here, from what the emulator says it holds. */
final class ProfilePagingPropertyTest {
    private static final String MARKETING = "/attributes/subscriptions/email/marketing/";

    private static KlaviyoEmulator emulator;
    private static ProfileReader reader;
    private static List<JsonNode> held;

    @BeforeContainer
    static void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).seed(3).profiles(540).start();
        reader = new ProfileReader(new ApiClient(emulator.endpoint()));
        List<String> seeded = emulator.profiles().toList();
        List<String> added = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // Some in the middle of the others, some with equal times, one out of seven in place of a seeded one.
            JsonNode near = ApiClient.json(seeded.get(i * 8));
            String id = near.at("/id").textValue() + (i % 7 == 0 ? "" : "x");
            added.add(
                    "{\"id\":\"" + id + "\",\"attributes\":{\"email\":" + (i % 3 == 0 ? null : "\"e" + i % 5 + "@x.y\"")
                            + ",\"created\":" + near.at("/attributes/created") + ",\"updated\":"
                            + near.at("/attributes/updated") + "}}");
        }
        emulator.addProfiles(added);
        held = emulator.profiles().map(ApiClient::json).toList();
    }

    @AfterContainer
    static void stop() {
        emulator.close();
    }

    @Property(tries = 50)
    void everyPageSizeAndOrderCoversAllExactlyOnce(
            @ForAll @IntRange(min = 1, max = 100) int size, @ForAll @From("sorts") String sort) {
        List<String> ids = reader.ids("page[size]", Integer.toString(size), "sort", sort);

        assertThat(ids).isEqualTo(expected(sort));
    }

    @Property(tries = 15)
    void theWayBackIsTheWayThere(@ForAll @IntRange(min = 7, max = 100) int size, @ForAll @From("sorts") String sort) {
        List<JsonNode> pages = reader.pages("page[size]", Integer.toString(size), "sort", sort);
        List<String> back = new ArrayList<>();
        JsonNode page = pages.get(pages.size() - 1);
        while (page != null) {
            List<String> ids = ProfileReader.ids(page);
            Collections.reverse(ids);
            back.addAll(ids);
            String previous = page.at("/links/prev").textValue();
            page = previous == null ? null : reader.pageAt(previous);
        }
        Collections.reverse(back);

        assertThat(back).isEqualTo(expected(sort));
        assertThat(pages.subList(0, pages.size() - 1))
                .allSatisfy(full -> assertThat(ProfileReader.ids(full)).hasSize(size));
    }

    @Provide
    Arbitrary<String> sorts() {
        return Arbitraries.of(ProfileSort.ALL.keySet());
    }

    private static List<String> expected(String sort) {
        boolean descending = sort.startsWith("-");
        String name = descending ? sort.substring(1) : sort;
        Comparator<String> keys = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return held.stream()
                .sorted(Comparator.comparing((JsonNode profile) -> key(profile, name), Comparator.nullsLast(keys))
                        .thenComparing(profile -> profile.at("/id").textValue()))
                .map(profile -> profile.at("/id").textValue())
                .toList();
    }

    private static String key(JsonNode profile, String name) {
        if (name.equals("id")) {
            return profile.at("/id").textValue();
        }
        if (!name.endsWith(".timestamp")) {
            return profile.at("/attributes/" + name).textValue();
        }
        String kind = name.contains("list_suppressions") ? "list_suppressions" : "suppression";
        return StreamSupport.stream(profile.at(MARKETING + kind).spliterator(), false)
                .map(suppression -> suppression.at("/timestamp").textValue())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
