package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quotas that a JVM shares: one per account and endpoint, however many clients, tasks and queries draw from it.
 */
public final class Quotas {

    private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);

    private static final Quotas SHARED = new Quotas(Clock.system(), Smoothing::over);

    private final ConcurrentHashMap<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
    private final Clock clock;
    private final DoubleFunction<Smoothing> smoothing;

    private Quotas(Clock clock, DoubleFunction<Smoothing> smoothing) {
        this.clock = clock;
        this.smoothing = smoothing;
    }

    /** The quotas of this JVM. */
    public static Quotas shared() {
        return SHARED;
    }

    /** Quotas of their own, for a test that brings its clock. Bursts are not smoothed, since that takes real time. */
    public static Quotas with(Clock clock) {
        return new Quotas(clock, rate -> Smoothing.none());
    }

    /**
     * Where the requests of an account to an endpoint pass through. Asking again with other limits changes them for
     * everybody, since the account has one budget.
     *
     * @param account what tells accounts apart; never a key
     * @param endpoint the operation that the limits belong to
     */
    public Turnstile turnstile(String account, String endpoint, QuotaLimits limits) {
        Turnstile turnstile = turnstiles.computeIfAbsent(account + ' ' + endpoint, key -> create(limits));
        if (turnstile.limits(limits)) {
            LOG.info("Quota of {} is now {}.", endpoint, limits);
        }
        return turnstile;
    }

    private Turnstile create(QuotaLimits limits) {
        return new Turnstile(new WindowQuota(limits, clock), clock, smoothing.apply(limits.burstPerSecond()));
    }
}
