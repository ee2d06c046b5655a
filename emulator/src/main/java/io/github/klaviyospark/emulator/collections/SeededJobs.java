package io.github.klaviyospark.emulator.collections;

import static io.github.klaviyospark.emulator.collections.Made.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs of the seed that imported profiles, and what they could not import. */
final class SeededJobs {
    private static final int JOBS = 150;
    private static final int MOST_ERRORS = 130;
    private static final long WEEK = 7 * 86_400 * Draw.SECOND;
    private static final String[] STATUS = {"complete", "complete", "queued", "processing", "cancelled"};

    private SeededJobs() {}

    static Map<String, List<HeldResource>> of(long seed, List<String> lists) {
        Map<String, List<HeldResource>> all = new LinkedHashMap<>();
        List<HeldResource> jobs = new ArrayList<>();
        for (int number = 0; number < JOBS; number++) {
            Draw draw = new Draw(seed, "jobs", number);
            String status = STATUS[number % STATUS.length];
            boolean complete = status.equals("complete");
            boolean begun = complete || status.equals("processing");
            int failed = !complete ? 0 : number == 0 ? MOST_ERRORS : Math.max(0, draw.below(30) - 15);
            int total = failed + draw.below(10_000);
            long created = draw.time(2);
            String id = draw.longId();
            jobs.add(new Made(id)
                    .with("status", status)
                    .with("created_at", created)
                    .with("total_count", total)
                    .with("completed_count", draw.maybe(5, complete ? total - failed : 0))
                    .with("failed_count", number == 7 ? null : (Integer) failed)
                    .with("completed_at", complete ? (Long) (created + Draw.SECOND + draw.below(WEEK / 7)) : null)
                    .with("expires_at", draw.maybe(5, created + WEEK))
                    .with("started_at", begun ? (Long) (created + draw.below(Draw.SECOND)) : null)
                    .to("lists", draw.some(lists, 1))
                    .done());
            List<HeldResource> errors = new ArrayList<>();
            for (int error = 0; error < failed; error++) {
                errors.add(error(new Draw(seed, "import error " + number, error), error));
            }
            all.put("profile-bulk-import-jobs/" + id + "/import-errors", errors);
        }
        all.put("profile-bulk-import-jobs", jobs);
        return all;
    }

    private static HeldResource error(Draw draw, int number) {
        return new Made(draw.uuid())
                .with("code", draw.pick("invalid", "duplicate_profile"))
                .with("title", "Invalid input.")
                .with("detail", "'" + draw.name("value") + "' is not valid.")
                .with("source", map("pointer", draw.maybe(20, "/data/attributes/profiles/data/" + number)))
                .with(
                        "original_payload",
                        draw.maybe(
                                30,
                                map(
                                        "type",
                                        "profile",
                                        "attributes",
                                        map("email", "no. " + number + "@wrong.example.net", "properties", map()))))
                .done();
    }
}
