package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request to make a campaign says, looked at as the document describes it.
 *
 * @param named the lists, segments and images that it names, by their places in it
 * @param sendOptions with what holds when nothing is said, and so is {@code sendStrategy}
 * @param trackingOptions null when nothing is said
 */
record CampaignBody(
        String name,
        Map<String, Object> audiences,
        Map<String, Object> sendOptions,
        Map<String, Object> trackingOptions,
        Map<String, Object> sendStrategy,
        List<Message> messages,
        Map<String, Named> named) {
    private static final String MESSAGES = "campaign-messages";
    private static final String METHOD = "method";
    private static final String DATETIME = "datetime";
    private static final String SMART = "use_smart_sending";

    private static final Map<String, String> METHODS = words("immediate", "static", "throttled", "smart_send_time");
    private static final List<String> PERCENTAGES =
            List.of("1", "2", "5", "10", "11", "13", "14", "17", "20", "25", "33", "50");
    private static final Map<String, String> DYNAMIC = words(
            "campaign_id",
            "campaign_name",
            "campaign_name_id",
            "campaign_name_send_day",
            "email_subject",
            "group_id",
            "group_name",
            "group_name_id",
            "link_alt_text",
            "message_type",
            "profile_external_id",
            "profile_id");

    static Map<String, String> words(String... words) {
        return Stream.of(words).collect(Collectors.toMap(Function.identity(), Function.identity()));
    }

    static CampaignBody read(Shape data) throws Refusal {
        Shape attributes = data.only("type", "attributes")
                .object("attributes")
                .only("name", "audiences", "send_strategy", "send_options", "tracking_options", MESSAGES);
        List<Message> messages = new ArrayList<>();
        Map<String, Named> named = new LinkedHashMap<>();
        for (Shape message : attributes.object(MESSAGES).only("data").objects("data")) {
            messages.add(message(message.type("campaign-message"), named));
        }
        if (messages.isEmpty()) {
            throw attributes.object(MESSAGES).wrong("data", "an array of at least one message");
        }
        return new CampaignBody(
                attributes.text("name"),
                audiences(attributes.object("audiences").only("included", "excluded"), named),
                attributes.has("send_options") ? sendOptions(attributes.object("send_options")) : Map.of(SMART, true),
                attributes.has("tracking_options") ? trackingOptions(attributes.object("tracking_options")) : null,
                attributes.has("send_strategy")
                        ? sendStrategy(attributes.object("send_strategy"))
                        : Map.of(METHOD, "immediate"),
                List.copyOf(messages),
                named);
    }

    private static Map<String, Object> audiences(Shape audiences, Map<String, Named> named) throws Refusal {
        Map<String, Object> held = new LinkedHashMap<>();
        held.put("included", audiences.texts("included"));
        held.put("excluded", audiences.has("excluded") ? audiences.texts("excluded") : List.of());
        for (Map.Entry<String, Object> ids : held.entrySet()) {
            int at = 0;
            for (Object id : (List<?>) ids.getValue()) {
                named.put(audiences.pointer(ids.getKey()) + "/" + at++, new Named("list or segment", (String) id));
            }
        }
        return held;
    }

    private static Map<String, Object> sendOptions(Shape options) throws Refusal {
        return Map.of(SMART, options.only(SMART).truth(SMART, true));
    }

    private static Map<String, Object> trackingOptions(Shape options) throws Refusal {
        options.only("add_tracking_params", "custom_tracking_params", "is_tracking_clicks", "is_tracking_opens");
        for (String name : List.of("add_tracking_params", "is_tracking_clicks", "is_tracking_opens")) {
            options.truth(name, false);
        }
        if (options.has("custom_tracking_params")) {
            for (Shape parameter : options.objects("custom_tracking_params")) {
                parameter.only("type", "value", "name").text("name");
                if (parameter.word("type", words("dynamic", "static")).equals("dynamic")) {
                    parameter.word("value", DYNAMIC);
                } else {
                    parameter.text("value");
                }
            }
        }
        return held(options);
    }

    private static Map<String, Object> sendStrategy(Shape strategy) throws Refusal {
        switch (strategy.word(METHOD, METHODS)) {
            case "static" -> {
                time(strategy.only(METHOD, DATETIME, "options"));
                if (strategy.has("options")) {
                    local(strategy.object("options"));
                }
            }
            case "throttled" -> {
                time(strategy.only(METHOD, DATETIME, "throttle_percentage"));
                if (!(strategy.scalar("throttle_percentage") instanceof PlainNumber percentage)
                        || !PERCENTAGES.contains(percentage.text())) {
                    throw strategy.wrong("throttle_percentage", "one of: " + String.join(", ", PERCENTAGES));
                }
            }
            case "smart_send_time" -> date(strategy.only(METHOD, "date"));
            default -> strategy.only(METHOD);
        }
        return held(strategy);
    }

    private static void local(Shape options) throws Refusal {
        if (!options.has("is_local")) {
            options.scalar("is_local");
        }
        if (options.truth("is_local", false)) {
            options.only("is_local", "send_past_recipients_immediately")
                    .truth("send_past_recipients_immediately", false);
        } else {
            options.only("is_local");
        }
    }

    private static void time(Shape strategy) throws Refusal {
        try {
            Micros.parse(strategy.text(DATETIME));
        } catch (DateTimeException e) {
            throw strategy.wrong(DATETIME, "a time such as 2026-07-01T12:30:00+00:00");
        }
    }

    private static void date(Shape strategy) throws Refusal {
        try {
            LocalDate.parse(strategy.text("date"));
        } catch (DateTimeException e) {
            throw strategy.wrong("date", "a date such as 2026-07-01");
        }
    }

    private static Message message(Shape message, Map<String, Named> named) throws Refusal {
        Shape definition = message.only("type", "attributes", "relationships")
                .object("attributes")
                .only("definition")
                .object("definition");
        CampaignDefinition.check(definition);
        Optional<String> image = Optional.empty();
        if (message.has("relationships")
                && message.object("relationships").only("image").has("image")) {
            Shape related = message.object("relationships").object("image").only("data");
            if (related.has("data")) {
                Shape identifier = related.object("data").type("image").only("type", "id");
                image = Optional.of(identifier.text("id"));
                named.put(identifier.pointer("id"), new Named("image", image.get()));
            }
        }
        return new Message(CampaignDefinition.complete(held(definition)), image);
    }

    private static Map<String, Object> held(Shape shape) throws Refusal {
        return BodyValues.map(shape.members(), shape.pointer(""));
    }

    /** A resource of another kind. */
    record Named(String what, String id) {}

    /** A message of the campaign, with the image that it names. */
    record Message(Map<String, Object> definition, Optional<String> image) {}
}
