package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.Profile.Suppression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Consent, suppressions and predictions of seeded profiles. */
final class SeededConsent {
    private static final String[] CONSENT = {"SUBSCRIBED", "SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"};
    private static final String[] REASONS = {
        "HARD_BOUNCE", "INVALID_EMAIL", "SPAM_COMPLAINT", "UNSUBSCRIBE", "USER_SUPPRESSED"
    };
    private static final String[] LISTS = {"Y6nRLr", "XkPq3A", "VmxDk3", "R7uuZt", "UzWq9e"};
    private static final String[][] AFFINITY = {
        {"email"}, {"email", "sms"}, {"sms", "email", "push"}, {"push", "whatsapp", "email", "sms"}, {}
    };

    private SeededConsent() {}

    /** None for most profiles; in no order of time. */
    static List<Suppression> suppressions(Dice dice, long created, boolean ofLists) {
        if (!dice.chance(ofLists ? 12 : 10)) {
            return List.of();
        }
        List<Suppression> suppressions = new ArrayList<>();
        for (int i = dice.below(3); i >= 0; i--) {
            String list = ofLists ? dice.pick(LISTS) : null;
            String reason = dice.pick(REASONS);
            long timestamp = dice.chance(40)
                    ? SeededProfiles.campaign(created, dice, true)
                    : created + dice.below(SeededProfiles.END - created);
            suppressions.add(new Suppression(list, reason, timestamp));
        }
        return suppressions;
    }

    static Map<String, Object> subscriptions(Dice dice, Profile profile) {
        Map<String, Object> marketing = channel("can_receive_email_marketing", dice, profile, "PREFERENCE_PAGE");
        if (!profile.suppressions().isEmpty()) {
            marketing.put("can_receive_email_marketing", false);
        }
        marketing.put("custom_method_detail", dice.chance(10) ? "stall \"7\", fair" : null);
        marketing.put("double_optin", dice.chance(30) ? dice.chance(50) : null);
        marketing.put("suppression", json(profile.suppressions()));
        marketing.put("list_suppressions", json(profile.listSuppressions()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("email", of("marketing", marketing, "open_tracking", permission(dice, profile)));
        all.put(
                "sms",
                of(
                        "marketing",
                        channel("can_receive_sms_marketing", dice, profile, "TEXT"),
                        "transactional",
                        channel("can_receive_sms_transactional", dice, profile, "TEXT")));
        Map<String, Object> push = channel("can_receive_push_marketing", dice, profile, "");
        push.keySet().removeAll(List.of("last_updated", "method", "method_detail"));
        all.put("mobile_push", dice.chance(50) ? of("marketing", push) : null);
        if (dice.chance(30)) {
            Map<String, Object> whatsapp = new LinkedHashMap<>();
            for (String kind : List.of("marketing", "transactional", "conversational")) {
                Map<String, Object> permission = permission(dice, profile);
                permission.put("phone_number", profile.phoneNumber());
                whatsapp.put(kind, permission);
            }
            all.put("whatsapp", whatsapp);
        } else {
            all.put("whatsapp", null);
        }
        return all;
    }

    private static Map<String, Object> channel(String canReceive, Dice dice, Profile profile, String method) {
        String consent = dice.pick(CONSENT);
        boolean asked = !consent.equals("NEVER_SUBSCRIBED");
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put(canReceive, consent.equals("SUBSCRIBED"));
        channel.put("consent", consent);
        channel.put("consent_timestamp", asked ? time(dice, profile) : null);
        channel.put("last_updated", asked ? time(dice, profile) : null);
        channel.put("method", asked ? method : null);
        channel.put("method_detail", asked ? "shop.example.net/signup" : "");
        return channel;
    }

    private static Map<String, Object> permission(Dice dice, Profile profile) {
        String consent = dice.pick(CONSENT);
        Map<String, Object> permission = new LinkedHashMap<>();
        permission.put("consent", consent);
        permission.put("consent_timestamp", dice.chance(70) ? time(dice, profile) : null);
        permission.put("last_updated", time(dice, profile));
        permission.put("created_timestamp", Micros.text(profile.created()));
        permission.put("metadata", dice.chance(30) ? of("source form", "Footer \u2192 V2", "step", 2) : null);
        permission.put("can_receive", consent.equals("SUBSCRIBED"));
        permission.put("valid_until", dice.chance(10) ? "2031-01-01T00:00:00.000000+00:00" : null);
        return permission;
    }

    private static String time(Dice dice, Profile profile) {
        return Micros.text(profile.created() + dice.below(SeededProfiles.END - profile.created()));
    }

    static List<Object> json(List<Suppression> suppressions) {
        List<Object> list = new ArrayList<>(suppressions.size());
        for (Suppression suppression : suppressions) {
            Map<String, Object> entry = new LinkedHashMap<>();
            if (suppression.listId() != null) {
                entry.put("list_id", suppression.listId());
            }
            entry.put("reason", suppression.reason());
            entry.put("timestamp", Micros.text(suppression.timestamp()));
            list.add(entry);
        }
        return list;
    }

    private static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Numbers for most profiles with orders, all nulls for the others. */
    static Map<String, Object> predictiveAnalytics(Dice dice) {
        boolean known = dice.chance(60);
        int orders = 1 + dice.below(30);
        long spent = 500L + dice.below(200_000);
        long predicted = dice.below(50_000);
        Map<String, Object> analytics = new LinkedHashMap<>(32);
        analytics.put("historic_clv", known ? BigDecimal.valueOf(spent, 2) : null);
        analytics.put("predicted_clv", known ? BigDecimal.valueOf(predicted, 2) : null);
        analytics.put("total_clv", known ? BigDecimal.valueOf(spent + predicted, 2) : null);
        analytics.put("historic_number_of_orders", known ? orders : null);
        analytics.put("predicted_number_of_orders", known ? BigDecimal.valueOf(dice.below(900), 2) : null);
        analytics.put("average_days_between_orders", known && orders > 1 ? 1 + dice.below(200) : null);
        analytics.put("average_order_value", known ? BigDecimal.valueOf(spent / orders, 2) : null);
        analytics.put("churn_probability", known ? BigDecimal.valueOf(dice.below(101), 2) : null);
        analytics.put(
                "expected_date_of_next_order",
                known && orders > 1
                        ? Micros.seconds(SeededProfiles.END + dice.below(300L) * 86_400 * Micros.SECOND)
                        : null);
        analytics.put("ranked_channel_affinity", known ? Arrays.asList(AFFINITY[dice.below(AFFINITY.length)]) : null);
        return analytics;
    }
}
