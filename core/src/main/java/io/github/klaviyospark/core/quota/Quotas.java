package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleFunction;

/**
 * The quotas that are shared by whoever has this: one per account and endpoint, however many clients, tasks and queries
 * draw from it.
 */
public final class Quotas implements QuotaSource {

    private static final Quotas SHARED = with(Clock.system(), Smoothing::over);

    private final ConcurrentHashMap<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
    private final QuotaSource source;
    private final Clock clock;
    private final DoubleFunction<Smoothing> smoothing;

    private Quotas(QuotaSource source, Clock clock, DoubleFunction<Smoothing> smoothing) {
        this.source = source;
        this.clock = clock;
        this.smoothing = smoothing;
    }

    private static Quotas with(Clock clock, DoubleFunction<Smoothing> smoothing) {
        return new Quotas((account, endpoint, terms) -> new WindowQuota(endpoint, terms, clock), clock, smoothing);
    }

    /** The quotas of this JVM. */
    public static Quotas shared() {
        return SHARED;
    }

    /** Quotas of their own, for a test that brings its clock. Bursts are not smoothed, since that takes real time. */
    public static Quotas with(Clock clock) {
        return with(clock, rate -> Smoothing.none());
    }

    /** Quotas that are kept elsewhere. */
    public static Quotas from(QuotaSource source) {
        return new Quotas(source, Clock.system(), Smoothing::over);
    }

    /**
     * Where the requests of an account to an endpoint pass through. Each request comes with its own terms; what has left is
     * counted for all, since the account has one budget.
     *
     * @param account what tells accounts apart; never a key
     * @param endpoint the operation that the limits belong to
     * @param terms what is known of the quota when it is needed for the first time
     */
    public Turnstile turnstile(String account, String endpoint, QuotaTerms terms) {
        return turnstiles.computeIfAbsent(key(account, endpoint), key -> create(account, endpoint, terms));
    }

    @Override
    public Quota quota(String account, String endpoint, QuotaTerms terms) {
        return turnstile(account, endpoint, terms).quota();
    }

    /** The limits that are kept for an endpoint, if anything was sent there. */
    public Optional<QuotaLimits> limits(String account, String endpoint) {
        return Optional.ofNullable(turnstiles.get(key(account, endpoint)))
                .map(turnstile -> turnstile.quota().limits());
    }

    private static String key(String account, String endpoint) {
        return account + ' ' + endpoint;
    }

    private Turnstile create(String account, String endpoint, QuotaTerms terms) {
        Quota quota = source.quota(account, endpoint, terms);
        return new Turnstile(quota, clock, smoothing.apply(quota.limits().burstPerSecond()));
    }
}
