package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a request that imports profiles; all of it must be right, or nothing of it is taken. */
final class ImportBody {
    static final int MOST_PROFILES = 10_000;
    /** Klaviyo says 100 KB; the decimal kilobyte is the stricter. */
    static final int PROFILE_BYTES = 100_000;

    private static final String LISTS = "lists";

    private final Holdings holdings;
    private final Findings findings = new Findings();

    ImportBody(Holdings holdings) {
        this.holdings = holdings;
    }

    Read read(Endpoint.Input input) throws Refusal {
        Shape data = Shape.document(input.document(), JobFamily.PROFILE_IMPORT.type())
                .only("type", "attributes", "relationships");
        Shape profiles =
                data.object("attributes").only("profiles").object("profiles").only("data");
        List<Shape> items = profiles.objects("data");
        if (items.isEmpty() || items.size() > MOST_PROFILES) {
            throw Refusal.invalid(
                    "A request brings from 1 to " + MOST_PROFILES + " profiles, not " + items.size() + ".",
                    profiles.pointer("data"));
        }
        List<RawJson> sent = input.body().items("data", "attributes", "profiles", "data");
        List<ProfileChange> changes = new ArrayList<>();
        List<Map<String, Object>> payloads = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Shape item = items.get(i);
            if (sent.get(i).length() > PROFILE_BYTES) {
                Refusal refusal = Refusal.invalid(
                        "A profile may have at most " + PROFILE_BYTES + " bytes; this one has "
                                + sent.get(i).length() + ".",
                        pointer(i));
                findings.check(() -> {
                    throw refusal;
                });
            } else {
                changes.add(ProfileBody.imported(item, findings));
                payloads.add(findings.read(() -> BodyValues.map(item.members(), item.pointer("attributes"))));
            }
        }
        List<String> lists = lists(data);
        findings.refuse();
        return new Read(changes, payloads, sent, lists);
    }

    /** Where a profile stands in the request. */
    static String pointer(int profile) {
        return "/data/attributes/profiles/data/" + profile;
    }

    private List<String> lists(Shape data) throws Refusal {
        if (!data.has("relationships")) {
            return List.of();
        }
        Shape relationships = data.object("relationships").only(LISTS);
        if (!relationships.has(LISTS)) {
            return List.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        List<Shape> lists = relationships.object(LISTS).only("data").objects("data");
        for (int i = 0; i < lists.size(); i++) {
            String id = lists.get(i).type("list").only("type", "id").text("id");
            if (holdings.at(LISTS).find(id).isEmpty()) {
                throw Refusal.notFound(
                        "A list with id '" + id + "' does not exist.", "/data/relationships/lists/data/" + i);
            }
            ids.add(id);
        }
        return List.copyOf(ids);
    }

    /**
     * A request that is in order.
     *
     * @param payloads the profiles as they were sent, as JSON values
     * @param sent the profiles as they were sent
     * @param lists the ids of the lists that the profiles become members of
     */
    record Read(
            List<ProfileChange> changes, List<Map<String, Object>> payloads, List<RawJson> sent, List<String> lists) {}
}
