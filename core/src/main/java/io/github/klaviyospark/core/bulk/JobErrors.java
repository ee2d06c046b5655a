package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.client.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The errors of one job, and the records that they are about: told by the pointer into the request, or else by what an
 * error shows of its record.
 */
final class JobErrors {

    private static final Logger LOG = LoggerFactory.getLogger(JobErrors.class);

    private static final String INCOMPLETE = "Klaviyo completed the job and counts fewer records than it had.";

    private final String job;
    private final Chunk part;
    private final BlamedRecords blame;
    private final ShownRecords shown;
    private final Map<Integer, Rejection> named = new TreeMap<>();
    private final List<Rejection> unnamed = new ArrayList<>();

    /**
     * Of a job without any yet.
     *
     * @param part what was sent
     */
    JobErrors(String job, Chunk part, BulkTarget target) {
        this.job = job;
        this.part = part;
        this.blame = new BlamedRecords(target);
        this.shown = new ShownRecords(part, target.identifiers());
    }

    /** Adds an error, as the job or the list of its errors has it. */
    void add(JsonNode told) {
        ApiError error = error(told);
        List<Integer> places = blame.places(error, part);
        if (!places.isEmpty()) {
            places.forEach(place -> named.putIfAbsent(place, Rejection.of(place, error)));
            return;
        }
        OptionalInt place = shown.place(told.path("original_payload"), named.keySet());
        if (place.isPresent()) {
            named.putIfAbsent(place.getAsInt(), Rejection.of(place.getAsInt(), error));
        } else if (unnamed.size() < part.records()) {
            unnamed.add(Rejection.of(-1, error));
        }
    }

    private static ApiError error(JsonNode error) {
        return new ApiError(
                error.path("code").asText("job_error"),
                error.path("title").asText(null),
                error.path("detail").asText(null),
                error.path("source").path("pointer").asText(null),
                null);
    }

    /**
     * The records that the job did not take, and those of which nobody knows: where its counts leave a record out, that may
     * be any that no error names.
     */
    List<Rejection> rejections(JobCounts counts) {
        long failed = counts.failed().orElse(named.size() + unnamed.size());
        long missing = counts.missing(part.records(), Math.max(failed, named.size()));
        return missing > 0 ? withUnknown(missing) : withUnnamed(failed);
    }

    private List<Rejection> withUnknown(long missing) {
        LOG.warn("Job {} of {} records is complete and counts {} of them nowhere.", job, part.records(), missing);
        String detail = "Job " + job + ": It is complete and counts " + missing + " of its " + part.records()
                + " records nowhere. Whether it took this record is unknown.";
        return IntStream.range(0, part.records())
                .mapToObj(place ->
                        named.getOrDefault(place, Rejection.ofJob(place, Rejection.JOB_INCOMPLETE, INCOMPLETE, detail)))
                .toList();
    }

    /** As many as the job counts: a record may have several errors, and an error need not name a record. */
    private List<Rejection> withUnnamed(long failed) {
        List<Rejection> all = new ArrayList<>(named.values());
        long least = named.isEmpty() && !unnamed.isEmpty() ? 1 : 0;
        long missing = Math.min(Math.max(failed, least), part.records()) - named.size();
        for (int i = 0; i < missing; i++) {
            all.add(
                    i < unnamed.size()
                            ? unnamed.get(i)
                            : Rejection.ofJob(
                                    -1,
                                    "job_error",
                                    "Klaviyo does not say which record failed.",
                                    "Job " + job + " counts " + failed + " failures and names " + named.size() + "."));
        }
        return all;
    }

    @Override
    public String toString() {
        return "JobErrors(" + named.size() + " of records, " + unnamed.size() + " others)";
    }
}
