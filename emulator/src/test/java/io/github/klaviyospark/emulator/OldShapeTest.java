package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The form of answers before 2023-07-15, held against that of today. */
final class OldShapeTest {
    private static KlaviyoEmulator emulator;
    private static ApiClient today;
    private static ApiClient before;

    @BeforeAll
    static void start() {
        emulator =
                KlaviyoEmulator.builder().quotas(false).profiles(50).events(200).start();
        today = new ApiClient(emulator.endpoint());
        before = today.with("revision", "2023-06-15");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static Map<String, JsonNode> read(ApiClient client, String path, String... parameters) {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        new CollectionReader(client, path)
                .all(parameters)
                .forEach(resource -> read.put(resource.at("/id").textValue(), resource));
        return read;
    }

    @Test
    void theRevisionOfTheChangeHasTheNewForm() {
        assertThat(read(today.with("revision", "2023-07-15"), "tags")).isEqualTo(read(today, "tags"));
        assertThat(read(today.with("revision", "2023-07-14"), "tags")).isNotEqualTo(read(today, "tags"));
    }

    @Test
    void eventsTellIdsAmongTheirAttributesAndListsOfOne() {
        Map<String, JsonNode> now = read(today, "events");
        Map<String, JsonNode> then = read(before, "events");

        assertThat(then.keySet()).containsExactlyElementsOf(now.keySet());
        then.forEach((id, event) -> {
            JsonNode metric = now.get(id).at("/relationships/metric/data/id");
            JsonNode profile = now.get(id).at("/relationships/profile/data/id");
            assertThat(event.at("/attributes/metric_id").textValue()).isEqualTo(metric.textValue());
            assertThat(event.at("/attributes/profile_id").textValue()).isEqualTo(profile.textValue());
            assertThat(event.at("/relationships/metrics/data/0/id").textValue()).isEqualTo(metric.textValue());
            assertThat(event.at("/relationships/profiles/data/0/id").textValue())
                    .isEqualTo(profile.textValue());
            assertThat(event.at("/relationships/profiles/data")).hasSize(profile.isMissingNode() ? 0 : 1);
            assertThat(event.at("/relationships/metric").isMissingNode()).isTrue();
            assertThat(event.at("/attributes/datetime").textValue())
                    .isEqualTo(
                            now.get(id).at("/attributes/datetime").textValue().replace('T', ' '));
        });
    }

    @Test
    void eventsIncludeByTheOldNames() {
        CollectionReader then = new CollectionReader(before, "events");

        assertThat(then.page("include", "metrics,profiles").at("/included"))
                .isEqualTo(new CollectionReader(today, "events")
                        .page("include", "metric,profile")
                        .at("/included"));
        assertThat(then.refused(400, "include", "metric")).contains("'metric' is not a valid");
    }

    @Test
    void actionsOfAFlowAndGroupsOfTagsAreLists() {
        String flow = json(emulator.resources("flows").findFirst().orElseThrow())
                .at("/id")
                .textValue();
        String actions = CollectionTruth.of(emulator, "flows/{id}/flow-actions").path();
        Map<String, JsonNode> now = read(today, actions);
        Map<String, JsonNode> tags = read(today, "tags");

        assertThat(flow).isNotEmpty();
        assertThat(now).isNotEmpty();
        read(before, actions).forEach((id, action) -> {
            assertThat(action.at("/relationships/flows/data/0"))
                    .isEqualTo(now.get(id).at("/relationships/flow/data"));
            assertThat(action.at("/relationships/flow").isMissingNode()).isTrue();
        });
        read(before, "tags").forEach((id, tag) -> assertThat(tag.at("/relationships/tag-group/data/0"))
                .isEqualTo(tags.get(id).at("/relationships/tag-group/data")));
        tags.keySet().forEach(tag -> {
            String group = "tags/" + tag + "/tag-group";
            JsonNode data = new CollectionReader(today, group).page().at("/data");
            assertThat(data.isObject()).isTrue();
            assertThat(new CollectionReader(before, group).page().at("/data")).containsExactly(data);
        });
    }

    @Test
    void aCampaignTellsItsMessageAndAMessageItsCampaignAndTemplate() {
        String[] email = {"filter", "equals(messages.channel,'email')"};
        Map<String, JsonNode> campaigns = read(today, "campaigns", email);

        assertThat(campaigns).isNotEmpty();
        read(before, "campaigns", email).forEach((id, campaign) -> {
            List<JsonNode> messages = List.copyOf(
                    read(today, "campaigns/" + id + "/campaign-messages").values());
            assertThat(campaign.at("/attributes/message"))
                    .isEqualTo(messages.get(0).at("/id"));
            assertThat(campaign.at("/relationships/campaign-messages").isMissingNode())
                    .isTrue();
            assertThat(campaign.at("/attributes/name"))
                    .isEqualTo(campaigns.get(id).at("/attributes/name"));
        });
        String id = campaigns.keySet().iterator().next();
        String path = "campaigns/" + id + "/campaign-messages";
        Map<String, JsonNode> messages = read(today, path);
        Map<String, JsonNode> templates = new LinkedHashMap<>();
        emulator.resources("templates")
                .map(ApiClient::json)
                .forEach(template -> templates.put(template.at("/id").textValue(), template));
        JsonNode first = read(before, path).values().iterator().next();
        JsonNode now = messages.get(first.at("/id").textValue());
        assertThat(first.at("/attributes/campaign_id").textValue()).isEqualTo(id);
        assertThat(first.at("/attributes/definition").isMissingNode()).isTrue();
        assertThat(first.at("/attributes/channel")).isEqualTo(now.at("/attributes/definition/channel"));
        assertThat(first.at("/attributes/content/subject")).isEqualTo(now.at("/attributes/definition/content/subject"));
        String template = now.at("/relationships/template/data/id").textValue();
        assertThat(first.at("/attributes/content/template_id").textValue()).isEqualTo(template);
        assertThat(first.at("/attributes/content/template_name").textValue())
                .isEqualTo(
                        template == null
                                ? null
                                : templates.get(template).at("/attributes/name").textValue());
    }
}
