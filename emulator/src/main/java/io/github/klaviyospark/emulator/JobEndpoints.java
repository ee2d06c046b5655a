package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Tables;
import io.github.klaviyospark.emulator.jobs.Job;
import io.github.klaviyospark.emulator.jobs.JobWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes jobs of requests whose records are resources of one type, and shows them. */
final class JobEndpoints {
    private static final String INCLUDE = "include";

    private final Jobs jobs;
    private final Holdings holdings;
    private final Poison poison;

    JobEndpoints(Jobs jobs, Holdings holdings, Poison poison) {
        this.jobs = jobs;
        this.holdings = holdings;
        this.poison = poison;
    }

    /** The two operations of a family. */
    List<Route> routes(Offer offer, Reading reading) {
        Set<String> fields = Set.of("fields[" + offer.family.type() + "]");
        Set<String> read = offer.includes
                ? ObjectTypeEndpoints.with(fields, Set.of("fields[" + offer.type + "]", INCLUDE))
                : fields;
        return List.of(
                Routes.route(
                        offer.family.operation(),
                        offer.limits,
                        Routes.BODY_BYTES,
                        fields,
                        input -> make(input, offer, reading)),
                Routes.route(
                        "GET " + offer.family.path() + "/{id}",
                        offer.readLimits,
                        0,
                        read,
                        input -> read(input, offer)));
    }

    private Answer read(Endpoint.Input input, Offer offer) throws Refusal {
        Job job = jobs.find(offer.family, input.id());
        if (!offer.includes) {
            return shown(200, input, offer, job);
        }
        CollectionRequest request = CollectionRequest.included(offer.table(), input.query());
        Set<String> included = input.query().list(INCLUDE, Set.of(offer.members), "relationship to include");
        if (included.isEmpty()) {
            return shown(200, input, offer, job);
        }
        List<Resource> resources = job.related().getOrDefault(offer.members, List.of()).stream()
                .flatMap(id -> holdings.at(offer.table().path()).find(id).stream())
                .toList();
        return CollectionPage.beside(
                resource(input, offer, job), request, holdings, input.call().origin(), resources);
    }

    private Answer make(Endpoint.Input input, Offer offer, Reading reading) throws Refusal {
        fields(input, offer);
        JobWork work = reading.read(input.document());
        poison.check(
                input.call(),
                offer.family.operation(),
                input.body().items("data", "attributes", offer.members, "data"),
                work::pointer);
        return shown(202, input, offer, jobs.make(input.call(), offer.family, work))
                .bringing(work.size());
    }

    private static List<String> fields(Endpoint.Input input, Offer offer) throws Refusal {
        Set<String> known = ObjectTypeEndpoints.with(Set.of("id"), Set.copyOf(offer.family.attributes()));
        return List.copyOf(input.query().fields(offer.family.type(), known));
    }

    private static Map<String, Object> resource(Endpoint.Input input, Offer offer, Job job) throws Refusal {
        return JobJson.resource(
                offer.family,
                job,
                Map.of(offer.members, offer.type),
                fields(input, offer),
                input.call().origin());
    }

    private static Answer shown(int status, Endpoint.Input input, Offer offer, Job job) throws Refusal {
        Map<String, Object> resource = resource(input, offer, job);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", resource);
        document.put("links", resource.get("links"));
        return Answer.document(status, document);
    }

    /**
     * What a family of jobs offers.
     *
     * @param limits of the operation that makes a job
     * @param readLimits of the operation that shows one
     * @param members how requests and jobs call the resources
     * @param type of the resources
     * @param includes whether the resources can be included when a job is read
     */
    record Offer(JobFamily family, String limits, String readLimits, String members, String type, boolean includes) {
        /** The collection of the resources. */
        Table table() {
            return Tables.all().values().stream()
                    .filter(table -> table.type().equals(type))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Reads a request, or refuses it. */
    interface Reading {
        JobWork read(Object document) throws Refusal;
    }
}
