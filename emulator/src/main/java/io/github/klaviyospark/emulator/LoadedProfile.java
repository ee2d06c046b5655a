package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Map;

/** A profile that a test gave; see {@link ProfileLines} for what it may look like. */
record LoadedProfile(
        String id,
        long created,
        long updated,
        Long lastEventDate,
        String kx,
        List<Suppression> suppressions,
        List<Suppression> listSuppressions,
        Map<String, Object> basics,
        Map<String, Object> subscriptions,
        Map<String, Object> predictiveAnalytics,
        List<Linked> pushTokens,
        List<Linked> conversations)
        implements Profile {
    @Override
    public String email() {
        return (String) basics.get("email");
    }

    @Override
    public String phoneNumber() {
        return (String) basics.get("phone_number");
    }

    @Override
    public String externalId() {
        return (String) basics.get("external_id");
    }
}
