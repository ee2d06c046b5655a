package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.assertRefused;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.EventClient.GROUPS;
import static io.github.klaviyospark.emulator.EventClient.PATH;
import static io.github.klaviyospark.emulator.EventClient.event;
import static io.github.klaviyospark.emulator.EventClient.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Events that are sent a second time, and what makes two events the same one. */
final class EventRepeatsTest {
    @AutoClose
    private final Account account = EventClient.account();

    private final EventClient client = new EventClient(account.api);

    @Test
    void aRepeatInALaterRequestIsDroppedAndTheFirstOneStays() throws Exception {
        client.send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":1}")));
        HttpResponse<String> again =
                client.send(group("\"email\":\"Ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":2}")));
        account.pass(Duration.ofSeconds(2));
        HttpResponse<String> later =
                client.send(group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":3}")));
        client.send(group("\"email\":\"bob@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":4}")));
        client.send(group(
                "\"email\":\"ada@mail.example.net\"",
                event("\"unique_id\":\"a\"", "{\"n\":5}").replace("Brewed Tea", "Drank Tea")));
        account.pass(Duration.ofSeconds(2));

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(later.statusCode()).isEqualTo(202);
        assertThat(sentNumbers()).containsExactlyInAnyOrder(1, 4, 5);
    }

    @Test
    void withoutAUniqueIdTheSecondTellsEventsApart() throws Exception {
        String ada = "\"email\":\"ada@mail.example.net\"";
        client.send(group(ada, event("\"time\":\"2026-07-01T12:00:00.1Z\"", "{\"n\":1}")));
        client.send(group(ada, event("\"time\":\"2026-07-01T12:00:00.9Z\"", "{\"n\":2}")));
        client.send(group(ada, event("\"time\":\"2026-07-01T12:00:01Z\"", "{\"n\":3}")));
        account.pass(Duration.ofSeconds(2));

        assertThat(sentNumbers()).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void aRepeatInOneRequestRefusesAllOfIt() throws Exception {
        HttpResponse<String> refused = client.send(
                group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")),
                group("\"email\":\"bob@mail.example.net\"", event("\"unique_id\":\"a\"", "{}")));
        HttpResponse<String> seconds = client.send(group(
                "\"email\":\"ada@mail.example.net\"",
                event("\"time\":\"2026-07-01T12:00:00.1Z\"", "{}"),
                event("\"time\":\"2026-07-01T12:00:00.2Z\"", "{}")));
        account.pass(Duration.ofSeconds(2));

        assertRefused(refused, GROUPS + "1/attributes/events/data/0/attributes/unique_id");
        assertRefused(seconds, GROUPS + "0/attributes/events/data/1/attributes/time");
        assertThat(account.emulator.resources("events")).hasSize(10);
    }

    @Test
    void anEventWhoseAnswerGotLostIsNotDoubledWhenItIsSentAgain() throws Exception {
        String group = group("\"email\":\"ada@mail.example.net\"", event("\"unique_id\":\"a\"", "{\"n\":1}"));
        account.emulator.fault(
                Fault.builder("POST " + PATH, Fault.Kind.RESET_AFTER).times(1).build());
        assertThatThrownBy(() -> client.send(group)).isInstanceOf(IOException.class);
        assertThat(client.send(group).statusCode()).isEqualTo(202);
        account.pass(Duration.ofSeconds(2));

        assertThat(sentNumbers()).containsExactly(1);
    }

    private List<Integer> sentNumbers() {
        return account.emulator
                .resources("events")
                .map(line -> json(line).at("/attributes/event_properties/n"))
                .filter(number -> !number.isMissingNode())
                .map(JsonNode::asInt)
                .toList();
    }
}
