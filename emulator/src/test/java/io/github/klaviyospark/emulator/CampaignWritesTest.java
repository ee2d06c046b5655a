package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaigns that are made, and where they are then seen. */
final class CampaignWritesTest {
    private static final String CAMPAIGNS = "/api/campaigns";
    private static final String SMS = "{\"channel\":\"sms\",\"content\":{\"body\":\"Tea is in\"}}";

    private KlaviyoEmulator emulator;
    private FakeTime time;
    private ApiClient client;

    @BeforeEach
    void start() {
        time = new FakeTime();
        emulator = KlaviyoEmulator.builder().quotas(false).time(time).start();
        client = new ApiClient(emulator.endpoint());
        hold();
    }

    private void hold() {
        emulator.addResources("lists", List.of("{\"id\":\"A\",\"attributes\":{}}"));
        emulator.addResources("segments", List.of("{\"id\":\"B\",\"attributes\":{}}"));
        emulator.addResources(
                "images",
                List.of(
                        "{\"id\":\"77\",\"attributes\":{\"name\":\"i\",\"image_url\":\"https://images.example.net/1.png\",\"format\":\"png\",\"size\":1,\"hidden\":false,\"updated_at\":\"2026-01-01T00:00:00+00:00\"}}"));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aCampaignIsMadeAsADraft() throws Exception {
        HttpResponse<String> created = client.post(
                CAMPAIGNS,
                campaign(
                        "\"send_options\":{\"use_smart_sending\":false},\"tracking_options\":{\"add_tracking_params\":true},"
                                + "\"send_strategy\":{\"method\":\"throttled\",\"datetime\":\"2027-01-01T00:00:00Z\",\"throttle_percentage\":20},"
                                + messages(SMS)));
        JsonNode data = json(created).at("/data");

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(data.at("/attributes/name").asText()).isEqualTo("Tea");
        assertThat(data.at("/attributes/status").asText()).isEqualTo("Draft");
        assertThat(data.at("/attributes/archived").asBoolean()).isFalse();
        assertThat(data.at("/attributes/audiences")).isEqualTo(json("{\"included\":[\"A\"],\"excluded\":[]}"));
        assertThat(data.at("/attributes/send_options")).isEqualTo(json("{\"use_smart_sending\":false}"));
        assertThat(data.at("/attributes/tracking_options")).isEqualTo(json("{\"add_tracking_params\":true}"));
        assertThat(data.at("/attributes/send_strategy"))
                .isEqualTo(json(
                        "{\"method\":\"throttled\",\"datetime\":\"2027-01-01T00:00:00Z\",\"throttle_percentage\":20}"));
        assertThat(data.at("/attributes/created_at").asText()).isEqualTo(Micros.text(Micros.of(time.wall())));
        assertThat(data.at("/attributes/scheduled_at").isNull()).isTrue();
        assertThat(data.at("/relationships/campaign-messages/data")).hasSize(1);
    }

    @Test
    void whatIsNotSaidIsAsTheDocumentSays() throws Exception {
        JsonNode attributes = create(campaign(messages(SMS))).at("/attributes");

        assertThat(attributes.at("/send_options")).isEqualTo(json("{\"use_smart_sending\":true}"));
        assertThat(attributes.at("/send_strategy")).isEqualTo(json("{\"method\":\"immediate\"}"));
        assertThat(attributes.at("/tracking_options").isNull()).isTrue();
    }

    @Test
    void itIsListedWithItsMessages() throws Exception {
        String email = "{\"channel\":\"email\",\"label\":\"l\",\"content\":{\"subject\":\"s\",\"cc_email\":null}}";
        String push = "{\"channel\":\"mobile_push\",\"content\":{\"body\":\"b\"},\"kv_pairs\":{\"n\":1.50}}";
        JsonNode made = create(campaign("\"campaign-messages\":{\"data\":[" + message(email)
                + ",{\"type\":\"campaign-message\",\"attributes\":{\"definition\":" + push
                + "},\"relationships\":{\"image\":{\"data\":{\"type\":\"image\",\"id\":\"77\"}}}}]}"));
        String id = made.at("/id").asText();

        for (String channel : List.of("email", "mobile_push")) {
            assertThat(listed(channel)).contains(made);
        }
        assertThat(listed("sms")).doesNotContain(made);
        List<JsonNode> messages = new CollectionReader(client, "campaigns/" + id + "/campaign-messages").all();
        assertThat(messages)
                .extracting(message -> message.at("/attributes/definition"))
                .containsExactly(json(email), json(push.replaceFirst("\\{", "{\"notification_type\":\"standard\",")));
        assertThat(messages)
                .allMatch(message ->
                        message.at("/relationships/campaign/data/id").asText().equals(id));
        assertThat(messages.get(1).at("/relationships/image/data/id").asText()).isEqualTo("77");
        assertThat(made.at("/relationships/campaign-messages/data").findValuesAsText("id"))
                .isEqualTo(messages.stream()
                        .map(message -> message.at("/id").asText())
                        .toList());
    }

    @Test
    void itIsAmongTheWrites() throws Exception {
        String body = campaign(messages(SMS));
        client.post(CAMPAIGNS, body);
        client.post(CAMPAIGNS, body.replace("Tea\"", "Coffee\",\"colour\":1"));

        assertThat(emulator.writes("POST /api/campaigns").map(ApiClient::json).map(write -> write.at("/body")))
                .containsExactly(json(body));
        assertThat(emulator.stats("POST /api/campaigns").status()).isEqualTo(Map.of(201, 1L, 400, 1L));
    }

    @Test
    void aTagCanBePutOnIt() throws Exception {
        String id = create(campaign(messages(SMS))).at("/id").asText();
        String tag = json(emulator.resources("tags").findFirst().orElseThrow())
                .at("/id")
                .asText();
        String path = "/api/tags/" + tag + "/relationships/campaigns";

        assertThat(client.post(path, "{\"data\":[{\"type\":\"campaign\",\"id\":\"" + id + "\"}]}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(json(client.get(path)).at("/data").findValuesAsText("id")).contains(id);
        assertThat(new CollectionReader(client, "campaigns/" + id + "/campaign-messages").all())
                .hasSize(1);
    }

    @Test
    void fieldsCanBeLeftOutOfTheAnswer() throws Exception {
        HttpResponse<String> created =
                client.post(CAMPAIGNS + "?fields%5Bcampaign%5D=name,audiences.included", campaign(messages(SMS)));

        assertThat(json(created).at("/data/attributes"))
                .isEqualTo(json("{\"name\":\"Tea\",\"audiences\":{\"included\":[\"A\"]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/name | /data/attributes/name",
                "/audiences | /data/attributes/audiences",
                "/audiences/included | /data/attributes/audiences/included",
                "/campaign-messages | /data/attributes/campaign-messages",
                "/campaign-messages/data | /data/attributes/campaign-messages/data",
                "/campaign-messages/data/0/type | /data/attributes/campaign-messages/data/0/type",
                "/campaign-messages/data/0/attributes/definition | /data/attributes/campaign-messages/data/0/attributes/definition",
                "/campaign-messages/data/0/attributes/definition/channel | /data/attributes/campaign-messages/data/0/attributes/definition/channel"
            })
    void whatIsMissingIsPointedAt(String member, String pointer) throws Exception {
        JsonNode body = json(campaign(messages(SMS)));
        int last = member.lastIndexOf('/');
        ((ObjectNode) body.at("/data/attributes" + member.substring(0, last))).remove(member.substring(last + 1));

        assertInvalid(body.toString(), pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"channel\":\"sms\"",
                "\"id\":\"x\"",
                "\"audiences\":{\"included\":[1]}",
                "\"audiences\":{\"included\":[],\"all\":true}",
                "\"send_strategy\":{\"method\":\"later\"}",
                "\"send_strategy\":{\"method\":\"immediate\",\"datetime\":\"2027-01-01T00:00:00Z\"}",
                "\"send_strategy\":{\"method\":\"static\"}",
                "\"send_strategy\":{\"method\":\"static\",\"datetime\":\"tomorrow\"}",
                "\"send_strategy\":{\"method\":\"static\",\"options_static\":{\"datetime\":\"2027-01-01T00:00:00Z\"}}",
                "\"send_strategy\":{\"method\":\"static\",\"datetime\":\"2027-01-01T00:00:00Z\",\"options\":{}}",
                "\"send_strategy\":{\"method\":\"static\",\"datetime\":\"2027-01-01T00:00:00Z\",\"options\":{\"is_local\":false,\"send_past_recipients_immediately\":true}}",
                "\"send_strategy\":{\"method\":\"throttled\",\"datetime\":\"2027-01-01T00:00:00Z\",\"throttle_percentage\":12}",
                "\"send_strategy\":{\"method\":\"throttled\",\"datetime\":\"2027-01-01T00:00:00Z\",\"throttle_percentage\":\"20\"}",
                "\"send_strategy\":{\"method\":\"smart_send_time\",\"date\":\"2027-02-30\"}",
                "\"send_options\":{\"ignore_unsubscribes\":false}",
                "\"send_options\":{\"use_smart_sending\":\"yes\"}",
                "\"tracking_options\":{\"is_add_utm\":true}",
                "\"tracking_options\":{\"custom_tracking_params\":[{\"name\":\"a\",\"value\":\"b\"}]}",
                "\"tracking_options\":{\"custom_tracking_params\":[{\"type\":\"dynamic\",\"name\":\"a\",\"value\":\"weather\"}]}"
            })
    void whatTheDocumentDoesNotHaveIsRefused(String attribute) throws Exception {
        JsonNode body = json(campaign(messages(SMS)));
        ((ObjectNode) body.at("/data/attributes")).setAll((ObjectNode) json("{" + attribute + "}"));

        assertInvalid(body.toString(), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"whatsapp\"}",
                "{\"channel\":\"sms\",\"label\":\"l\"}",
                "{\"channel\":\"sms\",\"content\":{\"subject\":\"s\"}}",
                "{\"channel\":\"sms\",\"render_options\":{\"shorten_links\":1}}",
                "{\"channel\":\"email\",\"render_options\":{}}",
                "{\"channel\":\"email\",\"content\":{\"body\":\"b\"}}",
                "{\"channel\":\"email\",\"label\":7}",
                "{\"channel\":\"mobile_push\",\"content\":{\"title\":\"t\"}}",
                "{\"channel\":\"mobile_push\",\"notification_type\":\"standard\"}",
                "{\"channel\":\"mobile_push\",\"notification_type\":\"silent\",\"content\":{\"body\":\"b\"}}",
                "{\"channel\":\"mobile_push\",\"kv_pairs\":[]}",
                "{\"channel\":\"mobile_push\",\"content\":{\"body\":\"b\",\"action_buttons\":[{\"label\":\"l\"}]}}",
                "{\"channel\":\"mobile_push\",\"content\":{\"body\":\"b\"},\"options\":{\"on_open\":{\"type\":\"open_app\",\"web_url\":\"x\"}}}",
                "{\"channel\":\"mobile_push\",\"content\":{\"body\":\"b\"},\"options\":{\"badge\":{\"display\":false,\"badge_options\":{\"badge_config\":\"increment_one\"}}}}",
                "{\"channel\":\"mobile_push\",\"content\":{\"body\":\"b\"},\"options\":{\"badge\":{\"display\":true,\"badge_options\":{\"badge_config\":\"set_count\"}}}}"
            })
    void aMessageThatNoChannelHasIsRefused(String definition) throws Exception {
        assertInvalid(campaign(messages(definition)), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"email\",\"label\":null,\"content\":null}",
                "{\"channel\":\"sms\",\"content\":{\"body\":null},\"render_options\":{\"add_info_link\":null}}",
                "{\"channel\":\"mobile_push\"}",
                "{\"channel\":\"mobile_push\",\"notification_type\":\"silent\",\"kv_pairs\":null}",
                "{\"channel\":\"mobile_push\",\"content\":{\"body\":\"b\",\"action_buttons\":[{\"label\":\"l\",\"action_type\":\"dismiss\",\"position\":0}]},"
                        + "\"options\":{\"on_open\":{\"type\":\"deep_link\",\"ios_deep_link\":\"a://b\"},\"badge\":{\"display\":true,\"badge_options\":{\"badge_config\":\"set_property\",\"set_from_property\":\"p\"}}}}"
            })
    void aMessageThatAChannelHasIsTaken(String definition) throws Exception {
        assertThat(create(campaign(messages(definition))).at("/id").asText()).isNotEmpty();
    }

    @Test
    void whatIsNamedMustBeThere() throws Exception {
        String both = campaign(messages(SMS)).replace("[\"A\"]", "[\"A\",\"B\"],\"excluded\":[\"B\"]");
        assertThat(create(both).at("/attributes/audiences"))
                .isEqualTo(json("{\"included\":[\"A\",\"B\"],\"excluded\":[\"B\"]}"));

        assertMissing(both.replace("\"A\",\"B\"", "\"A\",\"C\""), "/data/attributes/audiences/included/1");
        assertMissing(
                both.replace("\"excluded\":[\"B\"]", "\"excluded\":[\"C\"]"), "/data/attributes/audiences/excluded/0");
        assertMissing(
                campaign(
                        "\"campaign-messages\":{\"data\":[{\"type\":\"campaign-message\",\"attributes\":{\"definition\":"
                                + SMS
                                + "},\"relationships\":{\"image\":{\"data\":{\"type\":\"image\",\"id\":\"78\"}}}}]}"),
                "/data/attributes/campaign-messages/data/0/relationships/image/data/id");
    }

    private void assertMissing(String body, String pointer) throws Exception {
        HttpResponse<String> refused = client.post(CAMPAIGNS, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
        assertThat(error(refused).at("/code").asText()).isEqualTo("not_found");
        assertThat(error(refused).at("/source/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void theFormsBefore2023AreRefused() throws Exception {
        assertInvalid(campaign("\"channel\":\"sms\""), "/data/attributes/channel");
        assertInvalid(
                campaign("\"campaign-messages\":{\"data\":[{\"type\":\"campaign-message\",\"attributes\":" + SMS
                        + "}]}"),
                "/data/attributes/campaign-messages/data/0/attributes/channel");
        assertInvalid(campaign("\"campaign-messages\":{\"data\":[]}"), "/data/attributes/campaign-messages/data");
    }

    @Test
    void aResetForgetsThem() throws Exception {
        List<String> before = emulator.resources("campaigns").toList();
        String id = create(campaign(messages(SMS))).at("/id").asText();
        emulator.reset();
        hold();

        assertThat(emulator.resources("campaigns")).containsExactlyElementsOf(before);
        assertThat(client.get(CAMPAIGNS + "/" + id + "/campaign-messages").statusCode())
                .isEqualTo(404);
        assertThat(create(campaign(messages(SMS))).at("/id").asText()).isEqualTo(id);
    }

    @Test
    void tenASecondAreTheLimit() throws Exception {
        try (KlaviyoEmulator limited =
                KlaviyoEmulator.builder().time(new FakeTime()).start()) {
            ApiClient caller = new ApiClient(limited.endpoint());
            limited.addResources("lists", List.of("{\"id\":\"A\",\"attributes\":{}}"));
            List<Integer> status = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                HttpResponse<String> answer = caller.post(CAMPAIGNS, campaign(messages(SMS)));
                status.add(answer.statusCode());
                if (i == 0) {
                    assertThat(answer.headers().firstValue("RateLimit-Limit")).hasValue("10, 10;w=1, 150;w=60");
                }
            }

            assertThat(status.subList(0, 10)).containsOnly(201);
            assertThat(status.get(10)).isEqualTo(429);
        }
    }

    private static String campaign(String members) {
        return "{\"data\":{\"type\":\"campaign\",\"attributes\":{\"name\":\"Tea\",\"audiences\":{\"included\":[\"A\"]},"
                + members + "}}}";
    }

    private static String messages(String definition) {
        return "\"campaign-messages\":{\"data\":[" + message(definition) + "]}";
    }

    private static String message(String definition) {
        return "{\"type\":\"campaign-message\",\"attributes\":{\"definition\":" + definition + "}}";
    }

    private JsonNode create(String body) throws Exception {
        HttpResponse<String> created = client.post(CAMPAIGNS, body);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created).at("/data");
    }

    private List<JsonNode> listed(String channel) {
        return new CollectionReader(client, "campaigns").all("filter", "equals(messages.channel,'" + channel + "')");
    }

    private void assertInvalid(String body, String pointer) throws Exception {
        long before = emulator.resources("campaigns").count();
        HttpResponse<String> refused = client.post(CAMPAIGNS, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        String found = error(refused).at("/source/pointer").asText();
        assertThat(found).startsWith("/data/attributes/").isEqualTo(pointer == null ? found : pointer);
        assertThat(emulator.resources("campaigns")).hasSize((int) before);
    }
}
