package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The campaigns that are made: drafts, which nobody sends here. */
final class Campaigns {
    static final String PATH = "campaigns";

    /** Sets the ids made here apart from all others. */
    private static final long SALT = 0x63616D70L;

    private final Holdings holdings;
    private final TimeSource time;
    private final Ulids ids;

    Campaigns(long seed, Holdings holdings, TimeSource time) {
        this.holdings = holdings;
        this.time = time;
        this.ids = new Ulids(seed ^ SALT);
    }

    synchronized Resource create(CampaignBody body) throws Refusal {
        requireAll(body.named());
        String id = ids.next();
        long now = Micros.of(time.wall());
        List<HeldResource> messages = new ArrayList<>();
        for (CampaignBody.Message message : body.messages()) {
            messages.add(message(id, message, now));
        }
        HeldResource campaign = new HeldResource(id, attributes(body, now), Map.of("tags", List.of()));
        // Its messages first: a reader who sees the campaign sees them too.
        holdings.put(PATH + "/" + id + "/campaign-messages", messages);
        holdings.add(PATH, List.of(campaign));
        return campaign;
    }

    private void requireAll(Map<String, CampaignBody.Named> places) throws Refusal {
        for (Map.Entry<String, CampaignBody.Named> place : places.entrySet()) {
            CampaignBody.Named named = place.getValue();
            List<String> paths = named.what().equals("image") ? List.of("images") : List.of("lists", "segments");
            if (paths.stream()
                    .allMatch(path -> holdings.at(path).find(named.id()).isEmpty())) {
                throw Refusal.notFound(
                        "There is no " + named.what() + " with the id '" + named.id() + "'.", place.getKey());
            }
        }
    }

    private static Map<String, Object> attributes(CampaignBody body, long now) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("name", body.name());
        attributes.put("status", "Draft");
        attributes.put("archived", false);
        attributes.put("audiences", body.audiences());
        attributes.put("send_options", body.sendOptions());
        attributes.put("tracking_options", body.trackingOptions());
        attributes.put("send_strategy", body.sendStrategy());
        attributes.put("created_at", now);
        attributes.put("scheduled_at", null);
        attributes.put("updated_at", now);
        attributes.put("send_time", null);
        return attributes;
    }

    private HeldResource message(String campaign, CampaignBody.Message message, long now) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("definition", message.definition());
        attributes.put("send_times", null);
        attributes.put("created_at", now);
        attributes.put("updated_at", now);
        return new HeldResource(
                ids.next(),
                attributes,
                Map.of(
                        "campaign",
                        List.of(campaign),
                        "template",
                        List.of(),
                        "image",
                        message.image().map(List::of).orElse(List.of())));
    }

    synchronized void reset() {
        ids.restart();
    }
}
