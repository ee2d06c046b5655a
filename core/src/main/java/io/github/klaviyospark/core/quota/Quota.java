package io.github.klaviyospark.core.quota;

import java.time.Duration;

/**
 * A budget of requests that answers at once and never sleeps: it says how long the caller has to wait. That makes the
 * same interface fit one JVM and a broker that serves a whole cluster.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface Quota {

    /**
     * Takes permits and says when they may be used.
     *
     * @param terms what whoever asks knows of the quota and may use of it; others may know and use more or less
     * @param permits how many requests will be sent, at least one
     * @return how long to wait before the first of them may leave; zero when it may leave now
     * @throws IllegalArgumentException when the permits are not between one and the smallest window's size
     */
    Duration reserve(QuotaTerms terms, int permits);

    /**
     * Keeps everybody from sending for a while, because the server has refused a request ({@code Retry-After}). Pauses do
     * not add up: the one that ends last counts. A refusal of what should have been granted means that something else
     * draws from the same budget, and the quota yields to it for a while after the pause, too.
     */
    void pause(Duration duration);

    /** How much is left of a pause; zero when there is none. Waiters look again after each wait. */
    Duration paused();

    /**
     * Tells how long the answer to a request took that was not refused. A request reaches the server at some moment of its
     * round trip, so windows are kept wider by what was seen lately.
     */
    void answered(Duration roundTrip);

    /** Takes note of the limits that the server says it keeps, which may be others than those that are documented. */
    void granted(QuotaLimits limits);

    /** The limits that were kept at the last reservation, as far as is known here. */
    QuotaLimits limits();
}
