package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.EventClient.PATH;
import static io.github.klaviyospark.emulator.EventClient.event;
import static io.github.klaviyospark.emulator.EventClient.group;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Events that are accepted, and when and how they show. */
final class EventWritesTest {
    @AutoClose
    private final Account account = EventClient.account();

    private final EventClient client = new EventClient(account.api);

    @Test
    void anAcceptedEventCanBeReadAfterTheVisibilityLag() throws Exception {
        HttpResponse<String> accepted = client.send(group(
                "\"email\":\"ada@mail.example.net\"",
                event(
                        "\"unique_id\":\"order-1\",\"time\":\"2026-07-01T12:00:00.75+02:00\",\"value\":19.90,"
                                + "\"value_currency\":\"GBP\",\"backfill\":true",
                        "{\"sku\":\"X\",\"none\":null,\"zero\":0,\"attributes\":{\"record\":{\"a\":1e2}}}")));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        assertThat(client.events.all()).hasSize(10);
        assertThat(account.emulator.profiles()).hasSize(50);
        account.pass(Duration.ofMillis(1999));
        assertThat(client.events.all()).hasSize(10);
        assertThat(metric("Brewed Tea")).isEmpty();
        account.pass(Duration.ofMillis(1));

        List<JsonNode> sent = client.events.all("filter", "greater-than(datetime,2026-06-30T00:00:00Z)");
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
        assertThat(client.events.ids(
                        "filter", "equals(metric_id,\"" + metric.at("/id").asText() + "\")"))
                .containsExactly(event.at("/id").asText());
        assertThat(client.events.ids(
                        "filter", "equals(profile_id,\"" + profile.at("/id").asText() + "\")"))
                .containsExactly(event.at("/id").asText());
    }

    @Test
    void anEventWithoutATimeHasThatOfItsArrival() throws Exception {
        client.send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")));
        account.pass(Duration.ofMinutes(5));

        assertThat(client.events.all("filter", "greater-than(datetime,2026-07-20T00:00:00Z)"))
                .extracting(event -> event.at("/attributes/datetime").asText())
                .containsExactly("2026-07-20T12:00:00+00:00");
    }

    @Test
    void aMetricIsMadeOnceAndFoundAgain() throws Exception {
        client.send(
                group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")),
                group("\"email\":\"bob@mail.example.net\"", event("\"unique_id\":\"b\"", "{}")));
        account.pass(Duration.ofSeconds(2));
        client.send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"c\"", "{}")));
        account.pass(Duration.ofSeconds(2));

        assertThat(metric("Brewed Tea")).hasSize(1);
        assertThat(client.events.all(
                        "filter",
                        "equals(metric_id,\""
                                + metric("Brewed Tea").get(0).at("/id").asText() + "\")"))
                .hasSize(3);
    }

    @Test
    void theMetricOfAnotherIntegrationIsAnother() throws Exception {
        assertThat(metric("Placed Order")).hasSize(1);
        client.send(group(
                "\"email\":\"ada@mail.example.net\"",
                event("\"unique_id\":\"a\"", "{}").replace("Brewed Tea", "Placed Order")));
        account.pass(Duration.ofSeconds(2));

        assertThat(metric("Placed Order"))
                .extracting(metric -> metric.at("/attributes/integration/name").asText())
                .containsExactlyInAnyOrder("Shopify", "API");
    }

    @Test
    void theWritesThatWereAcceptedAreKeptAsTheyWereSent() throws Exception {
        client.send(group("\"email\":\"nobody\"", event("", "{}")));
        client.send(group(
                "\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\",\"backfill\":true", "{\"n\":1.10}")));

        assertThat(account.emulator.writes("POST " + PATH))
                .singleElement()
                .asString()
                .contains("\"backfill\":true", "\"n\":1.10");
    }

    @Test
    void aResetForgetsEvents() throws Exception {
        String group = group("\"anonymous_id\":\"x\"", event("\"unique_id\":\"a\"", "{\"n\":1}"));
        client.send(group);
        account.pass(Duration.ofSeconds(2));
        List<String> first = account.emulator.resources("events").toList();
        client.send(group.replace("\"a\"", "\"b\""));
        account.emulator.reset();
        account.pass(Duration.ofSeconds(2));
        assertThat(account.emulator.resources("events")).hasSize(10);
        assertThat(metric("Brewed Tea")).isEmpty();
        client.send(group);
        account.pass(Duration.ofSeconds(2));

        assertThat(ids(account.emulator.resources("events").toList())).isEqualTo(ids(first));
    }

    @Test
    void tenASecondAndAHundredAndFiftyAMinuteAreTheLimit() throws Exception {
        try (KlaviyoEmulator limited =
                KlaviyoEmulator.builder().time(account.time).start()) {
            HttpResponse<String> answer = new ApiClient(limited.endpoint()).post(PATH, "{}");

            assertThat(answer.headers().firstValue("RateLimit-Limit")).hasValue("10, 10;w=1, 150;w=60");
        }
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream().map(line -> json(line).at("/id").asText()).toList();
    }

    private JsonNode profile(String email) {
        return account.emulator
                .profiles()
                .map(ApiClient::json)
                .filter(profile -> profile.at("/attributes/email").asText().equals(email))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> metric(String name) {
        return new CollectionReader(account.api, "metrics")
                .all().stream()
                        .filter(metric -> metric.at("/attributes/name").asText().equals(name))
                        .toList();
    }
}
