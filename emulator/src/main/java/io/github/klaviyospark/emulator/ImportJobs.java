package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Tables;
import io.github.klaviyospark.emulator.jobs.Job;
import io.github.klaviyospark.emulator.jobs.JobError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Imports profiles. Its jobs are kept among the collections, beside those of the seed, whenever they change: so they are
 * listed, filtered and sorted like any other collection.
 */
final class ImportJobs {
    private static final JobFamily FAMILY = JobFamily.PROFILE_IMPORT;
    private static final String JOBS = "profile-bulk-import-jobs";
    private static final String JOB = FAMILY.path() + "/{id}";
    private static final String LIMITS = "10/1s,150/1m";
    private static final String ERRORS = "import-errors";
    private static final String LISTS = "lists";
    private static final String INCLUDE = "include";
    private static final String FIELDS = "fields[profile-bulk-import-job]";
    private static final String LIST_FIELDS = "fields[list]";
    private static final String SIZE = "page[size]";
    private static final int PAGE = 20;
    private static final int MOST_PER_PAGE = 100;

    private final Jobs jobs;
    private final Holdings holdings;
    private final ProfileStore profiles;
    private final Poison poison;
    private final TimeSource time;

    ImportJobs(Jobs jobs, Holdings holdings, ProfileStore profiles, Poison poison, TimeSource time) {
        this.jobs = jobs;
        this.holdings = holdings;
        this.profiles = profiles;
        this.poison = poison;
        this.time = time;
    }

    List<Route> routes() {
        return List.of(
                Routes.route(FAMILY.operation(), LIMITS, Routes.BODY_BYTES, Set.of(FIELDS), this::create),
                Routes.route("GET " + JOB, LIMITS, 0, Set.of(FIELDS, LIST_FIELDS, INCLUDE), this::read),
                Routes.route("GET " + JOB + "/lists", LIMITS, 0, Set.of(LIST_FIELDS), this::lists),
                Routes.route("GET " + JOB + "/relationships/lists", LIMITS, 0, Set.of(), this::listIds),
                CollectionEndpoint.route(imported(), holdings, time),
                Routes.route(
                        "GET " + JOB + "/relationships/profiles",
                        LIMITS,
                        0,
                        Set.of(PlaceCursor.PARAMETER, SIZE),
                        this::profileIds));
    }

    /** What was imported is listed as members of lists are, but in one order only and without filters. */
    private static Table imported() {
        Table like = Tables.of("lists/{id}/profiles");
        return new Table(
                JOBS + "/{id}/profiles",
                like.type(),
                like.linked(),
                LIMITS,
                PAGE,
                MOST_PER_PAGE,
                "id",
                Map.of(),
                like.fields(),
                like.relationships(),
                Map.of(),
                Map.of());
    }

    private Answer create(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(FAMILY.type(), fields());
        ImportBody.Read request = new ImportBody(holdings).read(input);
        poison.check(input.call(), FAMILY.operation(), request.sent(), ImportBody::pointer);
        Job job = jobs.make(input.call(), FAMILY, new ProfileImport(request, profiles, holdings), this::keep);
        Resource resource = resource(job);
        String self = self(input, job.id());
        return Documents.one(202, shown(resource, fields, self), null, self)
                .bringing(request.changes().size());
    }

    /** Shows a job to everybody, or takes it away from them. */
    private void keep(Job job) {
        if (job.expired()) {
            holdings.change(Map.of(), Map.of(JOBS, List.of(job.id())));
            holdings.drop(List.of(below(job.id(), ERRORS), below(job.id(), Holdings.PROFILES)));
            return;
        }
        holdings.add(JOBS, List.of(resource(job)));
        List<Resource> errors = new ArrayList<>();
        job.errors().forEach(error -> errors.add(error(error)));
        List<Resource> members = new ArrayList<>();
        for (String id : job.related().get(Holdings.PROFILES)) {
            members.add(holdings.member(id, null));
        }
        holdings.put(below(job.id(), ERRORS), errors);
        holdings.put(below(job.id(), Holdings.PROFILES), members);
    }

    private static String below(String job, String name) {
        return JOBS + "/" + job + "/" + name;
    }

    private static Resource resource(Job job) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("status", job.status().text());
        attributes.put("created_at", job.createdAt());
        attributes.put("total_count", job.total());
        attributes.put("completed_count", job.completed());
        attributes.put("failed_count", job.failed());
        attributes.put("completed_at", job.completedAt());
        attributes.put("expires_at", job.expiresAt());
        attributes.put("started_at", job.startedAt());
        return new HeldResource(
                job.id(), attributes, Map.of(LISTS, job.related().get(LISTS)));
    }

    private static Resource error(JobError error) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("code", error.code());
        attributes.put("title", error.title());
        attributes.put("detail", error.detail());
        attributes.put("source", Map.of("pointer", error.pointer()));
        attributes.put("original_payload", error.payload());
        return new HeldResource(error.id(), attributes, Map.of());
    }

    private Resource find(Endpoint.Input input) throws Refusal {
        return holdings.at(JOBS)
                .find(input.id())
                .orElseThrow(
                        () -> Refusal.notFound("A profile-bulk-import-job with id " + input.id() + " does not exist."));
    }

    private Answer read(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(FAMILY.type(), fields());
        Set<String> listFields = input.query().fields("list", Tables.of(LISTS).fields());
        boolean included = !input.query()
                .list(INCLUDE, Set.of(LISTS), "relationship to include")
                .isEmpty();
        Resource job = find(input);
        String self = self(input, job.id());
        return Documents.one(
                200, shown(job, fields, self), included ? lists(job, listFields, input.call()) : null, self);
    }

    private Answer lists(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields("list", Tables.of(LISTS).fields());
        return Documents.list(input, lists(find(input), fields, input.call()), null, null);
    }

    private Answer listIds(Endpoint.Input input) throws Refusal {
        return Documents.list(input, identifiers("list", find(input).related(LISTS)), null, null);
    }

    private Answer profileIds(Endpoint.Input input) throws Refusal {
        int size = input.query().number(SIZE, PAGE, MOST_PER_PAGE);
        PlaceCursor cursor = PlaceCursor.of(input, SIZE);
        String after = cursor.place(input.query()).orElse("");
        find(input);
        List<String> ids = holdings.at(below(input.id(), Holdings.PROFILES))
                .all()
                .map(Resource::id)
                .filter(id -> id.compareTo(after) > 0)
                .limit(size + 1L)
                .toList();
        List<String> shown = ids.subList(0, Math.min(size, ids.size()));
        String next = ids.size() > size ? Documents.next(input, cursor.text(shown.get(size - 1))) : null;
        return Documents.list(input, identifiers("profile", shown), null, next);
    }

    private List<Map<String, Object>> lists(Resource job, Set<String> fields, Call call) {
        return job.related(LISTS).stream()
                .flatMap(id -> holdings.at(LISTS).find(id).stream())
                .map(list -> ListJson.resource(list, fields, call.origin()))
                .toList();
    }

    private static List<Map<String, Object>> identifiers(String type, List<String> ids) {
        return ids.stream().map(id -> Documents.identifier(type, id)).toList();
    }

    private static Map<String, Object> shown(Resource job, Set<String> fields, String self) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Table.Attribute attribute : Tables.of(JOBS).attributes().values()) {
            if (fields.contains(attribute.name())) {
                Object value = job.value(attribute.name());
                boolean time = value != null && attribute.kind().isTime();
                attributes.put(attribute.name(), time ? Micros.text((Long) value) : value);
            }
        }
        Map<String, Object> related = new LinkedHashMap<>();
        related.put(LISTS, Documents.relationship(identifiers("list", job.related(LISTS)), self, LISTS));
        related.put(Holdings.PROFILES, Documents.relationship(null, self, Holdings.PROFILES));
        related.put(ERRORS, Map.of("links", Map.of("related", self + "/" + ERRORS)));
        return Documents.resource(FAMILY.type(), job.id(), attributes, related, self);
    }

    private static Set<String> fields() {
        return Tables.of(JOBS).fields();
    }

    private static String self(Endpoint.Input input, String id) {
        return input.call().origin() + FAMILY.path() + "/" + Query.encode(id);
    }
}
