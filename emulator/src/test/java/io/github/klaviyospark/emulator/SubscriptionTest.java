package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.WriteClient.SUBSCRIBE;
import static io.github.klaviyospark.emulator.WriteClient.UNSUBSCRIBE;
import static io.github.klaviyospark.emulator.WriteClient.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is subscribed and unsubscribed by which requests, and which are refused. */
final class SubscriptionTest {
    private static final String POINTER = "/data/attributes/profiles/data/0/attributes";
    private static final String ADA = "ada@shop.example.net";
    private static final String NEWSLETTER =
            "\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}";
    private static final String NO_NEWSLETTER =
            "\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"}}}";

    @AutoClose
    private final Account account;

    private final WriteClient client;

    SubscriptionTest(@TempDir Path folder) {
        account = Account.underContract(folder, with -> with.profiles(200));
        client = new WriteClient(account.api);
    }

    private static String ada(String more) {
        return profile("\"email\":\"" + ADA + "\"," + more);
    }

    private HttpResponse<String> subscribe(String more, String list, String... profiles) throws Exception {
        return send(SUBSCRIBE, "profile-subscription-bulk-create-job", more, list, List.of(profiles));
    }

    private HttpResponse<String> unsubscribe(String list, String... profiles) throws Exception {
        return send(UNSUBSCRIBE, "profile-subscription-bulk-delete-job", "", list, List.of(profiles));
    }

    private HttpResponse<String> send(String path, String type, String more, String list, List<String> profiles)
            throws Exception {
        String relationships = list == null
                ? ""
                : ",\"relationships\":{\"list\":{\"data\":{\"type\":\"list\",\"id\":\"" + list + "\"}}}";
        return client.api.post(
                path,
                "{\"data\":{\"type\":\"" + type + "\",\"attributes\":{" + more + "\"profiles\":{\"data\":["
                        + String.join(",", profiles) + "]}}" + relationships + "}}");
    }

    private JsonNode marketing() throws Exception {
        return client.attributes(ADA).at("/subscriptions/email/marketing");
    }

    private String emptyList() throws Exception {
        return client.lists().stream()
                .filter(list -> account.emulator
                        .resources("lists/" + list + "/profiles")
                        .findAny()
                        .isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aProfileThatIsThereIsSubscribed() throws Exception {
        client.imported(profile("\"email\":\"" + ADA + "\",\"first_name\":\"Ada\""));
        HttpResponse<String> answer = subscribe("\"custom_source\":\"warehouse\",", null, ada(NEWSLETTER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(marketing().at("/consent").asText()).isEqualTo("SUBSCRIBED");
        assertThat(marketing().at("/can_receive_email_marketing").booleanValue())
                .isTrue();
        assertThat(marketing().at("/consent_timestamp").asText()).isEqualTo("2026-07-20T12:00:00.123456+00:00");
        assertThat(marketing().at("/method_detail").asText()).isEqualTo("warehouse");
        assertThat(client.attributes(ADA)
                        .at("/subscriptions/sms/marketing/consent")
                        .asText())
                .isEqualTo("NEVER_SUBSCRIBED");
        assertThat(client.attributes(ADA).at("/first_name").asText()).isEqualTo("Ada");
        assertThat(account.emulator.stats("POST " + SUBSCRIBE).records()).isEqualTo(1);
        assertThat(account.emulator.writes("POST " + SUBSCRIBE)).hasSize(1);
    }

    @Test
    void aNewAddressNeedsAListOrAnOldConsent() throws Exception {
        assertThat(subscribe("", null, ada(NEWSLETTER)).statusCode()).isEqualTo(202);
        assertThat(client.found(ADA).isMissingNode()).isTrue();

        String list = emptyList();
        subscribe("", list, ada(NEWSLETTER));
        assertThat(marketing().at("/consent").asText()).isEqualTo("SUBSCRIBED");
        JsonNode member =
                json(client.api.get("/api/lists/" + list + "/profiles")).at("/data/0/attributes");
        assertThat(member.at("/email").asText()).isEqualTo(ADA);
        assertThat(member.at("/joined_group_at").asText()).isEqualTo("2026-07-20T12:00:00+00:00");
    }

    @Test
    void anOldConsentKeepsItsTime() throws Exception {
        String old = NEWSLETTER.replace("}}}", ",\"consented_at\":\"2026-01-05T10:00:00Z\"}}}");
        assertThat(subscribe("\"historical_import\":true,", null, ada(old)).statusCode())
                .isEqualTo(202);

        assertThat(marketing().at("/consent_timestamp").asText()).isEqualTo("2026-01-05T10:00:00.000000+00:00");
        assertThat(marketing().at("/last_updated").asText()).isEqualTo("2026-07-20T12:00:00.123456+00:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "true; ; /consented_at",
                "true; 2027-01-05T10:00:00Z; /consented_at",
                "true; yesterday; /consented_at",
                "false; 2026-01-05T10:00:00Z; /consented_at",
            })
    void oldConsentsHaveATimeInThePastAndOthersHaveNone(String historical, String at, String pointer) throws Exception {
        String given = at == null ? "" : ",\"consented_at\":\"" + at + "\"";
        HttpResponse<String> answer = subscribe(
                "\"historical_import\":" + historical + ",", null, ada(NEWSLETTER.replace("}}}", given + "}}}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).at("/source/pointer").asText())
                .isEqualTo(POINTER + "/subscriptions/email/marketing" + pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"email\":\"a@shop.example.net\"; /subscriptions",
                "\"email\":\"a@shop.example.net\",\"subscriptions\":{}; /subscriptions",
                "\"email\":\"a@shop.example.net\",\"subscriptions\":{\"fax\":{}}; /subscriptions/fax",
                "\"email\":\"a@shop.example.net\",\"subscriptions\":{\"email\":{}}; /subscriptions/email/marketing",
                "\"email\":\"a@shop.example.net\",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"}}}; /subscriptions/email/marketing/consent",
                "\"email\":\"a@shop.example.net\",\"subscriptions\":{\"sms\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}; /phone_number",
                "\"phone_number\":\"+15005550006\",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}; /email",
                "\"email\":\"wrong\",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}; /email",
                "\"email\":\"a@shop.example.net\",\"first_name\":\"Ada\",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}; /first_name",
                "\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}; ``",
                "\"email\":\"a@shop.example.net\",\"age_gated_date_of_birth\":\"old\",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}; /age_gated_date_of_birth",
            })
    void whatIsMalformedIsPointedAt(String attributes, String pointer) throws Exception {
        HttpResponse<String> answer = subscribe("", null, profile(attributes));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).at("/source/pointer").asText()).isEqualTo(POINTER + pointer);
    }

    @Test
    void requestsHaveBorders() throws Exception {
        List<String> thousand = Collections.nCopies(1000, ada(NEWSLETTER));
        assertThat(subscribe("", null, thousand.toArray(String[]::new)).statusCode())
                .isEqualTo(202);
        List<String> more = Collections.nCopies(1001, ada(NEWSLETTER));
        assertThat(subscribe("", null, more.toArray(String[]::new)).statusCode())
                .isEqualTo(400);
        List<String> hundred = Collections.nCopies(100, ada(NO_NEWSLETTER));
        assertThat(unsubscribe(null, hundred.toArray(String[]::new)).statusCode())
                .isEqualTo(202);
        List<String> another = Collections.nCopies(101, ada(NO_NEWSLETTER));
        assertThat(unsubscribe(null, another.toArray(String[]::new)).statusCode())
                .isEqualTo(400);
        assertThat(subscribe("", "nobody", ada(NEWSLETTER)).statusCode()).isEqualTo(404);
    }

    @Test
    void channelsAreSubscribedOneByOne() throws Exception {
        client.imported(profile("\"email\":\"" + ADA + "\",\"phone_number\":\"+15005550006\""));
        String id = client.found(ADA).at("/id").asText();
        HttpResponse<String> answer = subscribe(
                "",
                null,
                profile(
                        id,
                        "\"phone_number\":\"+15005550006\",\"subscriptions\":{"
                                + "\"email\":{\"open_tracking\":{\"consent\":\"SUBSCRIBED\"}},"
                                + "\"sms\":{\"transactional\":{\"consent\":\"SUBSCRIBED\"}},"
                                + "\"whatsapp\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}},"
                                + "\"push\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"},\"tokens\":["
                                + "{\"token\":\"t1\",\"platform\":\"ios\",\"vendor\":\"apns\"}]}}"));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode subscriptions = client.attributes(ADA).at("/subscriptions");
        assertThat(subscriptions.at("/email/marketing/consent").asText()).isEqualTo("NEVER_SUBSCRIBED");
        assertThat(subscriptions.at("/email/open_tracking/can_receive").booleanValue())
                .isTrue();
        assertThat(subscriptions
                        .at("/sms/transactional/can_receive_sms_transactional")
                        .booleanValue())
                .isTrue();
        assertThat(subscriptions.at("/sms/marketing/consent").asText()).isEqualTo("NEVER_SUBSCRIBED");
        assertThat(subscriptions.at("/whatsapp/marketing/consent").asText()).isEqualTo("SUBSCRIBED");
        assertThat(subscriptions
                        .at("/mobile_push/marketing/can_receive_push_marketing")
                        .booleanValue())
                .isTrue();
        assertThat(account.emulator.profiles().filter(line -> line.contains(ADA)))
                .singleElement()
                .satisfies(line -> assertThat(
                                json(line).at("/push-tokens/0/attributes/token").asText())
                        .isEqualTo("t1"));
        assertThat(json(client.api.get("/api/profiles?include=push-tokens&sort=-id"))
                        .at("/included")
                        .findValuesAsText("token"))
                .contains("t1");
    }

    @Test
    void withoutAListSomebodyIsUnsubscribedFromAllOfIt() throws Exception {
        client.imported(ada("\"first_name\":\"Ada\""));
        subscribe("", null, ada(NEWSLETTER));
        HttpResponse<String> answer = unsubscribe(null, ada(NO_NEWSLETTER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(marketing().at("/consent").asText()).isEqualTo("UNSUBSCRIBED");
        assertThat(marketing().at("/can_receive_email_marketing").booleanValue())
                .isFalse();
        assertThat(marketing().at("/suppression").findValuesAsText("reason")).containsExactly("UNSUBSCRIBE");
        subscribe("", null, ada(NEWSLETTER));
        assertThat(marketing().at("/suppression")).isEmpty();
        assertThat(marketing().at("/can_receive_email_marketing").booleanValue())
                .isTrue();
    }

    @Test
    void aMemberIsUnsubscribedFromTheListAndAnybodyElseFromAllOfIt() throws Exception {
        String list = emptyList();
        subscribe("", list, ada(NEWSLETTER));
        unsubscribe(list, ada(NO_NEWSLETTER));

        assertThat(client.ids("/api/lists/" + list + "/profiles")).isEmpty();
        assertThat(marketing().at("/consent").asText()).isEqualTo("SUBSCRIBED");
        assertThat(marketing().at("/list_suppressions/0/list_id").asText()).isEqualTo(list);
        assertThat(marketing().at("/list_suppressions/0/reason").asText()).isEqualTo("UNSUBSCRIBE");

        unsubscribe(list, ada(NO_NEWSLETTER));
        assertThat(marketing().at("/consent").asText()).as("no member any more").isEqualTo("UNSUBSCRIBED");

        subscribe("", list, ada(NEWSLETTER));
        assertThat(marketing().at("/list_suppressions")).isEmpty();
        assertThat(client.ids("/api/lists/" + list + "/profiles")).hasSize(1);
    }

    @Test
    void aSeededMemberLeavesTheListToo() throws Exception {
        String all = client.lists().stream()
                .filter(list -> account.emulator
                                .resources("lists/" + list + "/profiles")
                                .count()
                        == 200)
                .findFirst()
                .orElseThrow();
        JsonNode seeded = account.emulator
                .profiles()
                .map(ApiClient::json)
                .filter(line -> line.at("/attributes/email").isTextual())
                .findFirst()
                .orElseThrow();
        unsubscribe(all, profile("\"email\":\"" + seeded.at("/attributes/email").asText() + "\"," + NO_NEWSLETTER));

        assertThat(client.ids("/api/lists/" + all + "/profiles?page%5Bsize%5D=100"))
                .hasSize(199)
                .doesNotContain(seeded.at("/id").asText());
    }

    @Test
    void aTelephoneNumberLeadsToItsProfile() throws Exception {
        client.imported(profile("\"email\":\"" + ADA + "\",\"phone_number\":\"+15005550006\""));
        String no =
                "\"phone_number\":\"+15005550006\",\"subscriptions\":{\"sms\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"}}}";
        assertThat(unsubscribe(null, profile(no)).statusCode()).isEqualTo(202);

        assertThat(client.attributes(ADA)
                        .at("/subscriptions/sms/marketing/consent")
                        .asText())
                .isEqualTo("UNSUBSCRIBED");
        assertThat(marketing().at("/consent").asText()).isEqualTo("NEVER_SUBSCRIBED");
        assertThat(unsubscribe(null, profile("nobody", no)).statusCode())
                .as("unsubscribing takes no id")
                .isEqualTo(400);
        assertThat(unsubscribe(null, profile(no.replace("0006", "0007"))).statusCode())
                .as("nobody has that number")
                .isEqualTo(202);
        assertThat(account.emulator.profiles()).hasSize(201);
    }

    @Test
    void oneMalformedProfileRefusesAllOfThem() throws Exception {
        client.imported(ada("\"first_name\":\"Ada\""));
        HttpResponse<String> answer =
                subscribe("", null, ada(NEWSLETTER), profile("\"email\":\"wrong\"," + NEWSLETTER));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(client.attributes(ADA)
                        .at("/subscriptions/email/marketing/consent")
                        .asText())
                .isNotEqualTo("SUBSCRIBED");
    }

    @Test
    void aPoisonRefusesTheRequest() throws Exception {
        account.emulator.fault(Fault.builder("POST " + SUBSCRIBE, Fault.Kind.POISON)
                .contains(ADA)
                .pointers(true)
                .build());
        HttpResponse<String> answer = subscribe("", null, ada(NEWSLETTER));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).at("/source/pointer").asText()).isEqualTo("/data/attributes/profiles/data/0");
    }
}
