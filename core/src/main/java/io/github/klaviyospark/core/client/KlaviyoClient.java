package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.QuotaTerms;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.quota.Turnstile;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.Clock;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to Klaviyo: waits for the quota, sends, repeats what is safe to repeat, and turns everything else into
 * one typed exception.
 *
 * <pre>{@code
 * try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.KLAVIYO, key).build()) {
 *     Optional<DataSource> orders = new DataSources(client).find("warehouse.orders");
 * }
 * }</pre>
 *
 * <p>Safe for many threads; the quota is shared with every other client of the account in this JVM.
 */
public final class KlaviyoClient implements AutoCloseable {

    /** How long a server may ask to wait before the request fails instead. */
    public static final Duration DEFAULT_MAX_RETRY_WAIT = Duration.ofMinutes(10);

    /** How long a request may go on without success, from its first answer or failure, before it is given up. */
    public static final Duration DEFAULT_MAX_STALL = Duration.ofMinutes(30);

    /** How long the network may be silent before an attempt counts as lost. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoClient.class);

    private final Endpoint endpoint;
    private final String account;
    private final Transport transport;
    private final Failures failures;
    private final Quotas quotas;
    private final Map<Operation, QuotaLimits> limits;
    private final double part;
    private final Duration maxRetryWait;
    private final Duration maxStall;
    private final Clock clock;

    private KlaviyoClient(Builder builder) {
        this.endpoint = builder.endpoint;
        this.account = account(builder.endpoint, builder.key) + builder.holder;
        this.transport =
                new Transport(builder.endpoint, builder.key, builder.revisions, builder.timeout, builder.userAgent);
        this.failures = new Failures(builder.endpoint, builder.key);
        this.quotas = builder.quotas;
        this.limits = Map.copyOf(builder.limits);
        this.part = builder.quotaShare / builder.parts;
        this.maxRetryWait = builder.maxRetryWait;
        this.maxStall = builder.maxStall;
        this.clock = builder.clock;
    }

    /** What tells accounts apart wherever quotas are kept: where they are, and a fingerprint of the key. */
    public static String account(Endpoint endpoint, ApiKey key) {
        return endpoint + "#" + key.fingerprint();
    }

    /** Starts a client for an endpoint and the key that belongs to it. */
    public static Builder builder(Endpoint endpoint, ApiKey key) {
        return new Builder(endpoint, key);
    }

    /** Where this client sends to. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param tally what to count the attempts in
     * @throws KlaviyoException when it did not succeed
     * @throws InterruptedIOException when the thread is interrupted
     */
    public KlaviyoResponse execute(KlaviyoRequest request, Tally tally)
            throws KlaviyoException, InterruptedIOException {
        return execute(request, tally, response -> response);
    }

    /**
     * Sends a request, waits for its answer and reads it.
     *
     * @param tally what to count the attempts in
     * @param reader what to make of the answer; one that it cannot read counts as lost
     * @throws KlaviyoException when it did not succeed
     * @throws InterruptedIOException when the thread is interrupted or the client is closed
     */
    public <T> T execute(KlaviyoRequest request, Tally tally, AnswerReader<T> reader)
            throws KlaviyoException, InterruptedIOException {
        Operation operation = request.operation();
        List<Gate> gates = gates(operation);

        int failed = 0;
        int throttled = 0;
        boolean inDoubt = false;
        long firstAnswer = 0;
        while (true) {
            Answer answer = attempt(request, gates, tally);
            firstAnswer = failed + throttled == 0 ? clock.nanoTime() : firstAnswer;
            if (answer.outcome() == Outcome.SUCCEEDED) {
                try {
                    return reader.read(new KlaviyoResponse(answer.status(), answer.body(), answer.requestId()));
                } catch (UnreadableAnswerException e) {
                    answer = Answer.failed(Outcome.LOST, e);
                }
            }

            inDoubt |= answer.outcome().inDoubt();
            boolean isThrottled = answer.outcome() == Outcome.THROTTLED;
            failed += isThrottled ? 0 : 1;
            throttled += isThrottled ? 1 : 0;
            boolean spent = failed >= Outcome.ATTEMPTS || throttled >= Outcome.THROTTLED_ATTEMPTS;
            if (spent || !answer.outcome().mayRepeat(operation)) {
                throw failures.of(operation, answer, failed + throttled, inDoubt);
            }

            if (answer.retryAfter() != null && answer.retryAfter().compareTo(maxRetryWait) > 0) {
                throw failures.tooLong(operation, answer, maxRetryWait, inDoubt);
            }

            Duration stalled = Duration.ofNanos(clock.nanoTime() - firstAnswer);
            if (stalled.compareTo(maxStall) > 0) {
                throw failures.stalled(operation, answer, stalled, maxStall, inDoubt);
            }

            prepareNext(operation, gates, answer, failed + throttled, tally);
        }
    }

    private Answer attempt(KlaviyoRequest request, List<Gate> gates, Tally tally) throws InterruptedIOException {
        for (Gate gate : gates) {
            tally.waited(waitFor(gate));
        }
        tally.request();

        long sent = clock.nanoTime();
        Answer answer = transport.send(request);
        Duration roundTrip = Duration.ofNanos(clock.nanoTime() - sent);
        if (answer.outcome() == Outcome.THROTTLED) {
            tally.throttled();
        } else if (answer.failure() == null) {
            gates.forEach(gate -> gate.turnstile().quota().answered(roundTrip));
        }
        // Of a request that is counted in several budgets nobody says whose limits are named.
        if (answer.granted() != null && gates.size() == 1) {
            gates.get(0).turnstile().quota().granted(answer.granted());
        }
        return answer;
    }

    private void prepareNext(Operation operation, List<Gate> gates, Answer answer, int attempt, Tally tally)
            throws InterruptedIOException {
        Duration backOff = Outcome.pause(attempt, ThreadLocalRandom.current().nextDouble());
        // Asked to wait for nothing, one waits all the same: an immediate repetition fails again.
        Duration asked = answer.retryAfter() == null ? Duration.ZERO : answer.retryAfter();
        Duration pause = asked.compareTo(backOff) > 0 ? asked : backOff;
        LOG.info(
                "{} to {}: trying again in {} ms.",
                answer.failure() == null ? "Answer " + answer.status() : answer.outcome(),
                operation.label(),
                pause.toMillis());

        if (answer.outcome() == Outcome.THROTTLED) {
            gates.forEach(gate -> gate.turnstile().quota().pause(pause));
        } else {
            tally.repeated();
            sleep(pause);
        }
    }

    /** The dearest first: whoever got through it does not wait long at the others, and leaves when its log says so. */
    private List<Gate> gates(Operation operation) {
        List<Gate> gates = new ArrayList<>();
        for (Operation.Budget budget : operation.budgets()) {
            QuotaLimits given = limits.get(operation);
            QuotaTerms terms = new QuotaTerms(given == null ? budget.limits() : given, given != null, part);
            gates.add(new Gate(quotas.turnstile(account, budget.name(), terms), terms));
        }
        return gates;
    }

    /** A budget that a request is counted in, and what the request may use of it. */
    private record Gate(Turnstile turnstile, QuotaTerms terms) {}

    private static Duration waitFor(Gate gate) throws InterruptedIOException {
        try {
            return gate.turnstile().pass(gate.terms());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void sleep(Duration duration) throws InterruptedIOException {
        try {
            clock.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("Interrupted while waiting to send.");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Ends what is under way, which then fails as if interrupted, and lets go of connections and threads. */
    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "KlaviyoClient(" + endpoint + ")";
    }

    /** Settings of a client. Nothing is sent before the first request. */
    public static final class Builder {

        private final Endpoint endpoint;
        private final ApiKey key;
        private final Map<Operation, QuotaLimits> limits = new HashMap<>();
        private Revisions revisions = Revisions.current();
        private Duration timeout = DEFAULT_TIMEOUT;
        private Duration maxRetryWait = DEFAULT_MAX_RETRY_WAIT;
        private Duration maxStall = DEFAULT_MAX_STALL;
        private Quotas quotas = Quotas.shared();
        private Clock clock = Clock.system();
        private String userAgent = "klaviyo-spark";
        private String holder = "";
        private int parts = 1;
        private double quotaShare = 1;

        private Builder(Endpoint endpoint, ApiKey key) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            this.key = Objects.requireNonNull(key, "key");
        }

        /** The revisions to ask for; {@link Revisions#CURRENT} by default. */
        public Builder revisions(Revisions value) {
            this.revisions = Objects.requireNonNull(value, "revisions");
            return this;
        }

        /** How long the network may be silent; a whole attempt may take twice that. */
        public Builder timeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("The timeout must be longer than zero, and is " + value + ".");
            }
            this.timeout = value;
            return this;
        }

        /** The longest {@code Retry-After} that is obeyed; a longer one fails the request. */
        public Builder maxRetryWait(Duration value) {
            this.maxRetryWait = Objects.requireNonNull(value, "maxRetryWait");
            return this;
        }

        /** How long a request may go on without success; waiting for its turn in the first place does not count. */
        public Builder maxStall(Duration value) {
            this.maxStall = Objects.requireNonNull(value, "maxStall");
            return this;
        }

        /**
         * Another quota for an operation than the one that Klaviyo documents, for each budget that it is counted in. It is
         * not exceeded when the server grants more, and what the server grants is not when it is less.
         */
        public Builder limits(Operation operation, QuotaLimits value) {
            limits.put(operation, value);
            return this;
        }

        /**
         * Takes a part of every quota for itself, for clients in processes that cannot share one.
         *
         * @param holder which part this is; no two clients may hold the same
         * @param parts how many parts there are
         */
        public Builder share(int holder, int parts) {
            this.holder = "/" + holder + " of " + parts;
            this.parts = parts;
            return this;
        }

        /**
         * How much of every quota may be used, above 0 and at most 1; the rest is for other applications of the account.
         */
        public Builder quotaShare(double value) {
            if (!(value > 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "The share of a quota must be above 0 and at most 1, and is " + value + ".");
            }
            this.quotaShare = value;
            return this;
        }

        /** Quotas to draw from in the place of those that the JVM shares. */
        public Builder quotas(Quotas value) {
            this.quotas = Objects.requireNonNull(value, "quotas");
            return this;
        }

        /** Quotas and time to use in the place of those that the JVM shares. */
        public Builder time(Quotas ownQuotas, Clock ownClock) {
            this.quotas = Objects.requireNonNull(ownQuotas, "quotas");
            this.clock = Objects.requireNonNull(ownClock, "clock");
            return this;
        }

        /** What to say in the {@code User-Agent} header. */
        public Builder userAgent(String value) {
            this.userAgent = Objects.requireNonNull(value, "userAgent");
            return this;
        }

        /** The client. */
        public KlaviyoClient build() {
            return new KlaviyoClient(this);
        }
    }
}
