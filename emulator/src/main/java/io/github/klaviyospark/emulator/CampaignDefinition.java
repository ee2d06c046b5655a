package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the definition of a message of a campaign: each channel has members of its own. */
final class CampaignDefinition {
    private static final String CHANNEL = "channel";
    private static final String CONTENT = "content";
    private static final String PAIRS = "kv_pairs";
    private static final String NOTIFICATION = "notification_type";
    private static final String BODY = "body";
    private static final String SILENT = "silent";
    private static final String STANDARD = "standard";
    private static final String PUSH = "mobile_push";
    private static final String[] EMAIL = {
        "subject", "preview_text", "from_email", "from_label", "reply_to_email", "cc_email", "bcc_email"
    };
    private static final String[] RENDERING = {
        "shorten_links", "add_org_prefix", "add_info_link", "add_opt_out_language"
    };
    private static final Map<String, String> CHANNELS = CampaignBody.words("email", "sms", PUSH);

    private CampaignDefinition() {}

    static void check(Shape definition) throws Refusal {
        switch (definition.word(CHANNEL, CHANNELS)) {
            case "email" -> {
                definition.only(CHANNEL, "label", CONTENT).text("label", "");
                if (definition.has(CONTENT)) {
                    texts(definition.object(CONTENT).only(EMAIL), EMAIL);
                }
            }
            case "sms" -> {
                definition.only(CHANNEL, CONTENT, "render_options");
                if (definition.has(CONTENT)) {
                    texts(definition.object(CONTENT).only(BODY), BODY);
                }
                if (definition.has("render_options")) {
                    Shape options = definition.object("render_options").only(RENDERING);
                    for (String option : RENDERING) {
                        options.truth(option, true);
                    }
                }
            }
            default -> push(definition);
        }
    }

    /** A silent one has no content, and one without content is silent when it does not say otherwise. */
    private static void push(Shape definition) throws Refusal {
        String kind = definition.has(CONTENT) ? STANDARD : SILENT;
        if (definition.has(NOTIFICATION)) {
            kind = definition.word(NOTIFICATION, CampaignBody.words(STANDARD, SILENT));
        }
        if (definition.has(PAIRS)) {
            definition.object(PAIRS);
        }
        if (kind.equals(SILENT)) {
            definition.only(CHANNEL, PAIRS, NOTIFICATION);
            return;
        }
        definition.only(CHANNEL, CONTENT, PAIRS, "options", NOTIFICATION);
        Shape content = definition.object(CONTENT).only("title", BODY, "dynamic_image", "action_buttons");
        content.text(BODY);
        texts(content, "title", "dynamic_image");
        if (content.has("action_buttons")) {
            for (Shape button : content.objects("action_buttons")) {
                button.only("label", "action_type", "position", "url").text("label");
                button.text("action_type");
                texts(button, "url");
                if (button.has("position")
                        && !(button.scalar("position") instanceof PlainNumber position
                                && position.text().matches("-?\\d+"))) {
                    throw button.wrong("position", "a whole number");
                }
            }
        }
        if (definition.has("options")) {
            options(definition.object("options").only("on_open", "badge", "play_sound"));
        }
    }

    /** One as it is read: a push notification then says its kind, whether the request did or not. */
    static Map<String, Object> complete(Map<String, Object> checked) {
        Map<String, Object> complete = new LinkedHashMap<>(checked);
        if (PUSH.equals(checked.get(CHANNEL)) && checked.get(NOTIFICATION) == null) {
            complete.put(NOTIFICATION, checked.get(CONTENT) == null ? SILENT : STANDARD);
        }
        return complete;
    }

    private static void options(Shape options) throws Refusal {
        options.truth("play_sound", false);
        if (options.has("on_open")) {
            Shape open = options.object("on_open");
            switch (open.word("type", CampaignBody.words("open_app", "deep_link", "open_web_url"))) {
                case "deep_link" ->
                    texts(
                            open.only("type", "ios_deep_link", "android_deep_link"),
                            "ios_deep_link",
                            "android_deep_link");
                case "open_web_url" -> texts(open.only("type", "web_url"), "web_url");
                default -> open.only("type");
            }
        }
        if (options.has("badge")) {
            Shape badge = options.object("badge").only("display", "badge_options");
            badge.scalar("display");
            if (!badge.truth("display", false)) {
                badge.only("display");
            } else if (badge.has("badge_options")) {
                badge(badge.object("badge_options"));
            }
        }
    }

    private static void badge(Shape options) throws Refusal {
        String config = "badge_config";
        switch (options.word(config, CampaignBody.words("increment_one", "set_count", "set_property"))) {
            case "set_count" -> options.only(config, "value").text("value");
            case "set_property" -> options.only(config, "set_from_property").text("set_from_property");
            default -> options.only(config);
        }
    }

    private static void texts(Shape shape, String... names) throws Refusal {
        for (String name : List.of(names)) {
            shape.text(name, "");
        }
    }
}
