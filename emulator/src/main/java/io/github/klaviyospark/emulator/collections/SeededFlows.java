package io.github.klaviyospark.emulator.collections;

import static io.github.klaviyospark.emulator.collections.Made.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flows of the seed and their actions, of which there are from none to more than a page. */
final class SeededFlows {
    private static final int FLOWS = 60;
    private static final String[] TRIGGERS = {
        "Added to List", "Date Based", "Low Inventory", "Metric", "Price Drop", "Unconfigured"
    };
    private static final String[] STATUS = {"live", "draft", "manual"};

    private SeededFlows() {}

    static Map<String, List<HeldResource>> of(long seed, List<String> tags) {
        Map<String, List<HeldResource>> all = new LinkedHashMap<>();
        List<HeldResource> flows = new ArrayList<>();
        for (int number = 0; number < FLOWS; number++) {
            Draw draw = new Draw(seed, "flows", number);
            long created = draw.time(4);
            String id = draw.id();
            flows.add(new Made(id)
                    .with("name", number == 6 ? null : draw.name("flow"))
                    .with("status", number == 7 ? null : draw.pick(STATUS))
                    .with("archived", number == 8 ? null : (Boolean) draw.chance(20))
                    .with("created", number == 9 ? null : (Long) created)
                    .with("updated", number == 10 ? null : (Long) draw.after(created))
                    .with("trigger_type", number == 11 ? null : draw.pick(TRIGGERS))
                    .to("tags", draw.some(tags, 3))
                    .done());
            int actions = number == 0 ? 70 : number == 1 ? 0 : draw.below(9);
            List<HeldResource> below = new ArrayList<>();
            for (int action = 0; action < actions; action++) {
                below.add(action(new Draw(seed, "flow-action " + number, action), id, created));
            }
            all.put("flows/" + id + "/flow-actions", below);
        }
        all.put("flows", flows);
        return all;
    }

    private static HeldResource action(Draw draw, String flow, long created) {
        String id = Integer.toString(10_000_000 + draw.below(90_000_000));
        long from = draw.after(created);
        return new Made(id)
                .with("created", draw.maybe(5, from))
                .with("updated", draw.maybe(5, draw.after(from)))
                .with("definition", draw.maybe(5, definition(draw, id)))
                .to("flow", flow)
                .done();
    }

    private static Map<String, Object> definition(Draw draw, String id) {
        String status = draw.pick("live", "draft", "manual", "disabled");
        return switch (draw.below(5)) {
            case 0 -> map("id", id, "type", "send-email", "data", map("message", map(), "status", status));
            case 1 ->
                map(
                        "id",
                        id,
                        "type",
                        "time-delay",
                        "data",
                        map("unit", draw.pick("days", "hours", "minutes"), "value", draw.below(30)));
            case 2 ->
                map(
                        "id",
                        id,
                        "type",
                        "list-update",
                        "data",
                        map(
                                "name",
                                draw.name("update"),
                                "on_execution",
                                draw.chance(50),
                                "list_id",
                                draw.maybe(40, draw.id()),
                                "status",
                                status));
            case 3 -> map("id", id, "type", "back-in-stock-delay");
            default -> map("id", draw.maybe(50, id), "type", "code", "data", null);
        };
    }
}
