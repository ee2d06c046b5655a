package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.consent.Channel;
import java.util.List;
import java.util.Map;

/**
 * What one profile of a request is subscribed to, or unsubscribed from.
 *
 * @param identifiers what the profile can be found by, in the order in which that is tried
 * @param tokens push tokens as they were sent
 */
record Wish(Map<ProfileKey, String> identifiers, List<Grant> grants, List<Map<String, Object>> tokens) {
    /** One consent; {@code consentedAt} is null when it is given or withdrawn now. */
    record Grant(Channel channel, String kind, Long consentedAt) {}

    /** Whether it is about newsletters. */
    boolean toEmail() {
        return grants.stream().anyMatch(grant -> grant.channel() == Channel.EMAIL && isMarketing(grant));
    }

    static boolean isMarketing(Grant grant) {
        return grant.kind().equals("marketing");
    }
}
