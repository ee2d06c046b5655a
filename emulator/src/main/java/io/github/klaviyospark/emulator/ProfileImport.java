package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.JobWork;
import io.github.klaviyospark.emulator.jobs.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes or changes the profiles of a request and puts them into its lists. Nobody's consent changes by it. */
final class ProfileImport implements JobWork {
    private final ImportBody.Read request;
    private final ProfileStore store;
    private final Holdings holdings;
    private final Set<String> imported = new LinkedHashSet<>();

    ProfileImport(ImportBody.Read request, ProfileStore store, Holdings holdings) {
        this.request = request;
        this.store = store;
        this.holdings = holdings;
    }

    @Override
    public int size() {
        return request.changes().size();
    }

    @Override
    public List<Outcome> carryOut(List<Integer> records, long micros) {
        List<Outcome> outcomes = store.change(draft -> {
            List<Outcome> made = new ArrayList<>(records.size());
            for (int record : records) {
                made.add(upsert(request.changes().get(record), draft, micros));
            }
            return made;
        });
        for (String list : request.lists()) {
            holdings.join(list, imported, micros);
        }
        return outcomes;
    }

    private Outcome upsert(ProfileChange change, ProfileDraft draft, long micros) {
        String id = change.identifiers().get(ProfileKey.ID);
        if (id != null && draft.find(ProfileKey.ID, id).isEmpty()) {
            return Outcome.failed("not_found", "Not found.", "A profile with id '" + id + "' does not exist.");
        }
        Map<String, Profile> meant = new TreeMap<>();
        change.identifiers().forEach((key, value) -> draft.matching(key, value)
                .forEach(profile -> meant.put(profile.id(), profile)));
        if (meant.size() > 1) {
            return Outcome.failed(
                    "duplicate_profile",
                    "Conflict.",
                    "A profile already exists with one of these identifiers: they belong to " + meant.size()
                            + " profiles.");
        }
        Profile found = meant.values().stream().findFirst().orElse(null);
        imported.add(draft.apply(change, found, micros).id());
        return Outcome.DONE;
    }

    @Override
    public String pointer(int record) {
        return ImportBody.pointer(record);
    }

    @Override
    public Object payload(int record) {
        return request.payloads().get(record);
    }

    @Override
    public Map<String, List<String>> related() {
        Map<String, List<String>> related = new LinkedHashMap<>();
        related.put("lists", request.lists());
        related.put(Holdings.PROFILES, List.copyOf(imported));
        return related;
    }
}
