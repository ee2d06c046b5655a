package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.KlaviyoResponse;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sends chunks and gives a receipt for each, once it is accepted and the job that it made has ended. Safe for many
 * threads.
 */
public final class BulkSender {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KlaviyoClient client;
    private final BulkTarget target;
    private final Tally tally;
    private final JobPatience patience;

    /** Sends to a target through a client, counting in a tally; waits as long for jobs as is enough for nearly all. */
    public BulkSender(KlaviyoClient client, BulkTarget target, Tally tally) {
        this(client, target, tally, JobPatience.of(JobPatience.DEFAULT));
    }

    /** Sends to a target through a client, counting in a tally. */
    public BulkSender(KlaviyoClient client, BulkTarget target, Tally tally, JobPatience patience) {
        this.client = client;
        this.target = target;
        this.tally = tally;
        this.patience = patience;
    }

    /** Sends a chunk when nobody needs to hear of its job. */
    public Receipt send(Chunk chunk) throws IOException {
        return send(chunk, JobListener.NONE);
    }

    /**
     * Sends a chunk and waits until it is accepted, and until the job that it made has taken all of its records.
     *
     * @param opened is told of the job, as soon as there is one
     * @throws KlaviyoException when it is not accepted, after whatever repeating is safe
     * @throws JobException when the job did not take a record, or nobody knows whether it did
     * @throws InterruptedIOException when the thread is interrupted
     */
    public Receipt send(Chunk chunk, JobListener opened) throws IOException {
        Tally own = new Tally();
        try {
            Acceptance acceptance = first(chunk, opened, own);
            opened.opened(chunk, acceptance.job());
            require(follow(chunk, acceptance.job(), own));
            return Receipt.of(chunk, 0, chunk.length(), own, acceptance.requestId());
        } finally {
            tally.add(own);
        }
    }

    /** Delivers a chunk when nobody needs to hear of its job. */
    public Delivered deliver(Chunk chunk, Breaker breaker) throws IOException {
        return deliver(chunk, breaker, JobListener.NONE);
    }

    /**
     * Sends a chunk and, when it is refused, finds the records that are to blame and sends the others. Waits for each job
     * that is made before the next one is.
     *
     * @param breaker what stops the search when it does not help; it is to be {@linkplain Breaker#check() checked} once
     *     the records are named that were not taken
     * @param opened is told of the job, as soon as there is one for the whole chunk
     * @throws KlaviyoException when what is wrong is not a record
     * @throws BreakerException when the breaker stops it; records may have been accepted before
     * @throws InterruptedIOException when the thread is interrupted
     */
    public Delivered deliver(Chunk chunk, Breaker breaker, JobListener opened) throws IOException {
        Tally own = new Tally();
        try {
            Isolation isolation = new Isolation(chunk, target, breaker, part -> post(part, own), part -> {
                if (part.chunk() == chunk) {
                    opened.opened(chunk, part.job());
                }
                return ofJob(part, breaker, own);
            });
            isolate(isolation, chunk, opened, own);
            List<Rejection> rejections = isolation.rejections();
            Receipt receipt =
                    Receipt.of(chunk, rejections.size(), isolation.acceptedBytes(), own, isolation.requestId());
            return new Delivered(receipt, rejections);
        } finally {
            tally.add(own);
        }
    }

    private Acceptance first(Chunk chunk, JobListener opened, Tally own) throws IOException {
        try {
            return post(chunk, own);
        } catch (KlaviyoException e) {
            if (!e.isInDoubt()) {
                opened.untaken(chunk);
            }
            throw e;
        } catch (InterruptedIOException e) {
            tellUnsent(chunk, opened, own);
            throw e;
        }
    }

    /** An attempt that is ended while it waits for its turn has sent nothing. */
    private static void tellUnsent(Chunk chunk, JobListener opened, Tally own) throws IOException {
        if (own.requests() == 0) {
            opened.untaken(chunk);
        }
    }

    private static void isolate(Isolation isolation, Chunk chunk, JobListener opened, Tally own) throws IOException {
        try {
            isolation.run();
        } catch (InterruptedIOException e) {
            tellUnsent(chunk, opened, own);
            throw e;
        } catch (KlaviyoException e) {
            if (!e.isInDoubt() && isolation.isUntaken()) {
                opened.untaken(chunk);
            }
            throw e;
        }
    }

    /** Sets a chunk aside that an earlier attempt may have sent. */
    public Delivered doubt(Chunk chunk, Breaker breaker) {
        List<Rejection> all =
                IntStream.range(0, chunk.records()).mapToObj(Rejection::inDoubt).toList();
        breaker.unknownBefore(all.get(0));
        return new Delivered(Receipt.of(chunk, all.size(), 0, new Tally(), null), all);
    }

    private List<Rejection> ofJob(Isolation.Part part, Breaker breaker, Tally own) throws IOException {
        List<Rejection> inPart = follow(part.chunk(), part.job(), own).rejections();
        List<Rejection> rejections = new ArrayList<>();
        for (Rejection rejection : inPart) {
            rejections.add(rejection.isNamed() ? rejection.at(part.places()[rejection.place()]) : rejection);
        }
        count(inPart, breaker);
        return rejections;
    }

    /** A job of which nobody knows what it took counts once. */
    private static void count(List<Rejection> ofJob, Breaker breaker) {
        ofJob.stream().filter(rejection -> !rejection.isUnknown()).forEach(breaker::rejectedByJob);
        ofJob.stream().filter(Rejection::isUnknown).findFirst().ifPresentOrElse(breaker::unknown, breaker::known);
    }

    /**
     * Waits for the job of a chunk that was accepted before.
     *
     * @param job its id
     * @param breaker counts what the job did not take; null when a record that it did not take is a failure
     */
    public Delivered resume(Chunk chunk, String job, Breaker breaker) throws IOException {
        Tally own = new Tally();
        try {
            JobEnd end = follow(chunk, job, own);
            if (breaker == null) {
                require(end);
            } else {
                count(end.rejections(), breaker);
            }
            Receipt receipt = Receipt.of(chunk, end.rejections().size(), chunk.length(), own, null);
            return new Delivered(receipt, end.rejections());
        } finally {
            tally.add(own);
        }
    }

    private static void require(JobEnd end) throws JobException {
        if (!end.rejections().isEmpty()) {
            throw JobException.of(end);
        }
    }

    private JobEnd follow(Chunk chunk, String job, Tally own) throws IOException {
        return target.job().isEmpty() ? JobEnd.NONE : new JobFollower(client, target, own, patience).follow(job, chunk);
    }

    private Acceptance post(Chunk chunk, Tally own) throws KlaviyoException, InterruptedIOException {
        Envelope envelope = chunk.envelope();
        KlaviyoRequest to = envelope.resource() == null
                ? KlaviyoRequest.to(target.operation())
                : KlaviyoRequest.to(target.operation(), envelope.resource());
        KlaviyoRequest request = envelope.hasBody() ? to.with(chunk.body(), chunk.length()) : to;
        Acceptance acceptance = execute(request, own);
        own.accepted(chunk.records(), chunk.length());
        return acceptance;
    }

    private Acceptance execute(KlaviyoRequest request, Tally own) throws KlaviyoException, InterruptedIOException {
        try {
            return client.execute(request, own, this::acceptance);
        } catch (KlaviyoException e) {
            // An earlier attempt, of the request or of the task, may have removed it.
            boolean isGone = e.status() == 404
                    && !e.errors().isEmpty()
                    && target.operation().method().equals("DELETE");
            if (isGone) {
                return new Acceptance(e.requestId(), null);
            }
            throw e;
        }
    }

    private Acceptance acceptance(KlaviyoResponse response) throws UnreadableAnswerException {
        return new Acceptance(response.requestId(), target.job().isEmpty() ? null : job(response.body()));
    }

    private static String job(byte[] body) throws UnreadableAnswerException {
        JsonNode id = tree(body).path("data").path("id");
        // With an empty id the path of a job would be that of all of them.
        if (!id.isTextual() || id.textValue().isEmpty()) {
            throw new UnreadableAnswerException("it names no job");
        }
        return id.textValue();
    }

    static JsonNode tree(byte[] body) throws UnreadableAnswerException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UnreadableAnswerException("it is no JSON document");
        }
    }

    @Override
    public String toString() {
        return "BulkSender(" + target + ")";
    }
}
