package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.events.SentEvent;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The events of one profile in a request, and what the request says about the profile. */
record EventGroup(ProfileChange profile, List<SentEvent> events) {
    private static final Set<String> IGNORED = Set.of("example.com", "test.com");

    /** Whether it is taken and then forgotten, as Klaviyo does with addresses that cannot be anybody's. */
    boolean isIgnored() {
        String email = profile.identifiers().get(ProfileKey.EMAIL);
        return email != null
                && IGNORED.contains(email.substring(email.indexOf('@') + 1).toLowerCase(Locale.ROOT));
    }
}
