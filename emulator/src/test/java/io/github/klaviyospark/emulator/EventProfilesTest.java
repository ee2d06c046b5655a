package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.EventClient.event;
import static io.github.klaviyospark.emulator.EventClient.group;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The profiles that events find, change and make. */
final class EventProfilesTest {
    @AutoClose
    private final Account account = EventClient.account();

    private final EventClient client = new EventClient(account.api);

    @Test
    void aProfileIsFoundByItsIdentifiersAndChanged() throws Exception {
        String id = account.emulator
                .addProfiles(List.of("{\"attributes\":{\"email\":\"Ada@mail.example.net\","
                        + "\"first_name\":\"Ada\",\"last_name\":\"L\",\"location\":{\"city\":\"Leeds\"},"
                        + "\"properties\":{\"a\":1,\"b\":2,\"tags\":\"x\",\"more\":[\"p\",\"q\"],\"gone\":true}}}"))
                .get(0);
        HttpResponse<String> accepted =
                client.send("{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":"
                        + "{\"type\":\"profile\",\"attributes\":{\"email\":\"ADA@mail.example.net\",\"external_id\":\"c-1\","
                        + "\"first_name\":null,\"last_name\":\"Lovelace\",\"location\":{\"country\":\"GB\",\"latitude\":53.8},"
                        + "\"properties\":{\"a\":null,\"b\":3,\"c\":{\"d\":[1]}}},"
                        + "\"meta\":{\"patch_properties\":{\"append\":{\"tags\":\"y\"},\"unappend\":{\"more\":\"p\"},"
                        + "\"unset\":\"gone\"}}}},\"events\":{\"data\":[" + event("\"unique_id\":\"a\"", "{}")
                        + "]}}}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        account.pass(Duration.ofSeconds(2));
        JsonNode profile = held(id);

        assertThat(account.emulator.profiles()).hasSize(51);
        assertThat(profile.at("/attributes/email").asText()).isEqualTo("ADA@mail.example.net");
        assertThat(profile.at("/attributes/external_id").asText()).isEqualTo("c-1");
        assertThat(profile.at("/attributes/first_name").asText()).isEqualTo("Ada");
        assertThat(profile.at("/attributes/last_name").asText()).isEqualTo("Lovelace");
        assertThat(profile.at("/attributes/location/city").asText()).isEqualTo("Leeds");
        assertThat(profile.at("/attributes/location/country").asText()).isEqualTo("GB");
        assertThat(profile.at("/attributes/location/latitude").decimalValue()).isEqualTo("53.8");
        assertThat(profile.at("/attributes/properties"))
                .isEqualTo(json("{\"a\":1,\"b\":3,\"tags\":[\"x\",\"y\"],\"more\":[\"q\"],\"c\":{\"d\":[1]}}"));
        assertThat(new CollectionReader(account.api, "profiles").ids("filter", "equals(external_id,\"c-1\")"))
                .containsExactly(id);
    }

    @Test
    void aSeededProfileIsFoundByItsIdAndKeepsWhatIsNotNamed() throws Exception {
        JsonNode before = json(account.emulator.profiles().skip(7).findFirst().orElseThrow());
        String id = before.at("/id").asText();
        client.send(
                "{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\",\"id\":\""
                        + id
                        + "\",\"attributes\":{\"title\":\"Dr\"}}},\"events\":{\"data\":["
                        + event("\"unique_id\":\"a\"", "{}")
                        + "]}}}");
        account.pass(Duration.ofSeconds(2));
        JsonNode after = held(id);

        assertThat(account.emulator.profiles()).hasSize(50);
        assertThat(after.at("/attributes/title").asText()).isEqualTo("Dr");
        for (String same : List.of("email", "phone_number", "subscriptions", "predictive_analytics", "created")) {
            assertThat(after.at("/attributes/" + same)).isEqualTo(before.at("/attributes/" + same));
        }
    }

    @Test
    void anIdentifierThatAnotherProfileHasStaysThere() throws Exception {
        List<String> ids = account.emulator.addProfiles(List.of(
                "{\"attributes\":{\"email\":\"ada@mail.example.net\"}}",
                "{\"attributes\":{\"phone_number\":\"+15005550006\"}}"));
        client.send(group(
                "\"email\":\"ada@mail.example.net\",\"phone_number\":\"+15005550006\"",
                event("\"unique_id\":\"a\"", "{}")));
        account.pass(Duration.ofSeconds(2));

        assertThat(held(ids.get(0)).at("/attributes/phone_number").isNull()).isTrue();
        assertThat(held(ids.get(0)).at("/attributes/last_event_date").isNull()).isFalse();
        assertThat(held(ids.get(1)).at("/attributes/last_event_date").isNull()).isTrue();
    }

    @Test
    void anAnonymousProfileIsTheSameOneNextTime() throws Exception {
        client.send(group("\"anonymous_id\":\"anon-1\"", event("\"unique_id\":\"a\"", "{}")));
        client.send(group("\"anonymous_id\":\"anon-1\"", event("\"unique_id\":\"b\"", "{}")));
        client.send(group("\"anonymous_id\":\"anon-2\"", event("\"unique_id\":\"c\"", "{}")));
        account.pass(Duration.ofSeconds(2));

        assertThat(account.emulator.profiles()).hasSize(52);
    }

    @Test
    void anIdThatNobodyHasLosesItsEvents() throws Exception {
        HttpResponse<String> accepted = client.send(
                "{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\","
                        + "\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"attributes\":{}}},\"events\":{\"data\":["
                        + event("\"unique_id\":\"a\"", "{}") + "]}}}");
        account.pass(Duration.ofSeconds(2));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(account.emulator.resources("events")).hasSize(10);
        assertThat(account.emulator.profiles()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", "ada@Test.com"})
    void addressesThatAreNobodysAreTakenAndForgotten(String email) throws Exception {
        HttpResponse<String> accepted =
                client.send(group("\"email\":\"" + email + "\"", event("\"unique_id\":\"a\"", "{}")));
        account.pass(Duration.ofSeconds(2));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(account.emulator.resources("events")).hasSize(10);
        assertThat(account.emulator.profiles()).hasSize(50);
    }

    private JsonNode held(String id) {
        return account.emulator
                .profiles()
                .map(ApiClient::json)
                .filter(profile -> profile.at("/id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
