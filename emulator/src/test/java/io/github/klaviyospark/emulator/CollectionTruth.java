package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What an emulator holds of one collection, and what its fields mean, worked out from nothing but the lines of JSON. */
final class CollectionTruth {
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("catalog-items ids", "/id"),
            Map.entry("catalog-variants ids", "/id"),
            Map.entry("catalog-categories ids", "/id"),
            Map.entry("catalog-items category.id", "/relationships/categories"),
            Map.entry("catalog-variants item.id", "/relationships/item"),
            Map.entry("catalog-categories item.id", "/relationships/items"),
            Map.entry("events metric_id", "/relationships/metric"),
            Map.entry("events profile_id", "/relationships/profile"),
            Map.entry("events metric", "/relationships/metric"),
            Map.entry("events profile", "/relationships/profile"),
            Map.entry("flows/{id}/flow-actions action_type", "/attributes/definition/type"),
            Map.entry("flows/{id}/flow-actions status", "/attributes/definition/data/status"));

    private final KlaviyoEmulator emulator;
    private final String template;
    private final String path;
    private final Map<String, JsonNode> lines = new LinkedHashMap<>();
    private final Map<String, List<String>> channels = new LinkedHashMap<>();
    private Map<String, JsonNode> profiles;

    private CollectionTruth(KlaviyoEmulator emulator, String template, String path) {
        this.emulator = emulator;
        this.template = template;
        this.path = path;
        lines(emulator, path).forEach(line -> lines.put(line.at("/id").textValue(), line));
    }

    /** Of the collections below a resource, one that has much but, where members are concerned, not all. */
    static CollectionTruth of(KlaviyoEmulator emulator, String template) {
        return each(emulator, template).get(template.endsWith("/profiles") ? 1 : 0);
    }

    /** All collections that a path with {@code {id}} stands for, the largest first. */
    static List<CollectionTruth> each(KlaviyoEmulator emulator, String template) {
        int at = template.indexOf("/{id}");
        return at < 0
                ? List.of(new CollectionTruth(emulator, template, template))
                : lines(emulator, template.substring(0, at))
                        .map(line -> new CollectionTruth(
                                emulator,
                                template,
                                template.replace("{id}", line.at("/id").textValue())))
                        .sorted(Comparator.comparing(truth -> -truth.lines.size()))
                        .toList();
    }

    private static Stream<JsonNode> lines(KlaviyoEmulator emulator, String path) {
        return emulator.resources(path).map(ApiClient::json);
    }

    String path() {
        return path;
    }

    Map<String, JsonNode> lines() {
        return lines;
    }

    /** All values of a field, as texts; times to the microsecond. */
    List<String> values(JsonNode line, String field) {
        String id = line.at("/id").textValue();
        if (template.equals("campaigns") && field.equals("messages.channel")) {
            return channels.computeIfAbsent(
                    id, campaign -> lines(emulator, "campaigns/" + campaign + "/campaign-messages")
                            .map(message -> message.at("/attributes/definition/channel"))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::textValue)
                            .toList());
        }
        if (template.endsWith("/profiles")) {
            return memberValues(line, id, field);
        }
        String place = field.equals("id")
                ? "/id"
                : PLACES.getOrDefault(template + " " + field, "/attributes/" + field.replace('.', '/'));
        return texts(line.at(place));
    }

    private List<String> memberValues(JsonNode line, String id, String field) {
        if (field.equals("joined_group_at")) {
            return List.of(line.at("/joined_group_at").textValue());
        }
        JsonNode profile = profiles().get(id);
        List<String> values = new ArrayList<>();
        switch (field) {
            case "profile_id" -> values.add(id);
            case "email" ->
                texts(profile.at("/attributes/email")).forEach(email -> values.add(email.toLowerCase(Locale.ROOT)));
            case "phone_number" -> values.addAll(texts(profile.at("/attributes/phone_number")));
            case "_kx" -> values.addAll(texts(profile.at("/_kx")));
            default -> profile.at("/push-tokens").forEach(token -> values.addAll(texts(token.at("/attributes/token"))));
        }
        return values;
    }

    private Map<String, JsonNode> profiles() {
        if (profiles == null) {
            profiles = new LinkedHashMap<>();
            emulator.profiles()
                    .map(ApiClient::json)
                    .forEach(profile -> profiles.put(profile.at("/id").textValue(), profile));
        }
        return profiles;
    }

    private static List<String> texts(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> texts.addAll(texts(element)));
        } else {
            texts.add(value.asText());
        }
        return texts;
    }
}
