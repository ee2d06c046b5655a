package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.WriteClient.IMPORTS;
import static io.github.klaviyospark.emulator.WriteClient.all;
import static io.github.klaviyospark.emulator.WriteClient.encoded;
import static io.github.klaviyospark.emulator.WriteClient.importOf;
import static io.github.klaviyospark.emulator.WriteClient.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports of profiles: what is refused, what the job does, and where it shows. */
final class ProfileImportTest {
    private static final String POINTER = "/data/attributes/profiles/data/";

    @TempDir
    private Path folder;

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private WriteClient client;

    @BeforeEach
    void start() {
        start(KlaviyoEmulator.builder().quotas(false).profiles(200).time(time).contractLog(Optional.of(folder)));
    }

    private void start(KlaviyoEmulator.Builder builder) {
        emulator = builder.start();
        client = new WriteClient(emulator);
    }

    @AfterEach
    void everyAnswerKeptTheContract() throws Exception {
        JsonNode report = json(client.api.get("/__emulator/contract"));
        emulator.close();

        assertThat(report.at("/violations")).isEmpty();
    }

    @Test
    void theAnswerIsAJobThatIsQueuedAndDoneWhenItIsAskedFor() throws Exception {
        HttpResponse<String> answer = client.importProfiles(profile("\"email\":\"ada@shop.example.net\""));
        JsonNode job = json(answer).at("/data");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(job.at("/attributes/status").asText()).isEqualTo("queued");
        assertThat(job.at("/attributes/total_count").asInt()).isEqualTo(1);
        assertThat(job.at("/attributes/created_at").asText()).isEqualTo("2026-07-20T12:00:00.123456+00:00");
        assertThat(job.at("/attributes/expires_at").asText()).isEqualTo("2026-07-27T12:00:00.123456+00:00");

        JsonNode done = client.job(IMPORTS, job.at("/id").asText());
        assertThat(done.at("/status").asText()).isEqualTo("complete");
        assertThat(done.at("/completed_count").asInt()).isEqualTo(1);
        assertThat(done.at("/failed_count").asInt()).isZero();
        assertThat(done.at("/started_at").asText()).isEqualTo("2026-07-20T12:00:00.123456+00:00");
        assertThat(emulator.stats("POST " + IMPORTS).records()).isEqualTo(1);
    }

    @Test
    void nothingIsDoneBeforeTheLagIsOver() throws Exception {
        emulator.close();
        start(KlaviyoEmulator.builder()
                .quotas(false)
                .jobLag(Duration.ofSeconds(10))
                .time(time)
                .contractLog(Optional.of(folder)));
        String id = client.imported(profile("\"email\":\"ada@shop.example.net\""));

        time.pass(Duration.ofSeconds(4));
        assertThat(client.job(IMPORTS, id).at("/status").asText()).isEqualTo("queued");
        time.pass(Duration.ofSeconds(3));
        assertThat(client.job(IMPORTS, id).at("/status").asText()).isEqualTo("processing");
        assertThat(client.found("ada@shop.example.net").isMissingNode()).isTrue();
        time.pass(Duration.ofSeconds(3));
        assertThat(client.found("ada@shop.example.net").isMissingNode()).isFalse();
        assertThat(client.attributes("ada@shop.example.net").at("/created").asText())
                .isEqualTo("2026-07-20T12:00:10+00:00");
        assertThat(client.job(IMPORTS, id).at("/status").asText()).isEqualTo("complete");
    }

    @Test
    void aNewProfileHasWhatWasSentAndAnUlid() throws Exception {
        client.imported(profile("\"email\":\"Ada@shop.example.net\",\"phone_number\":\"+15005550006\","
                + "\"external_id\":\"c-1\",\"first_name\":\"Ada\",\"locale\":\"en-GB\",\"location\":"
                + "{\"city\":\"Leeds\",\"latitude\":53.8,\"longitude\":\"-1.5\",\"timezone\":\"Europe/London\"},"
                + "\"properties\":{\"tier\":\"gold\",\"n\":12345678901234567890.5,\"none\":null}"));
        JsonNode found = client.found("ada@shop.example.net");

        assertThat(Ulids.isUlid(found.at("/id").asText())).isTrue();
        assertThat(found.at("/attributes/phone_number").asText()).isEqualTo("+15005550006");
        assertThat(found.at("/attributes/external_id").asText()).isEqualTo("c-1");
        assertThat(found.at("/attributes/location/city").asText()).isEqualTo("Leeds");
        assertThat(found.at("/attributes/location/longitude").asText()).isEqualTo("-1.5");
        assertThat(found.at("/attributes/properties"))
                .isEqualTo(json("{\"tier\":\"gold\",\"n\":12345678901234567890.5}"));
        assertThat(emulator.profiles()).hasSize(201);
    }

    @Test
    void aProfileThatIsThereIsChangedAndKeepsTheRest() throws Exception {
        JsonNode seeded = json(emulator.profiles()
                .filter(line -> json(line).at("/attributes/email").isTextual()
                        && json(line).at("/attributes/phone_number").isTextual())
                .findFirst()
                .orElseThrow());
        String email = seeded.at("/attributes/email").asText();
        client.imported(profile("\"email\":\"" + email.toUpperCase(Locale.ROOT)
                + "\",\"first_name\":null,\"title\":\"Dr.\",\"properties\":{\"imported\":\"gold\"}"));
        JsonNode now = client.found(email);

        assertThat(now.at("/id")).isEqualTo(seeded.at("/id"));
        assertThat(now.at("/attributes/title").asText()).isEqualTo("Dr.");
        for (String kept : List.of("/first_name", "/phone_number", "/location", "/last_name")) {
            assertThat(now.at("/attributes" + kept)).isEqualTo(seeded.at("/attributes" + kept));
        }
        assertThat(now.at("/attributes/properties/imported").asText()).isEqualTo("gold");
        assertThat(now.at("/attributes/properties").size())
                .isEqualTo(seeded.at("/attributes/properties").size() + 1);
        assertThat(now.at("/attributes/updated").asText()).isEqualTo("2026-07-20T12:00:00+00:00");
        assertThat(emulator.profiles()).as("nobody new").hasSize(200);
    }

    @Test
    void aProfileIsFoundByEachOfItsIdentifiers() throws Exception {
        client.imported(
                profile(
                        "\"email\":\"a@shop.example.net\",\"phone_number\":\"+15005550006\",\"external_id\":\"c-1\",\"_kx\":\"k.x\""));
        String id = client.found("a@shop.example.net").at("/id").asText();
        client.imported(
                profile("\"phone_number\":\"+15005550006\",\"title\":\"one\""),
                profile("\"external_id\":\"c-1\",\"organization\":\"two\""),
                profile("\"_kx\":\"k.x\",\"first_name\":\"three\""),
                profile(id, "\"last_name\":\"four\",\"email\":\"b@shop.example.net\""));

        assertThat(client.found("a@shop.example.net").isMissingNode()).isTrue();
        JsonNode now = client.found("b@shop.example.net");
        assertThat(now.at("/id").asText()).isEqualTo(id);
        assertThat(now.at("/attributes/title").asText()).isEqualTo("one");
        assertThat(now.at("/attributes/organization").asText()).isEqualTo("two");
        assertThat(now.at("/attributes/first_name").asText()).isEqualTo("three");
        assertThat(now.at("/attributes/last_name").asText()).isEqualTo("four");
    }

    @Test
    void patchesGrowShrinkAndTakeAwayProperties() throws Exception {
        client.imported(profile("\"email\":\"a@shop.example.net\",\"properties\":{\"tags\":[\"x\",\"y\"],\"old\":1}"));
        client.imported(
                "{\"type\":\"profile\",\"attributes\":{\"email\":\"a@shop.example.net\"},\"meta\":{"
                        + "\"patch_properties\":{\"append\":{\"tags\":\"vip\"},\"unappend\":{\"tags\":\"x\"},\"unset\":[\"old\"]}}}");

        assertThat(client.attributes("a@shop.example.net").at("/properties"))
                .isEqualTo(json("{\"tags\":[\"y\",\"vip\"]}"));
    }

    @Test
    void whatCannotBeDoneFailsInTheJobAndTheOthersGoOn() throws Exception {
        client.imported(profile("\"email\":\"one@shop.example.net\""), profile("\"phone_number\":\"+15005550006\""));
        String id = client.imported(
                profile("\"email\":\"a@shop.example.net\""),
                profile("\"email\":\"one@shop.example.net\",\"phone_number\":\"+15005550006\""),
                profile("nobody", "\"first_name\":\"Ada\",\"properties\":{\"n\":1}"),
                profile("\"email\":\"b@shop.example.net\""));

        JsonNode job = client.job(IMPORTS, id);
        assertThat(job.at("/status").asText()).isEqualTo("complete");
        assertThat(job.at("/completed_count").asInt()).isEqualTo(2);
        assertThat(job.at("/failed_count").asInt()).isEqualTo(2);
        List<JsonNode> errors =
                all(json(client.api.get(IMPORTS + "/" + id + "/import-errors")).at("/data"));
        assertThat(errors)
                .extracting(error -> error.at("/attributes/code").asText())
                .containsExactlyInAnyOrder("duplicate_profile", "not_found");
        assertThat(errors)
                .extracting(error -> error.at("/attributes/source/pointer").asText())
                .containsExactlyInAnyOrder(POINTER + 1, POINTER + 2);
        assertThat(errors).anySatisfy(error -> assertThat(error.at("/attributes/original_payload"))
                .isEqualTo(json(profile("nobody", "\"first_name\":\"Ada\",\"properties\":{\"n\":1}"))));
        assertThat(client.ids(IMPORTS + "/" + id + "/profiles?page%5Bsize%5D=1"))
                .hasSize(2);
        assertThat(client.found("b@shop.example.net").isMissingNode()).isFalse();
    }

    @Test
    void oneMalformedProfileRefusesAllOfThemAndTellsOfEachMistake() throws Exception {
        HttpResponse<String> answer = client.importProfiles(
                profile("\"email\":\"fine@shop.example.net\""),
                profile("\"email\":\"no address\",\"phone_number\":\"5550006\""),
                profile("\"first_name\":\"Ada\""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors").findValuesAsText("pointer"))
                .containsExactly(
                        POINTER + "1/attributes/email",
                        POINTER + "1/attributes/phone_number",
                        POINTER + "2/attributes");
        assertThat(client.found("fine@shop.example.net").isMissingNode()).isTrue();
        assertThat(emulator.jobs()).isEmpty();
        assertThat(emulator.writes("POST " + IMPORTS)).isEmpty();
    }

    @Test
    void manyMistakesAreToldUpToFifty() throws Exception {
        String[] wrong = Collections.nCopies(60, profile("\"email\":\"wrong\"")).toArray(String[]::new);

        assertThat(json(client.importProfiles(wrong)).at("/errors")).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"email\":\"a@shop.example.net\",\"locale\":\"english (British)\"; /attributes/locale",
                "\"email\":\"a@shop.example.net\",\"location\":{\"timezone\":\"Leeds\"}; /attributes/location/timezone",
                "\"email\":\"a@shop.example.net\",\"location\":{\"latitude\":true}; /attributes/location/latitude",
                "\"email\":\"a@shop.example.net\",\"location\":{\"planet\":\"x\"}; /attributes/location/planet",
                "\"email\":\"a@shop.example.net\",\"anonymous_id\":\"x\"; /attributes/anonymous_id",
                "\"email\":\"a@shop.example.net\",\"nickname\":\"x\"; /attributes/nickname",
                "\"email\":\"a@shop.example.net\",\"first_name\":7; /attributes/first_name",
                "\"email\":\"a@shop.example.net\",\"properties\":[]; /attributes/properties",
                "\"email\":7; /attributes/email",
                "\"external_id\":\"\"; /attributes/external_id",
            })
    void whatIsMalformedIsPointedAt(String attributes, String pointer) throws Exception {
        HttpResponse<String> answer = client.importProfiles(profile(attributes));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).at("/source/pointer").asText()).isEqualTo(POINTER + "0" + pointer);
    }

    @Test
    void lengthsHaveBorders() throws Exception {
        String longest = "a".repeat(100 - "@shop.example.net".length()) + "@shop.example.net";
        assertThat(client.importProfiles(profile("\"email\":\"" + longest + "\""))
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.importProfiles(profile("\"email\":\"a" + longest + "\""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.importProfiles(profile("\"external_id\":\"" + "x".repeat(255) + "\""))
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.importProfiles(profile("\"external_id\":\"" + "x".repeat(256) + "\""))
                        .statusCode())
                .isEqualTo(400);
        String frame = profile("\"external_id\":\"big\",\"properties\":{\"text\":\"\"}");
        String fits = frame.replace("\"\"", "\"" + "x".repeat(100_000 - frame.length()) + "\"");
        assertThat(client.importProfiles(fits).statusCode()).isEqualTo(202);
        HttpResponse<String> tooBig =
                client.importProfiles(profile("\"email\":\"a@shop.example.net\""), fits.replace("xx", "xxx"));
        assertThat(tooBig.statusCode()).isEqualTo(400);
        assertThat(error(tooBig).at("/source/pointer").asText()).isEqualTo(POINTER + 1);
    }

    @Test
    void requestsHaveBorders() throws Exception {
        String[] most = IntStream.range(0, 10_000)
                .mapToObj(i -> profile("\"external_id\":\"" + i + "\""))
                .toArray(String[]::new);
        String id = client.imported(most);
        assertThat(client.job(IMPORTS, id).at("/completed_count").asInt()).isEqualTo(10_000);

        String[] more = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> profile("\"external_id\":\"" + i + "\""))
                .toArray(String[]::new);
        assertThat(error(client.importProfiles(more)).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/profiles/data");
        assertThat(client.importProfiles().statusCode()).isEqualTo(400);
        String blanks = " ".repeat(5_000_001 - importOf(List.of(most)).length());
        assertThat(client.api.post(IMPORTS, importOf(List.of(most)) + blanks).statusCode())
                .isEqualTo(413);
    }

    @Test
    void listsGetMembersAndNobodyIsSubscribed() throws Exception {
        String empty = client.lists().stream()
                .filter(list -> emulator.resources("lists/" + list + "/profiles")
                        .findAny()
                        .isEmpty())
                .findFirst()
                .orElseThrow();
        String body = importOf(List.of(profile("\"email\":\"a@shop.example.net\"")), empty);
        String id = json(client.api.post(IMPORTS, body)).at("/data/id").asText();
        client.job(IMPORTS, id);

        JsonNode member =
                json(client.api.get("/api/lists/" + empty + "/profiles")).at("/data/0/attributes");
        assertThat(member.at("/email").asText()).isEqualTo("a@shop.example.net");
        assertThat(member.at("/joined_group_at").asText()).isEqualTo("2026-07-20T12:00:00+00:00");
        assertThat(client.attributes("a@shop.example.net")
                        .at("/subscriptions/email/marketing/consent")
                        .asText())
                .isNotEqualTo("SUBSCRIBED");
        assertThat(json(client.api.get(IMPORTS + "/" + id + "/lists"))
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(empty);
        assertThat(client.ids(IMPORTS + "/" + id + "/relationships/lists")).containsExactly(empty);
        JsonNode included = json(client.api.get(IMPORTS + "/" + id + "?include=lists&fields%5Blist%5D=name"));
        assertThat(included.at("/included/0/id").asText()).isEqualTo(empty);
        assertThat(included.at("/included/0/attributes").size()).isEqualTo(1);

        time.pass(Duration.ofMinutes(1));
        client.job(IMPORTS, json(client.api.post(IMPORTS, body)).at("/data/id").asText());
        assertThat(json(client.api.get("/api/lists/" + empty + "/profiles")).at("/data"))
                .singleElement()
                .satisfies(same -> assertThat(
                                same.at("/attributes/joined_group_at").asText())
                        .isEqualTo("2026-07-20T12:00:00+00:00"));
    }

    @Test
    void anUnknownListRefusesTheRequest() throws Exception {
        HttpResponse<String> answer =
                client.api.post(IMPORTS, importOf(List.of(profile("\"email\":\"a@shop.example.net\"")), "nobody"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer).at("/source/pointer").asText()).isEqualTo("/data/relationships/lists/data/0");
    }

    @Test
    void jobsAreListedBesideThoseOfTheSeed() throws Exception {
        String id = client.imported(profile("\"email\":\"a@shop.example.net\""));

        assertThat(client.ids(IMPORTS + "?page%5Bsize%5D=100")).hasSize(151).contains(id);
        assertThat(client.ids(IMPORTS + "?sort=-created_at").get(0)).isEqualTo(id);
        assertThat(client.ids(IMPORTS + encoded("?filter=equals(status,\"complete\")")))
                .contains(id);
        // The contract has no such path, and does not judge requests of pre-releases.
        ApiClient unjudged = client.api.with("revision", "2026-07-15.pre");
        HttpResponse<String> withoutId = unjudged.get(IMPORTS + "/");
        assertThat(withoutId.statusCode()).isEqualTo(200);
        assertThat(json(withoutId).at("/data").isArray()).isTrue();
        String seeded = client.ids(IMPORTS + "?sort=created_at").get(0);
        assertThat(json(client.api.get(IMPORTS + "/" + seeded)).at("/data/id").asText())
                .isEqualTo(seeded);
        assertThat(client.ids(IMPORTS + "/" + seeded + "/profiles")).isEmpty();
    }

    @Test
    void whatWasImportedIsListedPageByPage() throws Exception {
        String[] profiles = IntStream.range(0, 45)
                .mapToObj(i -> profile("\"external_id\":\"" + i + "\""))
                .toArray(String[]::new);
        String id = client.imported(profiles);

        List<String> members = client.ids(IMPORTS + "/" + id + "/profiles");
        assertThat(members).hasSize(45).doesNotHaveDuplicates();
        assertThat(client.ids(IMPORTS + "/" + id + "/relationships/profiles")).isEqualTo(members);
        assertThat(client.api
                        .get(IMPORTS + "/" + id + "/relationships/profiles?page%5Bcursor%5D=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(json(emulator.jobs().findFirst().orElseThrow()).at("/related/profiles"))
                .hasSize(45);
    }

    @Test
    void anUnknownJobIs404() throws Exception {
        for (String below : List.of(
                "", "/lists", "/profiles", "/import-errors", "/relationships/lists", "/relationships/profiles")) {
            assertThat(client.api.get(IMPORTS + "/nobody" + below).statusCode())
                    .as(below)
                    .isEqualTo(404);
        }
    }

    @Test
    void anAcceptedBodyIsKeptWhole() throws Exception {
        String body =
                importOf(List.of(profile("\"email\":\"a@shop.example.net\""))).replace("\"data\"", "\n\"data\"");
        HttpResponse<String> answer = client.api.post(IMPORTS, body);

        JsonNode write = json(emulator.writes("POST " + IMPORTS).findFirst().orElseThrow());
        assertThat(write.at("/seq").asInt()).isEqualTo(1);
        assertThat(write.at("/request").asText())
                .isEqualTo(answer.headers().firstValue("x-klaviyo-req-id").orElseThrow());
        assertThat(write.at("/path").asText()).isEqualTo(IMPORTS);
        assertThat(write.at("/body")).isEqualTo(json(body));
        assertThat(client.api
                        .get("/__emulator/writes?operation=" + encoded("POST " + IMPORTS))
                        .body())
                .hasLineCount(1)
                .contains("a@shop.example.net");
        assertThat(client.api.get("/__emulator/writes").body()).hasLineCount(1);
        assertThat(client.api
                        .get("/__emulator/writes?operation=" + encoded("POST " + ApiClient.BULK))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aResetForgetsItAll() throws Exception {
        client.imported(profile("\"email\":\"a@shop.example.net\""));
        emulator.reset();

        assertThat(client.found("a@shop.example.net").isMissingNode()).isTrue();
        assertThat(client.ids(IMPORTS)).hasSize(150);
        assertThat(emulator.jobs()).isEmpty();
        assertThat(emulator.writes("POST " + IMPORTS)).isEmpty();
    }
}
