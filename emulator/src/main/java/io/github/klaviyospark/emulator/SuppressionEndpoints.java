package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.jobs.Job;
import io.github.klaviyospark.emulator.objects.IdentifierType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Suppresses profiles by address, or the members of a list or a segment, and takes suppressions back. */
final class SuppressionEndpoints {
    static final int MOST_ADDRESSES = 100;

    private static final String LIMITS = "75/1s,750/1m";
    private static final Map<String, String> RELATIONSHIPS = relationships();

    private final JobFamily family;
    private final Jobs jobs;
    private final Holdings holdings;
    private final ProfileStore profiles;
    private final Poison poison;

    /** {@code family} is one of the two. */
    SuppressionEndpoints(JobFamily family, Jobs jobs, Holdings holdings, ProfileStore profiles, Poison poison) {
        this.family = family;
        this.jobs = jobs;
        this.holdings = holdings;
        this.profiles = profiles;
        this.poison = poison;
    }

    List<Route> routes() {
        Set<String> fields = Set.of("fields[" + family.type() + "]");
        return List.of(
                Routes.route(family.operation(), LIMITS, Routes.BODY_BYTES, fields, this::create),
                Routes.route("GET " + family.path() + "/{id}", LIMITS, 0, fields, this::read));
    }

    private Answer create(Endpoint.Input input) throws Refusal {
        Set<String> fields = fields(input.query());
        Shape data = Shape.document(input.document(), family.type()).only("type", "attributes", "relationships");
        Shape attributes = data.object("attributes").only("profiles");
        if (data.has("relationships")) {
            data.object("relationships").only("list", "segment");
        }
        Optional<String> list = SubscriptionBody.list(data, holdings, "list", "lists");
        Optional<String> segment = SubscriptionBody.list(data, holdings, "segment", "segments");
        int given = (attributes.has("profiles") ? 1 : 0)
                + (int) (list.stream().count() + segment.stream().count());
        if (given != 1) {
            throw Refusal.invalid(
                    "A request names exactly one of: profiles, a list, a segment; this one names " + given + ".",
                    "/data");
        }
        SuppressionWork work;
        List<RawJson> sent = List.of();
        if (attributes.has("profiles")) {
            work = work(ProfileKey.EMAIL, addresses(attributes), Map.of());
            sent = input.body().items("data", "attributes", "profiles", "data");
        } else {
            String path = list.map(id -> "lists/" + id).orElseGet(() -> "segments/" + segment.orElseThrow());
            List<String> members = holdings.at(path + "/" + Holdings.PROFILES)
                    .all()
                    .map(Resource::id)
                    .toList();
            work = work(
                    ProfileKey.ID,
                    members,
                    Map.of(
                            "lists",
                            list.stream().toList(),
                            "segments",
                            segment.stream().toList()));
        }
        poison.check(input.call(), family.operation(), sent, profile -> SubscriptionBody.POINTER + profile);
        Job job = jobs.make(input.call(), family, work);
        return Documents.one(202, shown(input, job, fields), null, self(input, job))
                .bringing(work.size());
    }

    private SuppressionWork work(ProfileKey key, List<String> named, Map<String, List<String>> related) {
        return new SuppressionWork(family == JobFamily.SUPPRESS, key, named, related, profiles);
    }

    private static List<String> addresses(Shape attributes) throws Refusal {
        Shape profiles = attributes.object("profiles").only("data");
        List<Shape> items = profiles.objects("data");
        if (items.isEmpty() || items.size() > MOST_ADDRESSES) {
            throw Refusal.invalid(
                    "A request names from 1 to " + MOST_ADDRESSES + " profiles, not " + items.size() + ".",
                    profiles.pointer("data"));
        }
        Findings findings = new Findings();
        List<String> addresses = new ArrayList<>();
        for (Shape item : items) {
            findings.check(() -> addresses.add(address(item)));
        }
        findings.refuse();
        return addresses;
    }

    private static String address(Shape item) throws Refusal {
        Shape attributes = item.type("profile")
                .only("type", "attributes")
                .object("attributes")
                .only("email");
        String email = attributes.text("email");
        if (!IdentifierType.EMAIL.fits(email) || email.length() > ProfileBody.ADDRESS_CHARACTERS) {
            throw attributes.wrong("email", "a valid email address");
        }
        return email;
    }

    private Answer read(Endpoint.Input input) throws Refusal {
        Set<String> fields = fields(input.query());
        Job job = jobs.find(family, input.id());
        return Documents.one(200, shown(input, job, fields), null, self(input, job));
    }

    private Map<String, Object> shown(Endpoint.Input input, Job job, Set<String> fields) {
        return JobJson.resource(family, job, RELATIONSHIPS, fields, input.call().origin());
    }

    private Set<String> fields(Query query) throws Refusal {
        Set<String> known = new LinkedHashSet<>(family.attributes());
        known.add("id");
        return query.fields(family.type(), known);
    }

    private String self(Endpoint.Input input, Job job) {
        return input.call().origin() + family.path() + "/" + job.id();
    }

    private static Map<String, String> relationships() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("lists", "list");
        types.put("segments", "segment");
        return types;
    }
}
