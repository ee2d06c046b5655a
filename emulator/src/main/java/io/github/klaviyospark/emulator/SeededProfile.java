package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One of the {@link SeededProfiles}: no more than its rank, from which all else is made when it is asked for. */
final class SeededProfile implements Profile {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final String[] SDKS = {"swift", "android", "react_native", "flutter"};
    private static final String[] ENABLEMENT = {"AUTHORIZED", "DENIED", "NOT_DETERMINED", "PROVISIONAL", "UNAUTHORIZED"
    };
    private static final String[] CHANNELS = {"sms", "whatsapp", "instagram"};

    private final SeededProfiles profiles;
    private final int rank;

    SeededProfile(SeededProfiles profiles, int rank) {
        this.profiles = profiles;
        this.rank = rank;
    }

    int rank() {
        return rank;
    }

    private SeededIdentity identity() {
        return new SeededIdentity(profiles);
    }

    private Dice dice(Dice.Topic topic) {
        return profiles.dice(rank, topic);
    }

    @Override
    public String id() {
        return profiles.id(rank);
    }

    @Override
    public long created() {
        return profiles.created(rank);
    }

    @Override
    public long updated() {
        return profiles.updated(rank);
    }

    @Override
    public Long lastEventDate() {
        return profiles.lastEventDate(rank);
    }

    @Override
    public String email() {
        return identity().email(rank);
    }

    @Override
    public String phoneNumber() {
        return identity().phoneNumber(rank);
    }

    @Override
    public String externalId() {
        return identity().externalId(rank);
    }

    @Override
    public String kx() {
        return identity().kx(rank);
    }

    @Override
    public List<Suppression> suppressions() {
        return SeededConsent.suppressions(dice(Dice.Topic.SUPPRESSION), created(), false);
    }

    @Override
    public List<Suppression> listSuppressions() {
        return SeededConsent.suppressions(dice(Dice.Topic.LIST_SUPPRESSION), created(), true);
    }

    @Override
    public Map<String, Object> basics() {
        SeededIdentity identity = identity();
        Map<String, Object> attributes = new LinkedHashMap<>(32);
        attributes.put("email", identity.email(rank));
        attributes.put("phone_number", identity.phoneNumber(rank));
        attributes.put("external_id", identity.externalId(rank));
        attributes.put("first_name", identity.firstName(rank));
        attributes.put("last_name", identity.lastName(rank));
        Dice dice = dice(Dice.Topic.ATTRIBUTES);
        SeededAttributes.work(dice, attributes);
        attributes.put("location", SeededAttributes.location(dice(Dice.Topic.LOCATION)));
        attributes.put("properties", SeededAttributes.properties(dice(Dice.Topic.PROPERTIES)));
        return attributes;
    }

    @Override
    public Map<String, Object> subscriptions() {
        return SeededConsent.subscriptions(dice(Dice.Topic.CONSENT), this);
    }

    @Override
    public Map<String, Object> predictiveAnalytics() {
        return SeededConsent.predictiveAnalytics(dice(Dice.Topic.ANALYTICS));
    }

    @Override
    public List<Linked> pushTokens() {
        Dice dice = dice(Dice.Topic.PUSH_TOKENS);
        List<Linked> tokens = new ArrayList<>();
        for (int i = Math.max(0, dice.below(9) - 5); i > 0; i--) {
            tokens.add(pushToken(dice));
        }
        return tokens;
    }

    private Linked pushToken(Dice dice) {
        boolean apple = dice.chance(55);
        String id = dice.text(HEX, 32);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("created", Micros.text(created() + dice.below(SeededProfiles.END - created())));
        attributes.put("token", dice.text(HEX, 64).toUpperCase(Locale.ROOT));
        attributes.put("enablement_status", dice.pick(ENABLEMENT));
        attributes.put("platform", apple ? "ios" : "android");
        attributes.put("vendor", apple ? "APNs" : "FCM");
        attributes.put("background", dice.chance(50) ? "AVAILABLE" : "DENIED");
        attributes.put("recorded_date", Micros.text(created() + dice.below(SeededProfiles.END - created())));
        attributes.put("metadata", dice.chance(20) ? null : device(dice, apple));
        return new Linked(id, attributes);
    }

    private static Map<String, Object> device(Dice dice, boolean apple) {
        Map<String, Object> device = new LinkedHashMap<>(32);
        device.put("device_id", dice.text(HEX, 16));
        device.put("klaviyo_sdk", dice.pick(SDKS));
        device.put("sdk_version", "4." + dice.below(10) + ".0");
        device.put("device_model", apple ? "iPhone1" + dice.below(7) + ",1" : "Pixel " + dice.below(10));
        device.put("os_name", apple ? "ios" : "android");
        device.put("os_version", apple ? "17." + dice.below(6) : Integer.toString(10 + dice.below(5)));
        device.put("manufacturer", apple ? "Apple" : null);
        device.put("app_name", "Example \u2013 Shop");
        device.put("app_version", "2." + dice.below(30));
        device.put("app_build", Integer.toString(dice.below(5000)));
        device.put("app_id", "net.example.shop");
        device.put("environment", dice.chance(90) ? "release" : "debug");
        return device;
    }

    @Override
    public List<Linked> conversations() {
        Dice dice = dice(Dice.Topic.CONVERSATIONS);
        List<Linked> conversations = new ArrayList<>();
        for (int i = Math.max(0, dice.below(10) - 7); i > 0; i--) {
            String id = Ulids.of(created() / 1000, dice.below(1L << 40), dice.below(1L << 40));
            conversations.add(new Linked(id, Map.of("channel", dice.pick(CHANNELS))));
        }
        return conversations;
    }
}
