package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.JobWork;
import io.github.klaviyospark.emulator.jobs.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Suppresses profiles, or takes back what it did.
 *
 * @param key what the profiles are named by
 * @param named their addresses, or the ids of those who were members when the request came
 * @param related the list or the segment whose members they were
 */
record SuppressionWork(
        boolean suppressing, ProfileKey key, List<String> named, Map<String, List<String>> related, ProfileStore store)
        implements JobWork {
    @Override
    public int size() {
        return named.size();
    }

    @Override
    public List<Outcome> carryOut(List<Integer> records, long micros) {
        return store.change(draft -> {
            List<Outcome> outcomes = new ArrayList<>(records.size());
            for (int record : records) {
                outcomes.add(carryOut(named.get(record), draft, micros));
            }
            return outcomes;
        });
    }

    private Outcome carryOut(String name, ProfileDraft draft, long micros) {
        Optional<Profile> found = draft.find(key, name);
        if (found.isEmpty() && suppressing && key == ProfileKey.EMAIL) {
            // An address is suppressed before anything is known of it, lest it be written to later.
            found = Optional.of(draft.apply(
                    new ProfileChange(
                            Map.of(key, name),
                            null,
                            Map.of(key.field(), name),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            List.of()),
                    null,
                    micros));
        }
        Optional<LoadedProfile> changed = found.filter(profile -> profile.email() != null)
                .flatMap(profile ->
                        suppressing ? Consents.suppressed(profile, micros) : Consents.unsuppressed(profile, micros));
        changed.ifPresent(draft::put);
        return changed.isPresent() ? Outcome.DONE : Outcome.SKIPPED;
    }

    @Override
    public String pointer(int record) {
        return key == ProfileKey.EMAIL ? SubscriptionBody.POINTER + record : "/data";
    }
}
