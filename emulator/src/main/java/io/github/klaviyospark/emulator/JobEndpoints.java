package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.Job;
import io.github.klaviyospark.emulator.jobs.JobWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes jobs of requests whose records are resources of one type, and shows them. */
final class JobEndpoints {
    private final Jobs jobs;
    private final Poison poison;

    JobEndpoints(Jobs jobs, Poison poison) {
        this.jobs = jobs;
        this.poison = poison;
    }

    /** The two operations of a family. */
    List<Route> routes(Offer offer, Reading reading) {
        Set<String> fields = Set.of("fields[" + offer.family.type() + "]");
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
                        fields,
                        input -> shown(200, input, offer, jobs.find(offer.family, input.id()), 0)));
    }

    private Answer make(Endpoint.Input input, Offer offer, Reading reading) throws Refusal {
        fields(input, offer);
        JobWork work = reading.read(input.document());
        poison.check(
                input.call(),
                offer.family.operation(),
                input.body().items("data", "attributes", offer.members, "data"),
                work::pointer);
        return shown(202, input, offer, jobs.make(input.call(), offer.family, work), work.size());
    }

    private static List<String> fields(Endpoint.Input input, Offer offer) throws Refusal {
        Set<String> known = ObjectTypeEndpoints.with(Set.of("id"), Set.copyOf(offer.family.attributes()));
        return List.copyOf(input.query().fields(offer.family.type(), known));
    }

    private static Answer shown(int status, Endpoint.Input input, Offer offer, Job job, int records) throws Refusal {
        Map<String, Object> resource = JobJson.resource(
                offer.family,
                job,
                Map.of(offer.members, offer.type),
                fields(input, offer),
                input.call().origin());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", resource);
        document.put("links", resource.get("links"));
        return Answer.document(status, document).bringing(records);
    }

    /**
     * What a family of jobs offers.
     *
     * @param limits of the operation that makes a job
     * @param readLimits of the operation that shows one
     * @param members how requests and jobs call the resources
     * @param type of the resources
     */
    record Offer(JobFamily family, String limits, String readLimits, String members, String type) {}

    /** Reads a request, or refuses it. */
    interface Reading {
        JobWork read(Object document) throws Refusal;
    }
}
