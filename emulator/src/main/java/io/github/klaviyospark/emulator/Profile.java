package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Map;

/**
 * One profile as it is held. Keys are cheap to ask for one by one; the other parts are only made when an answer shows
 * them. Maps hold the values of JSON: strings, numbers, booleans, nulls, lists and maps.
 */
interface Profile {
    String id();

    /** Microseconds since 1970, as all times here. */
    long created();

    long updated();

    /** Null for a profile without events. */
    Long lastEventDate();

    String email();

    String phoneNumber();

    String externalId();

    /** The exchange id of web tracking, which can be filtered by but is never shown. */
    String kx();

    List<Suppression> suppressions();

    List<Suppression> listSuppressions();

    /** All attributes but the three times and the two that must be asked for by {@code additional-fields}. */
    Map<String, Object> basics();

    Map<String, Object> subscriptions();

    Map<String, Object> predictiveAnalytics();

    List<Linked> pushTokens();

    List<Linked> conversations();

    /** A resource that belongs to the profile. */
    record Linked(String id, Map<String, Object> attributes) {}

    /** Why and since when no e-mail is sent; {@code listId} is null where it holds for all lists. */
    record Suppression(String listId, String reason, long timestamp) {}
}
