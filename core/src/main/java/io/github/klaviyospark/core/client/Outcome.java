package io.github.klaviyospark.core.client;

import java.time.Duration;

/**
 * How one attempt ended, and the one table that says what may be repeated.
 *
 * <table>
 * <caption>Repeat?</caption>
 * <tr><th>outcome</th><th>repeatable operation</th><th>any other</th></tr>
 * <tr><td>{@link #SUCCEEDED}</td><td>no need</td><td>no need</td></tr>
 * <tr><td>{@link #NOT_SENT}: no connection</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link #THROTTLED}: 429</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link #FAILED}: 408 and every 5xx, from Klaviyo or from its edge</td><td>yes</td><td>no, in doubt</td></tr>
 * <tr><td>{@link #LOST}: sent, and no whole answer</td><td>yes</td><td>no, in doubt</td></tr>
 * <tr><td>{@link #REFUSED}: any other status, or a certificate that is not trusted</td><td>no</td><td>no</td></tr>
 * </table>
 *
 * <p>Klaviyo's own clients do not repeat a 502, because nobody says that it passes. Repeating what is repeatable costs at
 * most a few requests; not repeating it costs the run.
 */
enum Outcome {
    SUCCEEDED(false, false),
    NOT_SENT(true, true),
    THROTTLED(true, true),
    FAILED(true, false),
    LOST(true, false),
    REFUSED(false, false);

    /** How often a request that is not throttled is tried in all. */
    static final int ATTEMPTS = 5;

    /** How often a request may be throttled: each time waits for the server, so this bounds a server gone wrong. */
    static final int THROTTLED_ATTEMPTS = 12;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final boolean whenRepeatable;
    private final boolean otherwise;

    Outcome(boolean whenRepeatable, boolean otherwise) {
        this.whenRepeatable = whenRepeatable;
        this.otherwise = otherwise;
    }

    static Outcome of(Operation operation, int status) {
        if (operation.succeedsWith(status)) {
            return SUCCEEDED;
        }
        if (status == 429) {
            return THROTTLED;
        }
        return status == 408 || status >= 500 ? FAILED : REFUSED;
    }

    boolean mayRepeat(Operation operation) {
        return operation.repeatable() ? whenRepeatable : otherwise;
    }

    boolean inDoubt() {
        return this == FAILED || this == LOST;
    }

    /**
     * The pause before another attempt when the server named none: half a second, growing by half each time, with a
     * spread so that tasks which failed together do not come back together.
     *
     * @param attempt the attempt that failed, from 1
     * @param spread a number from 0 to 1
     */
    static Duration pause(int attempt, double spread) {
        double growth = Math.pow(1.5, attempt - 1.0) * (0.5 + spread);
        long nanos = (long) Math.min((double) LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() * growth);
        return Duration.ofNanos(nanos);
    }
}
