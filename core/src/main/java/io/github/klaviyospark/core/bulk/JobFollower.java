package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.databind.JsonNode;
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
    private final BulkTarget target;
    private final Tally tally;
    private final JobPatience patience;

    JobFollower(KlaviyoClient client, BulkTarget target, Tally tally, JobPatience patience) {
        this.client = client;
        this.kind = target.job().orElseThrow();
        this.target = target;
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
                return unknown(job, part, Rejection.JOB_UNKNOWN, "Klaviyo no longer knows the job.");
            }
            switch (attributes.path("status").asText()) {
                case "complete" -> {
                    return complete(job, part, attributes);
                }
                case "cancelled" -> {
                    return unknown(job, part, Rejection.JOB_CANCELLED, "Klaviyo cancelled the job.");
                }
                default -> {
                    Duration waited = Duration.ofNanos(patience.clock().nanoTime() - since);
                    if (waited.compareTo(patience.most()) > 0) {
                        return unknown(
                                job,
                                part,
                                Rejection.JOB_UNFINISHED,
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
        JobCounts counts = JobCounts.of(attributes);
        JobErrors errors = new JobErrors(job, part, target);
        if (kind.errors() == null) {
            attributes.path("errors").forEach(errors::add);
        } else if (counts.mayHaveErrors(part.records())) {
            addListed(job, errors);
        }
        if (counts.skipped().orElse(0) > 0) {
            LOG.info(
                    "Job {} of {} records skipped {}, for which there was nothing to do.",
                    job,
                    part.records(),
                    counts.skipped().getAsLong());
        }
        return new JobEnd(job, part.records(), errors.rejections(counts));
    }

    private void addListed(String job, JobErrors errors) throws IOException {
        KlaviyoRequest first = KlaviyoRequest.to(kind.errors(), job).with("page[size]", PAGE_SIZE);
        try (PageChain<JsonNode> pages = new PageChain<>(client, first, JobFollower::page, tally, ALL, () -> false)) {
            for (List<JsonNode> page = pages.next(); page != null; page = pages.next()) {
                page.forEach(errors::add);
            }
        }
    }

    private static Page<JsonNode> page(byte[] body) throws UnreadableAnswerException {
        JsonNode document = BulkSender.tree(body);
        List<JsonNode> errors = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode resource : document.path("data")) {
            errors.add(resource.path("attributes"));
            ids.add(resource.path("id").asText());
        }
        JsonNode next = document.path("links").path("next");
        return new Page<>(errors, ids, next.isTextual() ? next.asText() : null);
    }

    @Override
    public String toString() {
        return "JobFollower(" + kind.get() + ")";
    }
}
