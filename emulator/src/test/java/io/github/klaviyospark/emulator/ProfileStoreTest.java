package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ProfileReader.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profiles that come and change, quotas and faults. */
final class ProfileStoreTest {
    private static final String OPERATION = "GET /api/profiles";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ProfileReader reader;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().time(time).profiles(30).start();
        client = new ApiClient(emulator.endpoint());
        reader = new ProfileReader(client);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void whatALineLeavesOutIsNullOrMade() {
        String id = emulator.addProfiles(List.of("", "{}")).get(0);
        JsonNode profile = reader.page(
                        "filter", "equals(id,'" + id + "')", "additional-fields[profile]", "subscriptions")
                .at("/data/0");

        assertThat(Ulids.isUlid(id)).isTrue();
        assertThat(profile.at("/attributes/created").textValue()).isEqualTo("2026-07-20T12:00:00+00:00");
        assertThat(profile.at("/attributes/updated")).isEqualTo(profile.at("/attributes/created"));
        assertThat(profile.at("/attributes/location").size()).isEqualTo(10);
        for (String name : List.of("email", "last_event_date", "properties", "subscriptions", "location/zip")) {
            assertThat(profile.at("/attributes/" + name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void valuesKeepTheirDigitsAndTimesTheirMicroseconds() {
        emulator.addProfiles(List.of("{\"id\":\"a\",\"attributes\":{\"created\":\"2026-01-01T01:00:00.1234+01:00\","
                + "\"location\":{\"latitude\":1.10,\"longitude\":\"2.20\"},"
                + "\"properties\":{\"n\":12345678901234567890.10,\"i\":123456789012345678901234567890}}}"));
        String line = emulator.profiles()
                .filter(text -> text.startsWith("{\"id\":\"a\""))
                .findFirst()
                .orElseThrow();

        assertThat(line)
                .contains(
                        "\"created\":\"2026-01-01T00:00:00.123400+00:00\"", "\"updated\":\"2026-01-01T00:00:00.123400")
                .contains("\"latitude\":1.10,\"longitude\":\"2.20\"")
                .contains("{\"n\":12345678901234567890.10,\"i\":123456789012345678901234567890}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | a profile is not an object",
                "{\"id\":7} | 'id' is neither a string nor null",
                "{\"id\":\"\"} | 'id' is empty",
                "{\"email\":\"a@b.c\"} | a profile has no 'email'",
                "{\"attributes\":{\"mail\":\"a@b.c\"}} | there is no attribute 'mail'",
                "{\"attributes\":{\"email\":1}} | 'email' is neither a string nor null",
                "{\"attributes\":{\"location\":{\"town\":\"x\"}}} | there is no attribute 'location.town'",
                "{\"attributes\":{\"location\":\"Leeds\"}} | 'location' is not an object",
                "{\"attributes\":{\"created\":\"yesterday\"}} | 'created' is wrong: 'yesterday' is not a time such as 2026-07-01T12:30:00.123456+00:00",
                "{\"attributes\":{\"created\":\"2026-01-01T00:00:00.1234567Z\"}} | 'created' is wrong: '2026-01-01T00:00:00.1234567Z' is finer than a microsecond",
                "{\"attributes\":{\"properties\":[]}} | 'properties' is not an object",
                "{\"attributes\":{\"subscriptions\":{\"email\":{\"marketing\":{\"suppression\":[{\"reason\":\"x\"}]}}}}} | 'suppression' needs 'reason' and 'timestamp'",
                "{\"conversations\":[{\"id\":\"c\"}]} | a conversation needs a 'channel': instagram, sms or whatsapp",
                "{\"push-tokens\":[{\"attributes\":{\"colour\":1}}]} | 'push-tokens' has no 'colour'",
                "{\"id\":\"twice\"} | the id 'twice' came before",
            })
    void aLineThatIsNoProfileAddsNothing(String line, String why) throws Exception {
        String body = "{\"id\":\"twice\"}\n" + line;
        HttpResponse<String> response = client.post("/__emulator/profiles", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error").textValue())
                .startsWith("Line 2 is not a profile")
                .endsWith(": " + why + ".");
        assertThatThrownBy(() -> emulator.addProfiles(body.lines().toList()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(json(response).at("/error").textValue());
        assertThat(emulator.profiles()).hasSize(30);
    }

    @Test
    void whatIsNotJsonOrNotUtf8AddsNothing() throws Exception {
        assertThat(json(client.post("/__emulator/profiles", "{")).at("/error").textValue())
                .startsWith("Line 1 is not a profile: it is not JSON: ");
        assertThat(json(client.post("/__emulator/profiles", "{\"id\":\"\\ud800\"}"))
                        .at("/error")
                        .textValue())
                .isEqualTo("Line 1 is not a profile: it has half of a surrogate pair, which UTF-8 cannot carry.");
        assertThat(client.send("POST", "/__emulator/profiles", new byte[] {'{', (byte) 0xFF, '}'})
                        .body())
                .isEqualTo("{\"error\":\"The lines are not UTF-8.\"}");
    }

    @Test
    void profilesGoOutAndInByTheControlInterface() throws Exception {
        HttpResponse<String> out = client.get("/__emulator/profiles");
        assertThat(out.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(out.body().lines().toList())
                .hasSize(30)
                .isEqualTo(emulator.profiles().toList());
        try (KlaviyoEmulator other = KlaviyoEmulator.start()) {
            HttpResponse<String> in = new ApiClient(other.endpoint()).post("/__emulator/profiles", out.body());
            assertThat(json(in).at("/ids")).hasSize(30);
            assertThat(other.profiles().toList()).isEqualTo(emulator.profiles().toList());
        }
    }

    @Test
    void resetForgetsAddedProfilesAndKeepsSeededOnes() throws Exception {
        List<String> before = emulator.profiles().toList();
        String made = emulator.addProfiles(List.of("{}")).get(0);
        String seeded = json(before.get(4)).at("/id").textValue();
        emulator.addProfiles(List.of("{\"id\":\"" + seeded + "\"}"));
        assertThat(emulator.profiles()).hasSize(31).doesNotContain(before.get(4));

        client.post("/__emulator/reset", "");
        assertThat(emulator.profiles().toList()).isEqualTo(before);
        assertThat(emulator.addProfiles(List.of("{}"))).containsExactly(made);
    }

    @Test
    void profilesThatAreAddedOrChangedShiftNoOthers() {
        List<String> ids = reader.ids();
        JsonNode first = reader.page("sort", "updated", "page[size]", "10");
        String next = first.at("/links/next").textValue();
        String border = ids(first).get(9);
        // One before the border, one far behind it, and the border itself moves to the far end.
        emulator.addProfiles(List.of(
                "{\"id\":\"before\",\"attributes\":{\"created\":\"2020-01-01T00:00:00Z\"}}",
                "{\"id\":\"behind\",\"attributes\":{\"created\":\"2026-07-01T00:00:00Z\"}}",
                "{\"id\":\"" + border + "\",\"attributes\":{\"created\":\"2026-07-02T00:00:00Z\"}}"));
        List<String> rest = new ArrayList<>();
        while (next != null) {
            JsonNode page = reader.pageAt(next);
            rest.addAll(ids(page));
            next = page.at("/links/next").textValue();
        }

        assertThat(rest).hasSize(22).endsWith("behind", border).doesNotContain("before");
        assertThat(rest.subList(0, 20)).doesNotContainAnyElementsOf(ids(first)).isSubsetOf(ids);
    }

    @Test
    void statsCountTheProfilesOfAnswers() {
        reader.page("page[size]", "7");
        reader.get("page[size]", "0");
        reader.page("filter", "equals(id,'none')");

        assertThat(emulator.stats(OPERATION).records()).isEqualTo(7);
        assertThat(emulator.stats(OPERATION).bytes()).isZero();
        assertThat(emulator.exchanges().get(0).target()).isEqualTo("/api/profiles?page%5Bsize%5D=7");
    }

    @Test
    void predictiveAnalyticsTakeFromBothQuotas() {
        String[] dear = {"additional-fields[profile]", "subscriptions,predictive_analytics", "page[size]", "1"};
        HttpResponse<String> response = reader.get(dear);
        assertThat(response.headers().firstValue("RateLimit-Limit")).hasValue("10, 10;w=1, 150;w=60");
        assertThat(response.headers().firstValue("RateLimit-Remaining")).hasValue("9");
        for (int i = 0; i < 9; i++) {
            reader.get(dear);
        }
        assertThat(reader.get(dear).statusCode()).isEqualTo(429);

        HttpResponse<String> cheap = reader.get("additional-fields[profile]", "subscriptions");
        assertThat(cheap.headers().firstValue("RateLimit-Limit")).hasValue("75, 75;w=1, 750;w=60");
        assertThat(cheap.headers().firstValue("RateLimit-Remaining")).hasValue("64");
    }

    @Test
    void aSpentEndpointRefusesPredictiveAnalyticsAndKeepsTheirQuota() {
        try (KlaviyoEmulator small = KlaviyoEmulator.builder()
                .time(time)
                .limits(OPERATION, "2/1s,3/60s")
                .limits("GET /api/profiles?predictive_analytics", "5/1s,150/60s")
                .start()) {
            ProfileReader other = new ProfileReader(new ApiClient(small.endpoint()));
            String[] dear = {"additional-fields[profile]", "predictive_analytics"};
            other.get();
            assertThat(other.get(dear).headers().firstValue("RateLimit-Remaining"))
                    .hasValue("4");
            assertThat(other.get(dear).headers().firstValue("Retry-After")).hasValue("1");
            time.pass(Duration.ofSeconds(1));
            assertThat(other.get(dear).headers().firstValue("RateLimit-Remaining"))
                    .hasValue("4");
            assertThat(other.get(dear).headers().firstValue("Retry-After")).hasValue("59");
        }
    }

    @Test
    void aCutAnswerIsWholeHttpButHalfJson() throws Exception {
        emulator.fault(
                Fault.builder(OPERATION, Fault.Kind.CUT).after(1).times(1).build());
        HttpResponse<String> whole = reader.get();
        HttpResponse<byte[]> cut = client.getBytes("/api/profiles");

        assertThat(cut.statusCode()).isEqualTo(200);
        byte[] all = whole.body().getBytes(StandardCharsets.UTF_8);
        assertThat(cut.body()).isEqualTo(Arrays.copyOf(all, all.length / 2));
        assertThat(cut.headers().firstValue("content-length")).hasValue(Integer.toString(all.length / 2));
        assertThat(reader.get().body()).isEqualTo(whole.body());
        assertThat(emulator.exchanges().get(1).fault()).hasValue(Fault.Kind.CUT);
    }

    @Test
    void aRepeatedCursorLeadsToThePageItCameWith() {
        emulator.fault(Fault.builder(OPERATION, Fault.Kind.REPEAT_CURSOR)
                .after(1)
                .times(1)
                .build());
        JsonNode first = reader.page("page[size]", "15");
        JsonNode second = reader.pageAt(first.at("/links/next").textValue());

        assertThat(second.at("/links/next").textValue())
                .isEqualTo(first.at("/links/next").textValue());
        assertThat(ids(reader.pageAt(second.at("/links/next").textValue()))).isEqualTo(ids(second));
        assertThat(reader.pageAt(second.at("/links/next").textValue())
                        .at("/links/next")
                        .isNull())
                .isTrue();
    }

    @Test
    void aRepeatedBorderBeginsThePageWithTheEndOfTheOneBefore() {
        emulator.fault(
                Fault.builder(OPERATION, Fault.Kind.REPEAT_BORDER).times(2).build());
        JsonNode first = reader.page("page[size]", "10", "sort", "-created");
        JsonNode second = reader.pageAt(first.at("/links/next").textValue());
        JsonNode third = reader.pageAt(second.at("/links/next").textValue());

        assertThat(ids(first)).hasSize(10);
        assertThat(ids(second)).hasSize(10).startsWith(ids(first).get(9)).doesNotHaveDuplicates();
        assertThat(ids(third)).hasSize(10).doesNotContain(ids(second).get(9));
        assertThat(emulator.stats(OPERATION).records()).isEqualTo(30);
    }

    @Test
    void faultsOfPagesLeaveOtherOperationsAlone() throws Exception {
        emulator.fault(FaultJson.one(
                "{\"match\":\"GET /api/*\",\"kind\":\"repeat-cursor\",\"times\":1}".getBytes(StandardCharsets.UTF_8)));
        emulator.createDataSource("a");
        JsonNode sources = json(client.get("/api/data-sources"));

        assertThat(sources.at("/links/next").isNull()).isTrue();
        assertThat(emulator.exchanges().get(0).fault()).isEmpty();
        assertThat(reader.page("page[size]", "100").at("/links/next").isNull()).isFalse();
    }
}
