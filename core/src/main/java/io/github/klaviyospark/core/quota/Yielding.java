package io.github.klaviyospark.core.quota;

import io.github.klaviyospark.core.quota.QuotaLimits.Window;

/**
 * How much of the steady window is left to us while something else draws from it, another application or a server whose
 * limit is lower than it says. Nobody tells; what tells are refusals, and how much had been granted to us in the window
 * that was then used up.
 *
 * <p>After such a refusal less is asked for than was granted, spread over the window so that others get their turn as
 * well, and a little more in each window in which nothing was refused. When two refusals in a row come after the same number
 * of requests, that number is what there is: more of it is tried ever more rarely. Where the server names its limit, there is
 * somebody else, who is left a little room; where it does not, this is how the limit is found.
 *
 * <p>Not safe for threads; {@link WindowQuota} takes care.
 */
final class Yielding {

    private static final double LESS = 0.85;
    private static final int STEPS = 20;
    private static final int NEARLY = 16;
    private static final int EIGHTH = 8;
    private static final int MAX_PATIENCE = 48;
    private static final int UNKNOWN = -1;

    private final int whole;
    private final long length;

    private int base;
    private int seen = UNKNOWN;
    private int patience = 1;
    private long calmSince;

    /**
     * Yields nothing yet.
     *
     * @param steady the longest window
     */
    Yielding(Window steady) {
        this.whole = steady.permits();
        this.length = steady.length().toNanos();
        this.base = whole;
    }

    /**
     * Takes note of a refusal.
     *
     * @param got how many requests the server had granted us in the window that is used up
     * @param wanted how many we would have asked for in all of it
     * @param wasThere whether we were sending before that window began, and so could have had all of it
     * @param turn when the next window begins
     * @param isNamed whether the server has said how many it grants
     * @return whether less is asked for because of it
     */
    boolean refused(long now, int got, int wanted, boolean wasThere, long turn, boolean isNamed) {
        boolean isNearlyOver = turn - now <= length / EIGHTH;
        if (isNearlyOver && got >= wanted - Math.max(1, wanted / NEARLY)) {
            // All of the window was ours; the refusal is one request that came a little early for the next.
            return false;
        }

        boolean isSame = seen != UNKNOWN && Math.abs(got - seen) <= Math.max(1, whole / (2 * NEARLY));
        seen = got;
        if (!wasThere) {
            return false;
        }

        int room = isNamed ? Math.max(2, step()) : 0;
        int next = isSame ? got - room : (int) (got * LESS);
        base = Math.max(Math.max(1, whole / EIGHTH), Math.min(next, allowed(now)));
        patience = isSame ? Math.min(4 * patience, MAX_PATIENCE) : 1;
        calmSince = turn;
        return true;
    }

    /** How many requests may leave in a window. */
    int allowed(long now) {
        if (base >= whole) {
            return whole;
        }
        long calm = (now - calmSince) / length;
        long steps = calm < patience ? 0 : calm - patience + 1;
        return (int) Math.min(whole, base + steps * step());
    }

    private int step() {
        return Math.max(1, whole / STEPS);
    }

    /** How far apart requests leave, in nanoseconds; zero when nobody has to be let in between. */
    long apart(long now) {
        int allowed = allowed(now);
        return allowed >= whole ? 0 : length / allowed;
    }

    /** The window that is kept besides the limits, in nanoseconds. */
    long length() {
        return length;
    }

    @Override
    public String toString() {
        return "Yielding(" + base + " of " + whole + ")";
    }
}
