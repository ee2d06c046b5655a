package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are sent, what is refused of them, and what they leave behind. */
final class EventWritesTest {
    private static final String PATH = "/api/event-bulk-create-jobs";
    private static final String GROUPS = "/data/attributes/events-bulk-create/data/";
    private static final String EVENT = GROUPS + "0/attributes/events/data/0";
    private static final String PROFILE = GROUPS + "0/attributes/profile/data";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private CollectionReader events;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(50)
                .events(10)
                .visibilityLag(Duration.ofSeconds(2))
                .time(time)
                .start();
        client = new ApiClient(emulator.endpoint());
        events = new CollectionReader(client, "events");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void anAcceptedEventCanBeReadAfterTheVisibilityLag() throws Exception {
        HttpResponse<String> accepted = send(group(
                "\"email\":\"ada@mail.example.net\"",
                event(
                        "\"unique_id\":\"order-1\",\"time\":\"2026-07-01T12:00:00.75+02:00\",\"value\":19.90,"
                                + "\"value_currency\":\"GBP\",\"backfill\":true",
                        "{\"sku\":\"X\",\"none\":null,\"zero\":0,\"attributes\":{\"record\":{\"a\":1e2}}}")));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        assertThat(events.all()).hasSize(10);
        assertThat(emulator.profiles()).hasSize(50);
        time.pass(Duration.ofMillis(1999));
        assertThat(events.all()).hasSize(10);
        assertThat(metric("Brewed Tea")).isEmpty();
        time.pass(Duration.ofMillis(1));

        List<JsonNode> sent = events.all("filter", "greater-than(datetime,2026-06-30T00:00:00Z)");
        assertThat(sent).hasSize(1);
        JsonNode event = sent.get(0);
        assertThat(event.at("/attributes/datetime").asText()).isEqualTo("2026-07-01T10:00:00+00:00");
        assertThat(event.at("/attributes/timestamp").asLong()).isEqualTo(1_782_900_000);
        assertThat(event.at("/attributes/uuid").asText()).hasSize(36);
        assertThat(event.at("/attributes/event_properties"))
                .isEqualTo(json("{\"sku\":\"X\",\"none\":null,\"zero\":0,\"attributes\":{\"record\":{\"a\":1e2}},"
                        + "\"$event_id\":\"order-1\",\"$value\":19.90,\"$value_currency\":\"GBP\"}"));
        JsonNode profile = profile("ada@mail.example.net");
        assertThat(event.at("/relationships/profile/data/id")).isEqualTo(profile.at("/id"));
        assertThat(profile.at("/attributes/last_event_date").asText()).isEqualTo("2026-07-01T10:00:00.000000+00:00");
        JsonNode metric = metric("Brewed Tea").get(0);
        assertThat(event.at("/relationships/metric/data/id")).isEqualTo(metric.at("/id"));
        assertThat(metric.at("/attributes/integration/name").asText()).isEqualTo("API");
        assertThat(events.ids("filter", "equals(metric_id,\"" + metric.at("/id").asText() + "\")"))
                .containsExactly(event.at("/id").asText());
        assertThat(events.ids(
                        "filter", "equals(profile_id,\"" + profile.at("/id").asText() + "\")"))
                .containsExactly(event.at("/id").asText());
    }

    @Test
    void anEventWithoutATimeHasThatOfItsArrival() throws Exception {
        send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")));
        time.pass(Duration.ofMinutes(5));

        assertThat(events.all("filter", "greater-than(datetime,2026-07-20T00:00:00Z)"))
                .extracting(event -> event.at("/attributes/datetime").asText())
                .containsExactly("2026-07-20T12:00:00+00:00");
    }

    @Test
    void aMetricIsMadeOnceAndFoundAgain() throws Exception {
        send(
                group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")),
                group("\"email\":\"bob@mail.example.net\"", event("\"unique_id\":\"b\"", "{}")));
        time.pass(Duration.ofSeconds(2));
        send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"c\"", "{}")));
        time.pass(Duration.ofSeconds(2));

        assertThat(metric("Brewed Tea")).hasSize(1);
        assertThat(events.all(
                        "filter",
                        "equals(metric_id,\""
                                + metric("Brewed Tea").get(0).at("/id").asText() + "\")"))
                .hasSize(3);
    }

    @Test
    void theMetricOfAnotherIntegrationIsAnother() throws Exception {
        assertThat(metric("Placed Order")).hasSize(1);
        send(group(
                "\"email\":\"ada@mail.example.net\"",
                event("\"unique_id\":\"a\"", "{}").replace("Brewed Tea", "Placed Order")));
        time.pass(Duration.ofSeconds(2));

        assertThat(metric("Placed Order"))
                .extracting(metric -> metric.at("/attributes/integration/name").asText())
                .containsExactlyInAnyOrder("Shopify", "API");
    }

    @Test
    void aProfileIsFoundByItsIdentifiersAndChanged() throws Exception {
        String id = emulator.addProfiles(List.of("{\"attributes\":{\"email\":\"Ada@mail.example.net\","
                        + "\"first_name\":\"Ada\",\"last_name\":\"L\",\"location\":{\"city\":\"Leeds\"},"
                        + "\"properties\":{\"a\":1,\"b\":2,\"tags\":\"x\",\"more\":[\"p\",\"q\"],\"gone\":true}}}"))
                .get(0);
        HttpResponse<String> accepted = send("{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":"
                + "{\"type\":\"profile\",\"attributes\":{\"email\":\"ADA@mail.example.net\",\"external_id\":\"c-1\","
                + "\"first_name\":null,\"last_name\":\"Lovelace\",\"location\":{\"country\":\"GB\",\"latitude\":53.8},"
                + "\"properties\":{\"a\":null,\"b\":3,\"c\":{\"d\":[1]}}},"
                + "\"meta\":{\"patch_properties\":{\"append\":{\"tags\":\"y\"},\"unappend\":{\"more\":\"p\"},"
                + "\"unset\":\"gone\"}}}},\"events\":{\"data\":[" + event("\"unique_id\":\"a\"", "{}") + "]}}}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        time.pass(Duration.ofSeconds(2));
        JsonNode profile = held(id);

        assertThat(emulator.profiles()).hasSize(51);
        assertThat(profile.at("/attributes/email").asText()).isEqualTo("ADA@mail.example.net");
        assertThat(profile.at("/attributes/external_id").asText()).isEqualTo("c-1");
        assertThat(profile.at("/attributes/first_name").asText()).isEqualTo("Ada");
        assertThat(profile.at("/attributes/last_name").asText()).isEqualTo("Lovelace");
        assertThat(profile.at("/attributes/location/city").asText()).isEqualTo("Leeds");
        assertThat(profile.at("/attributes/location/country").asText()).isEqualTo("GB");
        assertThat(profile.at("/attributes/location/latitude").decimalValue()).isEqualTo("53.8");
        assertThat(profile.at("/attributes/properties"))
                .isEqualTo(json("{\"a\":1,\"b\":3,\"tags\":[\"x\",\"y\"],\"more\":[\"q\"],\"c\":{\"d\":[1]}}"));
        assertThat(new CollectionReader(client, "profiles").ids("filter", "equals(external_id,\"c-1\")"))
                .containsExactly(id);
    }

    @Test
    void aSeededProfileIsFoundByItsIdAndKeepsWhatIsNotNamed() throws Exception {
        JsonNode before = json(emulator.profiles().skip(7).findFirst().orElseThrow());
        String id = before.at("/id").asText();
        send("{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\",\"id\":\""
                + id
                + "\",\"attributes\":{\"title\":\"Dr\"}}},\"events\":{\"data\":[" + event("\"unique_id\":\"a\"", "{}")
                + "]}}}");
        time.pass(Duration.ofSeconds(2));
        JsonNode after = held(id);

        assertThat(emulator.profiles()).hasSize(50);
        assertThat(after.at("/attributes/title").asText()).isEqualTo("Dr");
        for (String same : List.of("email", "phone_number", "subscriptions", "predictive_analytics", "created")) {
            assertThat(after.at("/attributes/" + same)).isEqualTo(before.at("/attributes/" + same));
        }
    }

    @Test
    void anIdentifierThatAnotherProfileHasStaysThere() throws Exception {
        List<String> ids = emulator.addProfiles(List.of(
                "{\"attributes\":{\"email\":\"ada@mail.example.net\"}}",
                "{\"attributes\":{\"phone_number\":\"+15005550006\"}}"));
        send(group(
                "\"email\":\"ada@mail.example.net\",\"phone_number\":\"+15005550006\"",
                event("\"unique_id\":\"a\"", "{}")));
        time.pass(Duration.ofSeconds(2));

        assertThat(held(ids.get(0)).at("/attributes/phone_number").isNull()).isTrue();
        assertThat(held(ids.get(0)).at("/attributes/last_event_date").isNull()).isFalse();
        assertThat(held(ids.get(1)).at("/attributes/last_event_date").isNull()).isTrue();
    }

    @Test
    void anAnonymousProfileIsTheSameOneNextTime() throws Exception {
        send(group("\"anonymous_id\":\"anon-1\"", event("\"unique_id\":\"a\"", "{}")));
        send(group("\"anonymous_id\":\"anon-1\"", event("\"unique_id\":\"b\"", "{}")));
        send(group("\"anonymous_id\":\"anon-2\"", event("\"unique_id\":\"c\"", "{}")));
        time.pass(Duration.ofSeconds(2));

        assertThat(emulator.profiles()).hasSize(52);
    }

    @Test
    void anIdThatNobodyHasLosesItsEvents() throws Exception {
        HttpResponse<String> accepted =
                send("{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\","
                        + "\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"attributes\":{}}},\"events\":{\"data\":["
                        + event("\"unique_id\":\"a\"", "{}") + "]}}}");
        time.pass(Duration.ofSeconds(2));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(emulator.resources("events")).hasSize(10);
        assertThat(emulator.profiles()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", "ada@Test.com"})
    void addressesThatAreNobodysAreTakenAndForgotten(String email) throws Exception {
        HttpResponse<String> accepted = send(group("\"email\":\"" + email + "\"", event("\"unique_id\":\"a\"", "{}")));
        time.pass(Duration.ofSeconds(2));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(emulator.resources("events")).hasSize(10);
        assertThat(emulator.profiles()).hasSize(50);
    }

    @Test
    void aRepeatInALaterRequestIsDroppedAndTheFirstOneStays() throws Exception {
        send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":1}")));
        HttpResponse<String> again =
                send(group("\"email\":\"Ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":2}")));
        time.pass(Duration.ofSeconds(2));
        HttpResponse<String> later =
                send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":3}")));
        send(group("\"email\":\"bob@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":4}")));
        send(group(
                "\"email\":\"ada@mail.example.net\"",
                event("\"unique_id\":\"a\"", "{\"n\":5}").replace("Brewed Tea", "Drank Tea")));
        time.pass(Duration.ofSeconds(2));

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(later.statusCode()).isEqualTo(202);
        assertThat(sentNumbers()).containsExactlyInAnyOrder(1, 4, 5);
    }

    @Test
    void withoutAUniqueIdTheSecondTellsEventsApart() throws Exception {
        String ada = "\"email\":\"ada@mail.example.net\"";
        send(group(ada, event("\"time\":\"2026-07-01T12:00:00.1Z\"", "{\"n\":1}")));
        send(group(ada, event("\"time\":\"2026-07-01T12:00:00.9Z\"", "{\"n\":2}")));
        send(group(ada, event("\"time\":\"2026-07-01T12:00:01Z\"", "{\"n\":3}")));
        time.pass(Duration.ofSeconds(2));

        assertThat(sentNumbers()).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void aRepeatInOneRequestRefusesAllOfIt() throws Exception {
        HttpResponse<String> refused = send(
                group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")),
                group("\"email\":\"bob@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")));
        HttpResponse<String> seconds = send(group(
                "\"email\":\"ada@mail.example.net\"",
                event("\"time\":\"2026-07-01T12:00:00.1Z\"", "{}"),
                event("\"time\":\"2026-07-01T12:00:00.2Z\"", "{}")));
        time.pass(Duration.ofSeconds(2));

        assertRefused(refused, GROUPS + "1/attributes/events/data/0/attributes/unique_id");
        assertRefused(seconds, GROUPS + "0/attributes/events/data/1/attributes/time");
        assertThat(emulator.resources("events")).hasSize(10);
    }

    @Test
    void everythingThatIsWrongIsTold() throws Exception {
        HttpResponse<String> refused = send(
                group("\"first_name\":\"Ada\"", event("", "{}")),
                group("\"email\":\"nobody\"", event("\"time\":\"yesterday\"", "{}")),
                group(
                        "\"email\":\"ada@mail.example.net\"",
                        event("\"unique_id\":\"a\"", "{}"),
                        event("\"unique_id\":\"\"", "{}")));

        assertRefused(
                refused,
                GROUPS + "0/attributes/profile/data/attributes",
                GROUPS + "1/attributes/profile/data/attributes/email",
                GROUPS + "1/attributes/events/data/0/attributes/time",
                GROUPS + "2/attributes/events/data/1/attributes/unique_id");
        time.pass(Duration.ofSeconds(2));
        assertThat(emulator.resources("events")).hasSize(10);
    }

    @Test
    void atMostFiftyErrorsAreTold() throws Exception {
        String[] groups = IntStream.range(0, 60)
                .mapToObj(i -> group("\"email\":\"nobody\"", event("\"unique_id\":\"" + i + "\"", "{}")))
                .toArray(String[]::new);

        assertThat(json(send(groups)).at("/errors")).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"email\":\"a b@mail.example.net\" | /attributes/email",
                "\"email\":7 | /attributes/email",
                "\"email\":\"ada@mail.example.net\",\"phone_number\":\"555\" | /attributes/phone_number",
                "\"email\":\"ada@mail.example.net\",\"colour\":1 | /attributes/colour",
                "\"email\":\"ada@mail.example.net\",\"title\":1 | /attributes/title",
                "\"email\":\"ada@mail.example.net\",\"location\":{\"planet\":\"x\"} | /attributes/location/planet",
                "\"email\":\"ada@mail.example.net\",\"properties\":[] | /attributes/properties",
                "\"external_id\":\"\" | /attributes/external_id",
            })
    void whatIsWrongWithAProfileIsPointedAt(String attributes, String pointer) throws Exception {
        assertRefused(send(group(attributes, event("", "{}"))), PROFILE + pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"time\":\"2026-07-01\" | time",
                "\"time\":\"2027-07-20T12:00:01Z\" | time",
                "\"time\":\"1989-12-31T23:59:59Z\" | time",
                "\"time\":1782907200 | time",
                "\"value\":\"19.9\" | value",
                "\"value_currency\":\"pounds\" | value_currency",
                "\"backfill\":1 | backfill",
                "\"colour\":1 | colour",
            })
    void whatIsWrongWithAnEventIsPointedAt(String member, String pointer) throws Exception {
        assertRefused(
                send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"," + member, "{}"))),
                EVENT + "/attributes/" + pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-07-20T12:00:00Z", "1990-01-01T00:00:00Z"})
    void theBordersOfTimeAreTaken(String border) throws Exception {
        assertThat(send(group("\"email\":\"ada@mail.example.net\"", event("\"time\":\"" + border + "\"", "{}")))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void whatIsTooMuchIsRefused() throws Exception {
        String ada = "\"email\":\"ada@mail.example.net\"";
        String properties = EVENT + "/attributes/properties";
        assertThat(send(group(ada, event("", numbered(400)))).statusCode()).isEqualTo(202);
        assertRefused(send(group(ada, event("", numbered(401)))), properties);
        assertThat(send(group(ada, event("\"unique_id\":\"" + "x".repeat(255) + "\"", "{}")))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(
                send(group(ada, event("\"unique_id\":\"" + "x".repeat(256) + "\"", "{}"))),
                EVENT + "/attributes/unique_id");
        assertRefused(
                send(group(ada, event("", "{}").replace("Brewed Tea", "x".repeat(128)))),
                EVENT + "/attributes/metric/data/attributes/name");
        String text = "{\"a\":\"%s\"}";
        assertThat(send(group(ada, event("\"unique_id\":\"t\"", text.formatted("x".repeat(100_000)))))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(send(group(ada, event("", text.formatted("x".repeat(100_001))))), properties);
        assertThat(send(group(ada, event("\"unique_id\":\"d\"", nested(10)))).statusCode())
                .isEqualTo(202);
        assertRefused(send(group(ada, event("", nested(11)))), properties);
        assertThat(send(group(ada, event("\"unique_id\":\"l\"", "{\"a\":" + list(4000) + "}")))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(send(group(ada, event("", "{\"a\":" + list(4001) + "}"))), properties);
        assertRefused(
                send(group("\"email\":\"" + "a".repeat(84) + "@mail.example.net\"", event("", "{}"))),
                PROFILE + "/attributes/email");
        assertRefused(
                send(group(ada + ",\"properties\":{\"a\":\"" + "x".repeat(94_990) + "\"}", event("", "{}"))),
                PROFILE + "/attributes");
    }

    @Test
    void aThousandEventsAreTakenWhateverTheirGroupsAndNoMore() throws Exception {
        String[] thousand = IntStream.range(0, 500)
                .mapToObj(i -> group(
                        "\"email\":\"p" + i + "@mail.example.net\"",
                        event("\"unique_id\":\"a" + i + "\"", "{}"),
                        event("\"unique_id\":\"b" + i + "\"", "{}")))
                .toArray(String[]::new);
        String[] more = Arrays.copyOf(thousand, 501);
        more[500] = group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"x\"", "{}"));

        assertThat(send(thousand).statusCode()).isEqualTo(202);
        assertThat(emulator.stats("POST " + PATH).records()).isEqualTo(1000);
        assertRefused(send(more), "/data/attributes/events-bulk-create/data");
        assertRefused(send(), "/data/attributes/events-bulk-create/data");
        assertRefused(send(group("\"email\":\"ada@mail.example.net\"")), GROUPS + "0/attributes/events/data");
        time.pass(Duration.ofSeconds(2));
        assertThat(emulator.resources("events")).hasSize(1010);
        assertThat(emulator.profiles()).hasSize(550);
    }

    @Test
    void aBodyBeyondFiveMegabytesIsTooLarge() throws Exception {
        String[] large = IntStream.range(0, 51)
                .mapToObj(i -> group(
                        "\"email\":\"ada@mail.example.net\"",
                        event("\"unique_id\":\"" + i + "\"", "{\"a\":\"" + "x".repeat(98_000) + "\"}")))
                .toArray(String[]::new);

        assertThat(send(large).statusCode()).isEqualTo(413);
    }

    @Test
    void poisonPointsAtTheEvent() throws Exception {
        Fault fault = Fault.builder("POST " + PATH, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build();
        emulator.fault(fault);
        HttpResponse<String> refused = send(
                group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")),
                group(
                        "\"email\":\"bob@mail.example.net\"",
                        event("\"unique_id\":\"b\"", "{}"),
                        event("\"unique_id\":\"c\"", "{\"a\":\"POISON\"}")));
        time.pass(Duration.ofSeconds(2));

        assertRefused(refused, GROUPS + "1/attributes/events/data/1");
        assertThat(emulator.fired(fault)).isEqualTo(1);
        assertThat(emulator.resources("events")).hasSize(10);
    }

    @Test
    void anEventWhoseAnswerGotLostIsNotDoubledWhenItIsSentAgain() throws Exception {
        String group = group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":1}"));
        emulator.fault(
                Fault.builder("POST " + PATH, Fault.Kind.RESET_AFTER).times(1).build());
        assertThatThrownBy(() -> send(group)).isInstanceOf(IOException.class);
        assertThat(send(group).statusCode()).isEqualTo(202);
        time.pass(Duration.ofSeconds(2));

        assertThat(sentNumbers()).containsExactly(1);
    }

    @Test
    void theWritesThatWereAcceptedAreKeptAsTheyWereSent() throws Exception {
        send(group("\"email\":\"nobody\"", event("", "{}")));
        send(group(
                "\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\",\"backfill\":true", "{\"n\":1.10}")));

        assertThat(emulator.writes("POST " + PATH))
                .singleElement()
                .asString()
                .contains("\"backfill\":true", "\"n\":1.10");
    }

    @Test
    void aResetForgetsEvents() throws Exception {
        String group = group("\"anonymous_id\":\"x\"", event("\"unique_id\":\"a\"", "{\"n\":1}"));
        send(group);
        time.pass(Duration.ofSeconds(2));
        List<String> first = emulator.resources("events").toList();
        send(group.replace("\"a\"", "\"b\""));
        emulator.reset();
        time.pass(Duration.ofSeconds(2));
        assertThat(emulator.resources("events")).hasSize(10);
        assertThat(metric("Brewed Tea")).isEmpty();
        send(group);
        time.pass(Duration.ofSeconds(2));

        assertThat(ids(emulator.resources("events").toList())).isEqualTo(ids(first));
    }

    @Test
    void tenASecondAndAHundredAndFiftyAMinuteAreTheLimit() throws Exception {
        try (KlaviyoEmulator limited = KlaviyoEmulator.builder().time(time).start()) {
            HttpResponse<String> answer = new ApiClient(limited.endpoint()).post(PATH, "{}");

            assertThat(answer.headers().firstValue("RateLimit-Limit")).hasValue("10, 10;w=1, 150;w=60");
        }
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream().map(line -> json(line).at("/id").asText()).toList();
    }

    private HttpResponse<String> send(String... groups) throws Exception {
        return client.post(
                PATH,
                "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":{\"events-bulk-create\":{\"data\":["
                        + String.join(",", groups) + "]}}}}");
    }

    private static String group(String attributes, String... events) {
        return "{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\",\"attributes\":{"
                + attributes + "}}},\"events\":{\"data\":[" + String.join(",", events) + "]}}}";
    }

    private static String event(String members, String properties) {
        return "{\"type\":\"event\",\"attributes\":{" + members + (members.isEmpty() ? "" : ",") + "\"properties\":"
                + properties
                + ",\"metric\":{\"data\":{\"type\":\"metric\",\"attributes\":{\"name\":\"Brewed Tea\"}}}}}";
    }

    private static String numbered(int properties) {
        return IntStream.range(0, properties)
                .mapToObj(i -> "\"p" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static String list(int elements) {
        return "[" + String.join(",", Collections.nCopies(elements, "1")) + "]";
    }

    private void assertRefused(HttpResponse<String> refused, String... pointers) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).at("/errors").findValuesAsText("pointer")).containsExactly(pointers);
    }

    private List<Integer> sentNumbers() {
        return emulator.resources("events")
                .map(line -> json(line).at("/attributes/event_properties/n"))
                .filter(number -> !number.isMissingNode())
                .map(JsonNode::asInt)
                .toList();
    }

    private JsonNode held(String id) {
        return emulator.profiles()
                .map(ApiClient::json)
                .filter(profile -> profile.at("/id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode profile(String email) {
        return emulator.profiles()
                .map(ApiClient::json)
                .filter(profile -> profile.at("/attributes/email").asText().equals(email))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> metric(String name) {
        return new CollectionReader(client, "metrics")
                .all().stream()
                        .filter(metric -> metric.at("/attributes/name").asText().equals(name))
                        .toList();
    }
}
