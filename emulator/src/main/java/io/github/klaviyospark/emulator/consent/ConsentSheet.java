package io.github.klaviyospark.emulator.consent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a profile shows as its {@code subscriptions}, while it is being changed. */
public final class ConsentSheet {
    private static final String MARKETING = "marketing";

    private final Map<String, Object> channels;

    private ConsentSheet(Map<String, Object> channels) {
        this.channels = channels;
    }

    /** A copy of what a profile shows; null for one that was never asked. */
    public static ConsentSheet of(Map<String, Object> subscriptions) {
        if (subscriptions != null) {
            return new ConsentSheet(copy(subscriptions));
        }
        ConsentSheet fresh = new ConsentSheet(new LinkedHashMap<>());
        fresh.entry(Channel.EMAIL, MARKETING);
        fresh.entry(Channel.SMS, MARKETING);
        fresh.entry(Channel.SMS, "transactional");
        fresh.channels.put(Channel.PUSH.shown(), null);
        fresh.channels.put(Channel.WHATSAPP.shown(), null);
        return fresh;
    }

    /** Whether consent was given to something and not withdrawn since. */
    public boolean subscribed(Channel channel, String kind) {
        return "SUBSCRIBED".equals(entry(channel, kind).get("consent"));
    }

    /**
     * Notes what somebody has said.
     *
     * @param consentedAt when it was said
     * @param updatedAt when it was noted
     * @param source where, or null
     */
    public void set(
            Channel channel, String kind, boolean subscribed, String consentedAt, String updatedAt, String source) {
        Map<String, Object> entry = entry(channel, kind);
        entry.put("consent", subscribed ? "SUBSCRIBED" : "UNSUBSCRIBED");
        entry.put(channel.permission(kind), subscribed);
        entry.put("consent_timestamp", consentedAt);
        entry.replace("last_updated", updatedAt);
        if (entry.containsKey("created_timestamp") && entry.get("created_timestamp") == null) {
            entry.put("created_timestamp", updatedAt);
        }
        entry.replace("method", "API");
        entry.replace("method_detail", source == null ? "" : source);
        entry.replace("custom_method_detail", source);
        entry.replace("double_optin", false);
    }

    /** Notes which suppressions there are, without which nothing is sent. */
    public void suppressed(List<?> suppressions, List<?> ofLists) {
        Map<String, Object> entry = entry(Channel.EMAIL, MARKETING);
        entry.put("suppression", suppressions);
        entry.put("list_suppressions", ofLists);
        entry.put(Channel.EMAIL.permission(MARKETING), subscribed(Channel.EMAIL, MARKETING) && suppressions.isEmpty());
    }

    /** As JSON values. */
    public Map<String, Object> shown() {
        return channels;
    }

    private Map<String, Object> entry(Channel channel, String kind) {
        Map<String, Object> kinds = members(channels, channel.shown());
        boolean missing = kinds.get(kind) == null;
        Map<String, Object> entry = members(kinds, kind);
        if (missing) {
            entry.put("consent", "NEVER_SUBSCRIBED");
            entry.put(channel.permission(kind), false);
            names(channel, kind).forEach(name -> entry.put(name, null));
            entry.replace("method_detail", "");
        }
        return entry;
    }

    private static List<String> names(Channel channel, String kind) {
        if (channel == Channel.PUSH) {
            return List.of("consent_timestamp");
        }
        if (channel == Channel.WHATSAPP || kind.equals("open_tracking")) {
            List<String> names = new ArrayList<>(
                    List.of("consent_timestamp", "last_updated", "created_timestamp", "metadata", "valid_until"));
            if (channel == Channel.WHATSAPP) {
                names.add("phone_number");
            }
            return names;
        }
        List<String> names = new ArrayList<>(List.of("consent_timestamp", "last_updated", "method", "method_detail"));
        if (channel == Channel.EMAIL) {
            names.addAll(List.of("custom_method_detail", "double_optin", "suppression", "list_suppressions"));
        }
        return names;
    }

    @SuppressWarnings("unchecked") // Names are strings wherever a sheet was copied from or made.
    private static Map<String, Object> members(Map<String, Object> of, String name) {
        if (!(of.get(name) instanceof Map)) {
            of.put(name, new LinkedHashMap<String, Object>());
        }
        return (Map<String, Object>) of.get(name);
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put((String) name, value instanceof Map<?, ?> inner ? copy(inner) : value));
        return copy;
    }
}
