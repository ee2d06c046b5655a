package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.client.ApiError;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.page.Demand;
import io.github.klaviyospark.core.page.Page;
import io.github.klaviyospark.core.page.PageChain;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a job until it has ended, and finds the records that it did not take.
 *
 * <p>There is no status for failure: a job is {@code complete} with a count of failures, or {@code cancelled}, and after a
 * week Klaviyo forgets it. A status that is not known yet counts as one on the way.
 */
final class JobFollower {

    private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

    /** Errors come in few pages, and all of them are wanted. */
    private static final Demand ALL = new Demand(Long.MAX_VALUE, true);

    private static final String PAGE_SIZE = "100";

    /** How often a log says that a job is waited for. */
    private static final Duration PROGRESS = Duration.ofSeconds(30);

    private final KlaviyoClient client;
    private final JobKind kind;
    private final BlamedRecords blame;
    private final Tally tally;
    private final JobPatience patience;

    JobFollower(KlaviyoClient client, BulkTarget target, Tally tally, JobPatience patience) {
        this.client = client;
        this.kind = target.job().orElseThrow();
        this.blame = new BlamedRecords(target);
        this.tally = tally;
        this.patience = patience;
    }

    /**
     * Waits for a job's end.
     *
     * @param part what was sent
     */
    JobEnd follow(String job, Chunk part) throws IOException {
        long since = patience.clock().nanoTime();
        Duration shown = Duration.ZERO;
        for (int asked = 0; ; asked++) {
            pause(patience.pause(asked));
            JsonNode attributes = ask(job);
            if (attributes == null) {
                return unknown(job, part, "job_unknown", "Klaviyo no longer knows the job.");
            }
            switch (attributes.path("status").asText()) {
                case "complete" -> {
                    return complete(job, part, attributes);
                }
                case "cancelled" -> {
                    return unknown(job, part, "job_cancelled", "Klaviyo cancelled the job.");
                }
                default -> {
                    Duration waited = Duration.ofNanos(patience.clock().nanoTime() - since);
                    if (waited.compareTo(patience.most()) > 0) {
                        return unknown(
                                job,
                                part,
                                "job_unfinished",
                                "The job has not ended within "
                                        + patience.most().toSeconds() + " s (maxJobWait).");
                    }
                    if (waited.compareTo(shown.plus(PROGRESS)) >= 0) {
                        shown = waited;
                        progress(job, part, attributes, waited);
                    }
                }
            }
        }
    }

    private static void progress(String job, Chunk part, JsonNode attributes, Duration waited) {
        LOG.info(
                "Job {} of {} records is {} after {} s, {} completed.",
                job,
                part.records(),
                attributes.path("status").asText(),
                waited.toSeconds(),
                attributes.path("completed_count").asLong());
    }

    private void pause(Duration duration) throws InterruptedIOException {
        try {
            patience.clock().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while waiting for a job.");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** The attributes of a job, or null when there is no such job. */
    private JsonNode ask(String job) throws IOException {
        try {
            return client.execute(KlaviyoRequest.to(kind.get(), job), tally, response -> attributes(response.body()));
        } catch (KlaviyoException e) {
            if (e.status() == 404 && !e.errors().isEmpty()) {
                return null;
            }
            throw e;
        }
    }

    private static JsonNode attributes(byte[] body) throws UnreadableAnswerException {
        JsonNode attributes = BulkSender.tree(body).path("data").path("attributes");
        if (!attributes.path("status").isTextual()) {
            throw new UnreadableAnswerException("it says no status of the job");
        }
        return attributes;
    }

    /** Which records were taken nobody can tell, so each of them is to be looked at. */
    private static JobEnd unknown(String job, Chunk part, String code, String title) {
        LOG.warn("Job {} of {} records: {}", job, part.records(), title);
        String detail = "Job " + job + ": " + title + " Whether it took this record is unknown.";
        List<Rejection> all = IntStream.range(0, part.records())
                .mapToObj(place -> Rejection.ofJob(place, code, title, detail))
                .toList();
        return new JobEnd(job, part.records(), all);
    }

    private JobEnd complete(String job, Chunk part, JsonNode attributes) throws IOException {
        long failed = attributes.path("failed_count").asLong();
        List<ApiError> errors = kind.errors() == null ? own(attributes) : failed > 0 ? listed(job) : List.of();
        Map<Integer, Rejection> named = new TreeMap<>();
        List<Rejection> unnamed = new ArrayList<>();
        for (ApiError error : errors) {
            Set<Integer> places = new TreeSet<>(blame.places(error, part));
            places.forEach(place -> named.putIfAbsent(place, Rejection.of(place, error)));
            if (places.isEmpty()) {
                unnamed.add(Rejection.of(-1, error));
            }
        }
        return new JobEnd(job, part.records(), rejections(job, part, failed, named, unnamed));
    }

    /** As many as the job counts: a record may have several errors, and an error need not name a record. */
    private static List<Rejection> rejections(
            String job, Chunk part, long failed, Map<Integer, Rejection> named, List<Rejection> unnamed) {
        List<Rejection> all = new ArrayList<>(named.values());
        long missing = Math.min(Math.max(failed, named.isEmpty() && !unnamed.isEmpty() ? 1 : 0), part.records())
                - named.size();
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

    private static List<ApiError> own(JsonNode attributes) {
        List<ApiError> errors = new ArrayList<>();
        attributes.path("errors").forEach(error -> errors.add(error(error)));
        return errors;
    }

    private List<ApiError> listed(String job) throws IOException {
        List<ApiError> errors = new ArrayList<>();
        KlaviyoRequest first = KlaviyoRequest.to(kind.errors(), job).with("page[size]", PAGE_SIZE);
        try (PageChain<ApiError> pages = new PageChain<>(client, first, JobFollower::page, tally, ALL, () -> false)) {
            for (List<ApiError> page = pages.next(); page != null; page = pages.next()) {
                errors.addAll(page);
            }
        }
        return errors;
    }

    private static Page<ApiError> page(byte[] body) throws UnreadableAnswerException {
        JsonNode document = BulkSender.tree(body);
        List<ApiError> errors = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode resource : document.path("data")) {
            errors.add(error(resource.path("attributes")));
            ids.add(resource.path("id").asText());
        }
        JsonNode next = document.path("links").path("next");
        return new Page<>(errors, ids, next.isTextual() ? next.asText() : null);
    }

    private static ApiError error(JsonNode error) {
        return new ApiError(
                error.path("code").asText("job_error"),
                error.path("title").asText(null),
                error.path("detail").asText(null),
                error.path("source").path("pointer").asText(null),
                null);
    }

    @Override
    public String toString() {
        return "JobFollower(" + kind.get() + ")";
    }
}
