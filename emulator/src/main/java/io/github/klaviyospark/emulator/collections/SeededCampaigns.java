package io.github.klaviyospark.emulator.collections;

import static io.github.klaviyospark.emulator.collections.Made.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Campaigns of the seed over all channels, with one or two messages each, and the templates and images of those. */
final class SeededCampaigns {
    private static final int CAMPAIGNS = 120;
    private static final int TEMPLATES = 15;
    private static final int IMAGES = 8;
    private static final String[] CHANNELS = {"email", "email", "sms", "mobile_push"};
    private static final String[] STATUS = {
        "Draft", "Scheduled", "Sent", "Cancelled", "Cancelled: No Recipients", "Preparing to send"
    };

    private final long seed;
    private final List<String> lists;
    private final List<String> tags;
    private final List<String> templates = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private final Map<String, List<HeldResource>> all = new LinkedHashMap<>();

    private SeededCampaigns(long seed, List<String> lists, List<String> tags) {
        this.seed = seed;
        this.lists = lists;
        this.tags = tags;
    }

    static Map<String, List<HeldResource>> of(long seed, List<String> lists, List<String> tags) {
        SeededCampaigns campaigns = new SeededCampaigns(seed, lists, tags);
        campaigns.templates();
        campaigns.images();
        campaigns.campaigns();
        return campaigns.all;
    }

    private void templates() {
        List<HeldResource> made = new ArrayList<>();
        for (int number = 0; number < TEMPLATES; number++) {
            Draw draw = new Draw(seed, "templates", number);
            long created = draw.time(4);
            String id = draw.id();
            templates.add(id);
            made.add(new Made(id)
                    .with("name", draw.name("template"))
                    .with("editor_type", draw.pick("CODE", "SYSTEM_DRAGGABLE"))
                    .with("html", "<p title=\"caf\u00e9\">{{ first_name|default:'you' }}, " + number + "</p>")
                    .with("text", number == 1 ? null : "Hello {{ first_name }}")
                    .with("amp", number % 2 == 0 ? null : "<html amp4email></html>")
                    .with("created", number == 2 ? null : (Long) created)
                    .with("updated", number == 3 ? null : (Long) draw.after(created))
                    .done());
        }
        all.put("templates", made);
    }

    private void images() {
        List<HeldResource> made = new ArrayList<>();
        for (int number = 0; number < IMAGES; number++) {
            Draw draw = new Draw(seed, "images", number);
            String id = Integer.toString(1_000_000 + draw.below(9_000_000));
            images.add(id);
            made.add(new Made(id)
                    .with("name", draw.name("image"))
                    .with("image_url", "https://images.example.net/" + id + ".png")
                    .with("format", "png")
                    .with("size", draw.below(5_000_000))
                    .with("hidden", draw.chance(20))
                    .with("updated_at", draw.time(3))
                    .done());
        }
        all.put("images", made);
    }

    private void campaigns() {
        List<HeldResource> made = new ArrayList<>();
        for (int number = 0; number < CAMPAIGNS; number++) {
            Draw draw = new Draw(seed, "campaigns", number);
            String channel = CHANNELS[number % CHANNELS.length];
            String id = draw.ulid();
            long created = draw.time(3);
            boolean scheduled = draw.chance(60);
            made.add(new Made(id)
                    .with("name", draw.name("campaign"))
                    .with("status", draw.pick(STATUS))
                    .with("archived", draw.chance(15))
                    .with(
                            "audiences",
                            map("included", draw.some(lists, 3), "excluded", draw.maybe(50, draw.some(lists, 1))))
                    .with("send_options", map("use_smart_sending", draw.maybe(10, draw.chance(70))))
                    .with("tracking_options", tracking(draw, channel))
                    .with("send_strategy", strategy(draw, created))
                    .with("created_at", created)
                    .with("scheduled_at", scheduled ? (Long) draw.after(created) : null)
                    .with("updated_at", draw.after(created))
                    .with("send_time", scheduled && draw.chance(70) ? (Long) draw.after(created) : null)
                    .to("tags", draw.some(tags, 3))
                    .done());
            List<HeldResource> messages = new ArrayList<>();
            for (int message = 0; message <= draw.below(2); message++) {
                messages.add(message(new Draw(seed, "message " + message, number), id, channel, created, message));
            }
            all.put("campaigns/" + id + "/campaign-messages", messages);
        }
        all.put("campaigns", made);
    }

    private static Map<String, Object> tracking(Draw draw, String channel) {
        if (channel.equals("mobile_push") || draw.chance(10)) {
            return null;
        }
        Map<String, Object> options = map(
                "add_tracking_params",
                draw.maybe(20, draw.chance(50)),
                "custom_tracking_params",
                draw.maybe(
                        40,
                        List.of(
                                map("type", "static", "value", draw.name("utm"), "name", "utm_campaign"),
                                map("type", "dynamic", "value", "campaign_id", "name", "id"))));
        if (channel.equals("email")) {
            options.put("is_tracking_clicks", draw.chance(70));
            options.put("is_tracking_opens", draw.maybe(20, true));
        }
        return options;
    }

    private static Map<String, Object> strategy(Draw draw, long created) {
        String datetime = Draw.text(draw.after(created));
        return switch (draw.below(5)) {
            case 0 -> map("method", "immediate");
            case 1 -> map("method", "throttled", "datetime", datetime, "throttle_percentage", draw.pick(10, 20, 50));
            case 2 -> map("method", "smart_send_time", "date", datetime.substring(0, 10));
            case 3 ->
                map(
                        "method",
                        "static",
                        "datetime",
                        datetime,
                        "options",
                        draw.maybe(30, map("is_local", true, "send_past_recipients_immediately", draw.chance(50))));
            default -> map("method", "ab_test_campaign");
        };
    }

    private HeldResource message(Draw draw, String campaign, String channel, long created, int message) {
        boolean sent = draw.chance(60);
        boolean email = channel.equals("email");
        // The first message tells the channel of its campaign.
        boolean defined = message == 0 || draw.chance(80);
        return new Made(draw.ulid())
                .with("definition", defined ? definition(draw, channel) : null)
                .with(
                        "send_times",
                        sent
                                ? List.of(map("datetime", Draw.text(draw.after(created)), "is_local", draw.chance(30)))
                                : null)
                .with("created_at", draw.maybe(3, created))
                .with("updated_at", draw.maybe(3, draw.after(created)))
                .to("campaign", campaign)
                .to("template", email && draw.chance(90) ? draw.pick(templates) : null)
                .to("image", !email && draw.chance(50) ? draw.pick(images) : null)
                .done();
    }

    private static Map<String, Object> definition(Draw draw, String channel) {
        return switch (channel) {
            case "email" ->
                map(
                        "channel",
                        channel,
                        "label",
                        draw.maybe(30, draw.name("label")),
                        "content",
                        map(
                                "subject",
                                draw.maybe(5, draw.name("subject")),
                                "preview_text",
                                draw.maybe(40, draw.name("preview")),
                                "from_email",
                                "shop@example.net",
                                "from_label",
                                "Caf\u00e9 \"Shop\"",
                                "reply_to_email",
                                draw.maybe(50, "reply@example.net"),
                                "cc_email",
                                null,
                                "bcc_email",
                                null));
            case "sms" ->
                map(
                        "channel",
                        channel,
                        "content",
                        map("body", draw.name("text"), "media_url", draw.maybe(70, "https://images.example.net/1.png")),
                        "render_options",
                        map(
                                "shorten_links",
                                draw.chance(50),
                                "add_org_prefix",
                                true,
                                "add_info_link",
                                draw.maybe(30, true),
                                "add_opt_out_language",
                                false));
            default ->
                map(
                        "channel",
                        channel,
                        "notification_type",
                        "standard",
                        "content",
                        map("title", draw.name("title"), "body", draw.maybe(20, draw.name("body"))),
                        "kv_pairs",
                        draw.maybe(50, map("sku", draw.id(), "a.b", "1")));
        };
    }
}
