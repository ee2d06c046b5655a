package io.github.klaviyospark.emulator.collections;

import static io.github.klaviyospark.emulator.collections.Made.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What every account holds from the start: a few of everything, a pure function of the seed. Each attribute that may be
 * null is null somewhere; names have quotes, commas and all kinds of scripts.
 */
public final class SmallWorld {
    private static final int GROUPS = 23;
    private static final int METRICS = 30;
    private static final String[] TAG_NAMES = {
        "spring",
        "\u590f",
        "\u03a6\u03b8\u03b9\u03bd\u03cc\u03c0\u03c9\u03c1\u03bf",
        "\u0437\u0438\u043c\u0430",
        "\u05d7\u05d3\u05e9",
        "caf\u00e9, cr\u00e8me",
        "\"quoted\"",
        "it's",
        "a\\b",
        "50% off",
        "spring sale",
        "\ud83c\udf81 gift"
    };
    private static final List<Map<String, Object>> INTEGRATIONS = List.of(
            map("object", "integration", "id", "0rG4eQ", "name", "Shopify", "category", "eCommerce"),
            map("object", "integration", "id", "7FtS4J", "name", "API", "category", "API"),
            map("object", "integration", "id", "1A2b3C", "name", "Klaviyo", "category", "Internal"),
            map("object", "integration", "id", "9Zy8Xw", "name", "Caf\u00e9 \"POS\", Inc.", "category", "In-store"));
    private static final String[] METRIC_NAMES = {
        "Placed Order",
        "Opened Email",
        "Clicked SMS",
        "Viewed Product",
        "Received \"Gift\", wrapped",
        "\u6ce8\u6587\u3057\u305f",
        "Abonn\u00e9"
    };

    private final long seed;
    private final Map<String, List<HeldResource>> all = new LinkedHashMap<>();

    private SmallWorld(long seed) {
        this.seed = seed;
    }

    /** The resources by path, such as {@code flows/Abc123/flow-actions}. */
    public static Map<String, List<HeldResource>> of(long seed) {
        SmallWorld world = new SmallWorld(seed);
        world.tags();
        world.all.putAll(SeededFlows.of(seed, world.ids("tags")));
        world.groups("lists", false);
        world.groups("segments", true);
        world.metrics();
        world.all.putAll(SeededCatalog.of(seed));
        world.coupons();
        world.all.putAll(SeededCampaigns.of(seed, world.ids("lists"), world.ids("tags")));
        world.all.putAll(SeededJobs.of(seed, world.ids("lists")));
        return world.all;
    }

    private List<String> ids(String path) {
        return all.get(path).stream().map(HeldResource::id).toList();
    }

    private void tags() {
        all.put(
                "tag-groups",
                IntStream.range(0, 3)
                        .mapToObj(number -> {
                            Draw draw = new Draw(seed, "tag-group", number);
                            return new Made(draw.uuid())
                                    .with("name", number == 0 ? "Default" : draw.name("group"))
                                    .with("exclusive", number == 1)
                                    .with("default", number == 0)
                                    .done();
                        })
                        .toList());
        List<String> groups = ids("tag-groups");
        all.put(
                "tags",
                IntStream.range(0, TAG_NAMES.length)
                        .mapToObj(number -> {
                            Draw draw = new Draw(seed, "tag", number);
                            return new Made(draw.uuid())
                                    .with("name", TAG_NAMES[number])
                                    .to("tag-group", groups.get(number % groups.size()))
                                    .done();
                        })
                        .toList());
    }

    private void groups(String path, boolean segments) {
        List<HeldResource> groups = new ArrayList<>();
        for (int number = 0; number < GROUPS; number++) {
            Draw draw = new Draw(seed, path, number);
            long created = draw.time(4);
            Made group = new Made(draw.id())
                    .with("name", number == 2 ? null : draw.name(segments ? "segment" : "list"))
                    .with("created", number == 3 ? null : (Long) created)
                    .with("updated", number == 4 ? null : (Long) draw.after(created));
            if (segments) {
                group.with("definition", number % 5 == 0 ? null : definition(draw, number))
                        .with("is_active", draw.chance(70))
                        .with("is_processing", draw.chance(20))
                        .with("is_starred", draw.chance(30));
            } else {
                group.with("opt_in_process", number == 5 ? null : draw.pick("double_opt_in", "single_opt_in"));
            }
            groups.add(group.to("tags", draw.some(ids("tags"), 3))
                    .to("flow-triggers", draw.some(ids("flows"), 2))
                    .done());
        }
        all.put(path, groups);
    }

    private void coupons() {
        all.put(
                "coupons",
                List.of(
                        new Made("10OFF")
                                .with("external_id", "10OFF")
                                .with("description", "10% off")
                                .done(),
                        new Made("WELCOME")
                                .with("external_id", "WELCOME")
                                .with("description", null)
                                .done()));
    }

    private Map<String, Object> definition(Draw draw, int number) {
        List<Object> conditions = new ArrayList<>();
        conditions.add(map(
                "type",
                "profile-property",
                "property",
                "properties['Caf\u00e9 \"no. " + number + "\"']",
                "filter",
                map("type", "string", "operator", "equals", "value", draw.maybe(20, draw.name("value")))));
        conditions.add(map(
                "type",
                "profile-group-membership",
                "is_member",
                true,
                "group_ids",
                List.of(all.get("lists").get(number).id())));
        return map("condition_groups", List.of(map("conditions", conditions)));
    }

    private void metrics() {
        List<HeldResource> metrics = new ArrayList<>();
        for (int number = 0; number < METRICS; number++) {
            Draw draw = new Draw(seed, "metrics", number);
            long created = draw.time(4);
            String name = METRIC_NAMES[number % METRIC_NAMES.length]
                    + (number < METRIC_NAMES.length ? "" : " " + number / METRIC_NAMES.length);
            metrics.add(new Made(draw.id())
                    .with("name", number == 12 ? null : name)
                    .with("created", number == 13 ? null : (Long) created)
                    .with("updated", number == 14 ? null : (Long) draw.after(created))
                    .with("integration", number == 15 ? null : INTEGRATIONS.get(number % INTEGRATIONS.size()))
                    .to("flow-triggers", draw.some(ids("flows"), 2))
                    .done());
        }
        all.put("metrics", metrics);
    }
}
