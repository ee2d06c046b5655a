package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes an emulator hold every resource that a request names by type and id, so that it can be accepted. */
final class World {
    private static final String NOTHING = """
            "attributes":{}""";

    private static final String DATA_SOURCE = "data-source";

    /** The group of the tags that are loaded, as every tag has one. */
    private static final String GROUP = "01J0000000000000000000000G";

    /** What is loaded for a type: into which collection, and what it cannot be without. */
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("campaign", new Kind("campaigns", """
                            "attributes":{"name":"Golden","status":"Draft","audiences":{},"send_options":{},"send_strategy":{}}""")),
            Map.entry("catalog-category", new Kind("catalog-categories", NOTHING)),
            Map.entry("catalog-item", new Kind("catalog-items", NOTHING)),
            Map.entry("catalog-variant", new Kind("catalog-variants", NOTHING)),
            Map.entry("coupon", new Kind("coupons", NOTHING)),
            Map.entry("flow", new Kind("flows", NOTHING)),
            Map.entry("image", new Kind("images", """
                            "attributes":{"name":"Golden","image_url":"https://nuts.example.net/1.png","format":"png","size":1,"hidden":false,"updated_at":"2026-01-01T00:00:00+00:00"}""")),
            Map.entry("list", new Kind("lists", NOTHING)),
            Map.entry("segment", new Kind("segments", NOTHING)),
            Map.entry("tag", new Kind("tags", """
                            "attributes":{"name":"Golden"},"relationships":{"tag-group":"%s"}""".formatted(GROUP))),
            Map.entry("tag-group", new Kind("tag-groups", """
                            "attributes":{"name":"Golden"}""")));

    /** A path that names a resource: its collection and its id. */
    private static final Pattern NAMED = Pattern.compile("/api/([^/]+)/([^/]+)(/.*)?");

    private final KlaviyoEmulator klaviyo;
    /** Ids that the emulator gave where a golden has one of its own. */
    private final Map<String, String> given = new HashMap<>();

    World(KlaviyoEmulator klaviyo) {
        this.klaviyo = klaviyo;
    }

    /** The golden's request, after all that it names is there. */
    Sent holding(Golden golden) throws IOException, InterruptedException {
        if (Definitions.areNamedBy(golden.path() + golden.body())) {
            given.putAll(new Definitions(new Client(klaviyo.endpoint())).make());
        }
        Matcher named = NAMED.matcher(golden.path());
        if (named.matches()) {
            if (named.group(1).equals("data-sources")) {
                hold(DATA_SOURCE, named.group(2));
            }
            KINDS.keySet().stream()
                    .filter(type -> KINDS.get(type).collection().equals(named.group(1)))
                    .forEach(type -> hold(type, named.group(2)));
        }
        hold(golden.body());
        Sent request = golden.request();
        return Sent.of(request.method(), asGiven(request.target()), asGiven(request.body()));
    }

    private String asGiven(String text) {
        String replaced = text;
        for (Map.Entry<String, String> id : given.entrySet()) {
            replaced = replaced.replace(id.getKey(), id.getValue());
        }
        return replaced;
    }

    private void hold(JsonNode node) {
        if (node instanceof ObjectNode
                && node.path("type").isTextual()
                && node.path("id").isTextual()) {
            hold(node.path("type").textValue(), node.path("id").textValue());
        }
        // A mapping names the source of its values by an id alone.
        if (node.path("source_id").isTextual()) {
            hold(DATA_SOURCE, node.path("source_id").textValue());
        }
        // The audiences of a campaign are ids without a type.
        node.path("audiences").forEach(ids -> ids.forEach(id -> hold("list", id.textValue())));
        node.forEach(this::hold);
    }

    private void hold(String type, String id) {
        if (type.equals(DATA_SOURCE)) {
            given.computeIfAbsent(id, any -> klaviyo.createDataSource("golden"));
        } else if (type.equals("profile")) {
            klaviyo.addProfiles(List.of("{\"id\":\"" + id + "\"}"));
        } else if (KINDS.containsKey(type)) {
            if (type.equals("tag")) {
                hold("tag-group", GROUP);
            }
            Kind kind = KINDS.get(type);
            klaviyo.addResources(kind.collection(), List.of("{\"id\":\"" + id + "\"," + kind.members() + "}"));
        }
    }

    private record Kind(String collection, String members) {}
}
