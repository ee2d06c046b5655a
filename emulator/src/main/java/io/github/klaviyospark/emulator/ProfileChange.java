package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Map;

/**
 * What a request says about a profile; members that it does not name, or names as null, are left as they are.
 *
 * @param identifiers what the profile can be found by, in the order in which that is tried
 * @param anonymousId null when it has none
 * @param attributes what is neither a location nor a property
 * @param append properties that grow by values
 * @param unappend properties that shrink by values
 * @param unset names of properties that go
 */
record ProfileChange(
        Map<ProfileKey, String> identifiers,
        String anonymousId,
        Map<String, Object> attributes,
        Map<String, Object> location,
        Map<String, Object> properties,
        Map<String, Object> append,
        Map<String, Object> unappend,
        List<String> unset) {
    /** Whether there is anything by which the profile could be made if nobody has it. */
    boolean canCreate() {
        return anonymousId != null || identifiers.keySet().stream().anyMatch(key -> key != ProfileKey.ID);
    }

    /** Equal for requests that say the same about which profile they mean. */
    String who() {
        return identifiers.entrySet().stream()
                .findFirst()
                .map(entry -> entry.getKey().field() + " " + entry.getKey().normal(entry.getValue()))
                .orElse("anonymous_id " + anonymousId);
    }
}
