package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that requests for subscriptions, of any generation, were made from or would have been. */
final class SubscriptionRows {

    /** The column that says when consent was given. */
    static final String SINCE = "consented_at";

    /** The column for the date of birth that accounts with age gating need. */
    static final String BIRTH = "age_gated_date_of_birth";

    private SubscriptionRows() {}

    /**
     * Reads what a request says of a profile. It may name a time for each channel; a row has one, so there is a row for
     * each time.
     *
     * @param request the columns that concern all of the request
     */
    static void read(JsonNode profile, ObjectNode request, List<ObjectNode> rows) {
        JsonNode attributes = profile.has("attributes") ? profile.get("attributes") : profile;
        List<Consent.Agreed> agreed = Consent.SUBSCRIBED.read(attributes);
        String first = agreed.stream()
                .map(Consent.Agreed::since)
                .filter(since -> !since.isEmpty())
                .findFirst()
                .orElse("");
        Map<String, List<String>> channels = new LinkedHashMap<>();
        agreed.forEach(each -> channels.computeIfAbsent(
                        Consent.takesTime(each.channel()) ? each.since() : first, since -> new ArrayList<>())
                .add(each.channel()));
        if (agreed.isEmpty()) {
            // Without a channel the row is refused, and not lost.
            channels.put("", List.of());
        }
        channels.forEach((since, named) ->
                rows.add(row(profile, attributes, since, named).setAll(request)));
    }

    private static ObjectNode row(JsonNode profile, JsonNode attributes, String since, List<String> channels) {
        ObjectNode row = RowTarget.JSON.createObjectNode();
        for (JsonNode id : List.of(attributes.path("profile_id"), profile.path("profile_id"), profile.path("id"))) {
            Payload.text(id).ifPresent(text -> row.put("id", text));
        }
        Payload.copy(attributes, "email", row);
        Payload.copy(attributes, "phone_number", row);
        if (!channels.isEmpty()) {
            channels.forEach(row.putArray(Consent.CHANNELS)::add);
        }
        if (!since.isEmpty()) {
            row.put(SINCE, IsoTime.read(since));
        }
        if (channels.contains(Push.CHANNEL)) {
            Push.read(attributes.path("subscriptions")).ifPresent(push -> row.set(Push.CHANNEL, push));
        }
        Payload.copy(attributes, BIRTH, row);
        return row;
    }
}
