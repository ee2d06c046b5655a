package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.assertRefused;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.EventClient.GROUPS;
import static io.github.klaviyospark.emulator.EventClient.PATH;
import static io.github.klaviyospark.emulator.EventClient.event;
import static io.github.klaviyospark.emulator.EventClient.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of events, where that is pointed at, and how much is just not too much. */
final class EventRefusalTest {
    private static final String EVENT = GROUPS + "0/attributes/events/data/0";
    private static final String PROFILE = GROUPS + "0/attributes/profile/data";

    @AutoClose
    private final Account account = EventClient.account();

    private final EventClient client = new EventClient(account.api);

    @Test
    void everythingThatIsWrongIsTold() throws Exception {
        HttpResponse<String> refused = client.send(
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
        account.pass(Duration.ofSeconds(2));
        assertThat(account.emulator.resources("events")).hasSize(10);
    }

    @Test
    void atMostFiftyErrorsAreTold() throws Exception {
        String[] groups = IntStream.range(0, 60)
                .mapToObj(i -> group("\"email\":\"nobody\"", event("\"unique_id\":\"" + i + "\"", "{}")))
                .toArray(String[]::new);

        assertThat(json(client.send(groups)).at("/errors")).hasSize(50);
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
        assertRefused(client.send(group(attributes, event("", "{}"))), PROFILE + pointer);
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
                client.send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"," + member, "{}"))),
                EVENT + "/attributes/" + pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-07-20T12:00:00Z", "1990-01-01T00:00:00Z"})
    void theBordersOfTimeAreTaken(String border) throws Exception {
        assertThat(client.send(group("\"email\":\"ada@mail.example.net\"", event("\"time\":\"" + border + "\"", "{}")))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void whatIsTooMuchIsRefused() throws Exception {
        String ada = "\"email\":\"ada@mail.example.net\"";
        String properties = EVENT + "/attributes/properties";
        assertThat(client.send(group(ada, event("", numbered(400)))).statusCode())
                .isEqualTo(202);
        assertRefused(client.send(group(ada, event("", numbered(401)))), properties);
        assertThat(client.send(group(ada, event("\"unique_id\":\"" + "x".repeat(255) + "\"", "{}")))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(
                client.send(group(ada, event("\"unique_id\":\"" + "x".repeat(256) + "\"", "{}"))),
                EVENT + "/attributes/unique_id");
        assertRefused(
                client.send(group(ada, event("", "{}").replace("Brewed Tea", "x".repeat(128)))),
                EVENT + "/attributes/metric/data/attributes/name");
        String text = "{\"a\":\"%s\"}";
        assertThat(client.send(group(ada, event("\"unique_id\":\"t\"", text.formatted("x".repeat(100_000)))))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(client.send(group(ada, event("", text.formatted("x".repeat(100_001))))), properties);
        assertThat(client.send(group(ada, event("\"unique_id\":\"d\"", nested(10))))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(client.send(group(ada, event("", nested(11)))), properties);
        assertThat(client.send(group(ada, event("\"unique_id\":\"l\"", "{\"a\":" + list(4000) + "}")))
                        .statusCode())
                .isEqualTo(202);
        assertRefused(client.send(group(ada, event("", "{\"a\":" + list(4001) + "}"))), properties);
        assertRefused(
                client.send(group("\"email\":\"" + "a".repeat(84) + "@mail.example.net\"", event("", "{}"))),
                PROFILE + "/attributes/email");
        assertRefused(
                client.send(group(ada + ",\"properties\":{\"a\":\"" + "x".repeat(94_990) + "\"}", event("", "{}"))),
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

        assertThat(client.send(thousand).statusCode()).isEqualTo(202);
        assertThat(account.emulator.stats("POST " + PATH).records()).isEqualTo(1000);
        assertRefused(client.send(more), "/data/attributes/events-bulk-create/data");
        assertRefused(client.send(), "/data/attributes/events-bulk-create/data");
        assertRefused(client.send(group("\"email\":\"ada@mail.example.net\"")), GROUPS + "0/attributes/events/data");
        account.pass(Duration.ofSeconds(2));
        assertThat(account.emulator.resources("events")).hasSize(1010);
        assertThat(account.emulator.profiles()).hasSize(550);
    }

    @Test
    void aBodyBeyondFiveMegabytesIsTooLarge() throws Exception {
        String[] large = IntStream.range(0, 51)
                .mapToObj(i -> group(
                        "\"email\":\"ada@mail.example.net\"",
                        event("\"unique_id\":\"" + i + "\"", "{\"a\":\"" + "x".repeat(98_000) + "\"}")))
                .toArray(String[]::new);

        assertThat(client.send(large).statusCode()).isEqualTo(413);
    }

    @Test
    void poisonPointsAtTheEvent() throws Exception {
        Fault fault = Fault.builder("POST " + PATH, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build();
        account.emulator.fault(fault);
        HttpResponse<String> refused = client.send(
                group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")),
                group(
                        "\"email\":\"bob@mail.example.net\"",
                        event("\"unique_id\":\"b\"", "{}"),
                        event("\"unique_id\":\"c\"", "{\"a\":\"POISON\"}")));
        account.pass(Duration.ofSeconds(2));

        assertRefused(refused, GROUPS + "1/attributes/events/data/1");
        assertThat(account.emulator.fired(fault)).isEqualTo(1);
        assertThat(account.emulator.resources("events")).hasSize(10);
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
}
