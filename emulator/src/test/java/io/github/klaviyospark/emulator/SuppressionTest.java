package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.WriteClient.DELETION;
import static io.github.klaviyospark.emulator.WriteClient.SUPPRESS;
import static io.github.klaviyospark.emulator.WriteClient.UNSUPPRESS;
import static io.github.klaviyospark.emulator.WriteClient.encoded;
import static io.github.klaviyospark.emulator.WriteClient.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is suppressed, and who is deleted. */
final class SuppressionTest {
    private static final String ADA = "ada@shop.example.net";
    private static final String SUPPRESSED =
            encoded("?filter=equals(subscriptions.email.marketing.suppression.reason,\"USER_SUPPRESSED\")");

    @AutoClose
    private final Account account;

    private final WriteClient client;

    SuppressionTest(@TempDir Path folder) {
        account = Account.underContract(folder, with -> with.profiles(200).events(500));
        client = new WriteClient(account.api);
    }

    private static String body(String path, String attributes, String relationships) {
        String type = path.substring("/api/".length(), path.length() - 1);
        return "{\"data\":{\"type\":\"" + type + "\",\"attributes\":{" + attributes + "}" + relationships + "}}";
    }

    private static String group(String name, String id) {
        return "\"" + name + "\":{\"data\":{\"type\":\"" + name + "\",\"id\":\"" + id + "\"}}";
    }

    private HttpResponse<String> byAddress(String path, String... emails) throws Exception {
        List<String> profiles = Stream.of(emails)
                .map(email -> profile("\"email\":\"" + email + "\""))
                .toList();
        return client.api.post(path, body(path, "\"profiles\":{\"data\":[" + String.join(",", profiles) + "]}", ""));
    }

    private JsonNode done(String path, HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(202);
        return client.job(path, json(answer).at("/data/id").asText());
    }

    private JsonNode suppressions() throws Exception {
        return client.attributes(ADA).at("/subscriptions/email/marketing/suppression");
    }

    @Test
    void addressesAreSuppressedByAJob() throws Exception {
        client.imported(profile("\"email\":\"" + ADA + "\""));
        HttpResponse<String> answer = byAddress(SUPPRESS, "ADA@shop.example.net");

        assertThat(json(answer).at("/data/attributes/status").asText()).isEqualTo("queued");
        JsonNode job = done(SUPPRESS, answer);
        assertThat(job.at("/status").asText()).isEqualTo("complete");
        assertThat(job.at("/total_count").asInt()).isEqualTo(1);
        assertThat(job.at("/completed_count").asInt()).isEqualTo(1);
        assertThat(job.at("/skipped_count").asInt()).isZero();
        assertThat(job.has("failed_count")).isFalse();
        assertThat(suppressions())
                .isEqualTo(
                        json("[{\"reason\":\"USER_SUPPRESSED\",\"timestamp\":\"2026-07-20T12:00:00.123456+00:00\"}]"));
        assertThat(client.ids("/api/profiles" + SUPPRESSED))
                .contains(client.found(ADA).at("/id").asText());
        assertThat(
                        client.ids(
                                "/api/profiles"
                                        + encoded(
                                                "?filter=greater-or-equal(subscriptions.email.marketing.suppression.timestamp,2026-07-20T12:00:00Z)")))
                .containsExactly(client.found(ADA).at("/id").asText());
    }

    @Test
    void whatIsDoneAlreadyIsSkipped() throws Exception {
        done(SUPPRESS, byAddress(SUPPRESS, ADA));
        JsonNode again = done(SUPPRESS, byAddress(SUPPRESS, ADA, "grace@shop.example.net"));
        assertThat(again.at("/completed_count").asInt()).isEqualTo(1);
        assertThat(again.at("/skipped_count").asInt()).isEqualTo(1);

        JsonNode back = done(UNSUPPRESS, byAddress(UNSUPPRESS, ADA, "nobody@shop.example.net"));
        assertThat(back.at("/completed_count").asInt()).isEqualTo(1);
        assertThat(back.at("/skipped_count").asInt()).isEqualTo(1);
        assertThat(suppressions()).isEmpty();
    }

    @Test
    void otherSuppressionsStay() throws Exception {
        account.emulator.addProfiles(List.of("{\"attributes\":{\"email\":\"" + ADA
                + "\",\"subscriptions\":{\"email\":{\"marketing\":{\"can_receive_email_marketing\":false,\"consent\":\"SUBSCRIBED\","
                + "\"suppression\":[{\"reason\":\"HARD_BOUNCE\",\"timestamp\":\"2026-01-01T00:00:00Z\"}]}}}}}"));
        done(SUPPRESS, byAddress(SUPPRESS, ADA));
        assertThat(suppressions().findValuesAsText("reason")).containsExactly("HARD_BOUNCE", "USER_SUPPRESSED");

        done(UNSUPPRESS, byAddress(UNSUPPRESS, ADA));
        assertThat(suppressions().findValuesAsText("reason")).containsExactly("HARD_BOUNCE");
    }

    @ParameterizedTest
    @CsvSource({"list,lists", "segment,segments"})
    void allMembersOfAGroupAreSuppressed(String name, String path) throws Exception {
        List<String> groups = client.ids("/api/" + path);
        String group = groups.stream()
                .filter(id -> account.emulator
                                .resources(path + "/" + id + "/profiles")
                                .count()
                        == 200)
                .findFirst()
                .orElseThrow();
        long addresses = account.emulator
                .profiles()
                .filter(line -> json(line).at("/attributes/email").isTextual())
                .count();
        long already = account.emulator
                .profiles()
                .filter(line -> line.contains("\"email\":\"")
                        && json(line)
                                .at("/attributes/subscriptions/email/marketing/suppression")
                                .findValuesAsText("reason")
                                .contains("USER_SUPPRESSED"))
                .count();
        HttpResponse<String> answer =
                client.api.post(SUPPRESS, body(SUPPRESS, "", ",\"relationships\":{" + group(name, group) + "}"));

        JsonNode job = done(SUPPRESS, answer);
        assertThat(job.at("/total_count").asInt()).isEqualTo(200);
        assertThat(job.at("/completed_count").asLong()).isEqualTo(addresses - already);
        assertThat(job.at("/skipped_count").asLong()).isEqualTo(200 - addresses + already);
        assertThat(json(answer).at("/data/relationships/" + path + "/data/0/id").asText())
                .isEqualTo(group);
        assertThat(client.ids("/api/profiles" + SUPPRESSED).size()).isGreaterThanOrEqualTo((int) addresses);
    }

    @Test
    void aRequestNamesOneThing() throws Exception {
        String list = client.lists().get(0);
        String segment = client.ids("/api/segments").get(0);
        String profiles = "\"profiles\":{\"data\":[" + profile("\"email\":\"" + ADA + "\"") + "]}";
        for (String body : List.of(
                body(SUPPRESS, "", ""),
                body(SUPPRESS, profiles, ",\"relationships\":{" + group("list", list) + "}"),
                body(
                        SUPPRESS,
                        "",
                        ",\"relationships\":{" + group("list", list) + "," + group("segment", segment) + "}"))) {
            HttpResponse<String> answer = client.api.post(SUPPRESS, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(error(answer).at("/source/pointer").asText()).isEqualTo("/data");
        }
        assertThat(client.api
                        .post(SUPPRESS, body(SUPPRESS, "", ",\"relationships\":{" + group("list", "nobody") + "}"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void addressesHaveBordersAndAForm() throws Exception {
        String[] hundred = Collections.nCopies(100, ADA).toArray(String[]::new);
        assertThat(byAddress(SUPPRESS, hundred).statusCode()).isEqualTo(202);
        String[] more = Collections.nCopies(101, ADA).toArray(String[]::new);
        assertThat(byAddress(UNSUPPRESS, more).statusCode()).isEqualTo(400);
        HttpResponse<String> wrong = byAddress(SUPPRESS, ADA, "wrong");
        assertThat(error(wrong).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/profiles/data/1/attributes/email");
        assertThat(client.api
                        .post(SUPPRESS, body(SUPPRESS, "\"profiles\":{\"data\":[" + profile("") + "]}", ""))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aJobIsFoundInItsOwnFamilyOnly() throws Exception {
        String id = json(byAddress(SUPPRESS, ADA)).at("/data/id").asText();

        assertThat(client.api.get(UNSUPPRESS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(json(client.api.get(SUPPRESS + "/" + id + "?fields%5Bprofile-suppression-bulk-create-job%5D=status"))
                        .at("/data/attributes"))
                .isEqualTo(json("{\"status\":\"complete\"}"));
    }

    private HttpResponse<String> delete(String data) throws Exception {
        return client.api.post(DELETION, body(DELETION, "\"profile\":{\"data\":" + data + "}", ""));
    }

    @Test
    void aDeletedProfileIsGoneFromEverything() throws Exception {
        JsonNode event = json(client.api.get("/api/events?page%5Bsize%5D=500")).at("/data");
        String id = event.findValues("profile").stream()
                .map(profile -> profile.at("/data/id").asText())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseThrow();
        long others = account.emulator
                .resources("events")
                .filter(line -> !line.contains(id))
                .count();
        HttpResponse<String> answer = delete(profile(id, ""));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(client.ids("/api/profiles?page%5Bsize%5D=100")).hasSize(199).doesNotContain(id);
        assertThat(account.emulator.profiles()).hasSize(199);
        assertThat(client.ids("/api/events?page%5Bsize%5D=500")).hasSize((int) others);
        assertThat(account.emulator.resources("events")).hasSize((int) others).noneMatch(line -> line.contains(id));
        for (String groups : List.of("lists", "segments")) {
            for (String group : client.ids("/api/" + groups)) {
                assertThat(account.emulator.resources(groups + "/" + group + "/profiles"))
                        .noneMatch(line -> line.contains(id));
            }
        }
        assertThat(delete(profile(id, "")).statusCode()).as("nobody is left").isEqualTo(202);
    }

    @Test
    void allProfilesWithTheIdentifierAreDeleted() throws Exception {
        account.emulator.addProfiles(List.of(
                "{\"attributes\":{\"email\":\"" + ADA + "\"}}",
                "{\"attributes\":{\"email\":\"Ada@shop.example.net\"}}",
                "{\"attributes\":{\"email\":\"grace@shop.example.net\",\"phone_number\":\"+15005550006\"}}"));
        delete(profile("\"email\":\"" + ADA + "\""));
        assertThat(account.emulator.profiles()).hasSize(201);
        delete(profile("\"phone_number\":\"+15005550006\""));
        assertThat(account.emulator.profiles()).hasSize(200);
    }

    @Test
    void aDeletedProfileCanComeAgainAsANewOne() throws Exception {
        JsonNode seeded = account.emulator
                .profiles()
                .map(ApiClient::json)
                .filter(line -> line.at("/attributes/email").isTextual())
                .findFirst()
                .orElseThrow();
        String email = seeded.at("/attributes/email").asText();
        delete(profile("\"email\":\"" + email + "\""));
        client.imported(profile("\"email\":\"" + email + "\""));

        assertThat(client.found(email).at("/id").asText())
                .isNotEmpty()
                .isNotEqualTo(seeded.at("/id").asText());
        assertThat(client.importProfiles(profile(seeded.at("/id").asText(), "")).statusCode())
                .isEqualTo(202);
        assertThat(json(account.emulator.jobs().skip(1).findFirst().orElseThrow())
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"profile\",\"attributes\":{}}; /data/attributes/profile/data",
                "{\"type\":\"profile\",\"attributes\":{\"email\":\"a@shop.example.net\",\"phone_number\":\"+15005550006\"}}; /data/attributes/profile/data",
                "{\"type\":\"profile\",\"id\":\"x\",\"attributes\":{\"email\":\"a@shop.example.net\"}}; /data/attributes/profile/data",
                "{\"type\":\"profile\",\"attributes\":{\"email\":\"wrong\"}}; /data/attributes/profile/data/attributes/email",
                "{\"type\":\"profile\",\"attributes\":{\"external_id\":\"x\"}}; /data/attributes/profile/data/attributes/external_id",
            })
    void aDeletionHasOneIdentifier(String data, String pointer) throws Exception {
        HttpResponse<String> answer = delete(data);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).at("/source/pointer").asText()).isEqualTo(pointer);
        assertThat(account.emulator.writes("POST " + DELETION)).isEmpty();
    }
}
