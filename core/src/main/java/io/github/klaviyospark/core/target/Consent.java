package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a profile agrees to, or does not any more, by channel. In rows a channel is named {@code sms}, which means
 * marketing, or {@code sms.transactional}; in requests it is a member of {@code subscriptions}.
 */
enum Consent {
    SUBSCRIBED(
            "email", "email.open_tracking", "sms", "sms.transactional", "whatsapp", "whatsapp.transactional", "push"),
    UNSUBSCRIBED(
            "email",
            "email.open_tracking",
            "sms",
            "sms.transactional",
            "whatsapp",
            "whatsapp.transactional",
            "whatsapp.conversational",
            "push");

    static final String CHANNELS = "channels";

    private static final String MARKETING = "marketing";

    private final List<String> channels;

    Consent(String... channels) {
        this.channels = List.of(channels);
    }

    /** The channels that there are, in their short form. */
    List<String> channels() {
        return channels;
    }

    /** The channels of a row, in their short form. */
    Set<String> channels(Row row) throws InvalidRowException {
        Set<String> named = new LinkedHashSet<>();
        for (String text : row.texts(CHANNELS)) {
            String channel = text.toLowerCase(Locale.ROOT).replaceFirst("\\.marketing$", "");
            if (!channels.contains(channel)) {
                throw new InvalidRowException(CHANNELS, "holds one that is none of " + String.join(", ", channels));
            }
            named.add(channel);
        }
        if (named.isEmpty()) {
            throw new InvalidRowException(CHANNELS, "names none; name at least one of " + String.join(", ", channels));
        }
        requireAddress(row, named, "email", "email");
        requireAddress(row, named, "sms", "phone_number");
        requireAddress(row, named, "whatsapp", "phone_number");
        return named;
    }

    /** Klaviyo may know the address of a profile that is named by its id. */
    private void requireAddress(Row row, Set<String> channels, String channel, String column)
            throws InvalidRowException {
        boolean isNamed = channels.stream().anyMatch(each -> each.equals(channel) || each.startsWith(channel + "."));
        boolean isKnown = this == SUBSCRIBED && row.has("id");
        if (isNamed && !isKnown && !row.has(column)) {
            throw new InvalidRowException(column, "is null, and channels names " + channel);
        }
    }

    /**
     * What a request says of a row's channels.
     *
     * @param since when consent was given; for the channels that can say it
     */
    ObjectNode subscriptions(Row row, Set<String> named, Optional<String> since) throws InvalidRowException {
        ObjectNode subscriptions = RowTarget.JSON.createObjectNode();
        for (String channel : named) {
            int dot = channel.indexOf('.');
            ObjectNode kind = subscriptions
                    .withObjectProperty(dot < 0 ? channel : channel.substring(0, dot))
                    .putObject(dot < 0 ? MARKETING : channel.substring(dot + 1))
                    .put("consent", name());
            if (takesTime(channel)) {
                since.ifPresent(time -> kind.put("consented_at", time));
            }
        }
        Optional<ObjectNode> push = Push.of(row, this, named.contains(Push.CHANNEL));
        push.ifPresent(members -> subscriptions.withObjectProperty(Push.CHANNEL).setAll(members));
        return subscriptions;
    }

    static boolean takesTime(String channel) {
        return !channel.equals("email.open_tracking");
    }

    /**
     * Reads what a request of any generation says of a profile.
     *
     * @param attributes what it says: today {@code subscriptions} with objects, just after 2023-07-15 with arrays, before
     *     that {@code channels}; without any, the channel is the one that the address or the number is for
     */
    List<Agreed> read(JsonNode attributes) {
        List<Agreed> agreed = new ArrayList<>();
        JsonNode said = attributes.path(attributes.hasNonNull("subscriptions") ? "subscriptions" : CHANNELS);
        if (said.isMissingNode() || said.isNull()) {
            if (attributes.hasNonNull("email")) {
                agreed.add(new Agreed("email", ""));
            }
            if (attributes.hasNonNull("phone_number")) {
                agreed.add(new Agreed("sms", ""));
            }
        }
        said.properties().forEach(channel -> read(channel.getKey(), channel.getValue(), agreed));
        return agreed;
    }

    private void read(String channel, JsonNode kinds, List<Agreed> agreed) {
        if (!kinds.isObject()) {
            Payload.resources(kinds).forEach(kind -> agreed.add(new Agreed(shortly(channel, kind.asText()), "")));
            return;
        }
        kinds.properties().forEach(kind -> {
            JsonNode detail = kind.getValue();
            // Nobody agreed, or withdrew, who did not say so.
            if (detail.isObject() && detail.path("consent").asText("").equalsIgnoreCase(name())) {
                String since = Payload.text(detail.path("consented_at")).orElse("");
                agreed.add(new Agreed(shortly(channel, kind.getKey()), since));
            }
        });
    }

    private static String shortly(String channel, String kind) {
        String name = channel.toLowerCase(Locale.ROOT);
        return kind.equalsIgnoreCase(MARKETING) ? name : name + "." + kind.toLowerCase(Locale.ROOT);
    }

    /**
     * One channel of a profile.
     *
     * @param channel in its short form
     * @param since when consent was given; empty when that is not said
     */
    record Agreed(String channel, String since) {}
}
