package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.KlaviyoException;

/**
 * Stops a writer when setting records aside is not what helps. Finding a bad record costs about ten requests, so it is
 * only worth it for the few: when everything is refused the cause lies elsewhere, and when very many are, the rows want
 * correcting first.
 *
 * <p>A request or a job of which nobody knows what Klaviyo took is one mishap, however many records it had. Such records,
 * and those that a job did not take, are only counted here: they are in Klaviyo's hands already, so each is to be named
 * first, and then {@link #check()} stops the writer.
 *
 * <p>Safe for many threads.
 */
public final class Breaker {

    private static final int SUSPICIOUS = 3;
    private static final int HOPELESS = 20;

    private final int mostRejected;
    private long rejected;
    private int inSuccession;
    private int unknownInSuccession;
    private boolean isAnyAccepted;
    private String tripped;

    /**
     * A breaker for one writer.
     *
     * @param mostRejected how many records may be set aside, invalid rows included
     */
    public Breaker(int mostRejected) {
        this.mostRejected = mostRejected;
    }

    /** Whether refusals so far look like those of a common cause: nothing was accepted, or not for some time. */
    synchronized boolean suspects() {
        return !isAnyAccepted || inSuccession >= SUSPICIOUS;
    }

    synchronized void accepted() {
        isAnyAccepted = true;
        inSuccession = 0;
    }

    /** A record that the answer named. */
    synchronized void rejectedByName(KlaviyoException refusal) throws BreakerException {
        add("Klaviyo's last answer: " + refusal.getMessage(), refusal);
    }

    /** A record that a job did not take. */
    synchronized void rejectedByJob(Rejection rejection) {
        rejected++;
        if (rejected > mostRejected) {
            trip(tooMany("The last reason: " + sentence(rejection)));
        }
    }

    /** What became of a request or a job is known. */
    synchronized void known() {
        unknownInSuccession = 0;
    }

    /**
     * A request or a job of which nobody knows what Klaviyo took.
     *
     * @param rejection one of its records
     */
    synchronized void unknown(Rejection rejection) {
        unknownInSuccession++;
        if (unknownInSuccession >= HOPELESS) {
            trip("Of " + unknownInSuccession + " requests in succession nobody knows what Klaviyo took. "
                    + lastUnknown(rejection));
        }
        unknownBefore(rejection);
    }

    /** The same for what an earlier attempt left so. */
    synchronized void unknownBefore(Rejection rejection) {
        rejected++;
        if (rejected > mostRejected) {
            trip("One writer has set more aside than maxDeadLetters=" + mostRejected + " allows, where a request counts"
                    + " once of which nobody knows what Klaviyo took. Raise maxDeadLetters to go on regardless. "
                    + lastUnknown(rejection));
        }
    }

    private static String lastUnknown(Rejection rejection) {
        return "The last reason: " + sentence(rejection)
                + " With runPath the dead letters name all of their rows: look into Klaviyo before you send these again.";
    }

    /** Titles are sentences or not. */
    private static String sentence(Rejection rejection) {
        String summary = rejection.summary();
        return summary.endsWith(".") ? summary : summary + ".";
    }

    private void trip(String message) {
        tripped = tripped == null ? message : tripped;
    }

    /**
     * Stops the writer when too much was set aside of what Klaviyo had accepted; to be called once all of it is named.
     *
     * @throws BreakerException when that is so
     */
    public synchronized void check() throws BreakerException {
        if (tripped != null) {
            throw new BreakerException(tripped, null);
        }
    }

    /** A record that was refused when it was sent alone. */
    synchronized void rejectedAlone(KlaviyoException refusal) throws BreakerException {
        inSuccession++;
        if (!isAnyAccepted && inSuccession >= HOPELESS) {
            throw new BreakerException(
                    "Klaviyo has refused " + inSuccession + " records, each sent alone, and accepted none, so the cause"
                            + " hardly lies in single rows. " + refusal.getMessage(),
                    refusal);
        }
        rejectedByName(refusal);
    }

    /**
     * Counts a row that was found invalid before it was sent.
     *
     * @throws BreakerException when it is one too many
     */
    public synchronized void invalid(String reason) throws BreakerException {
        add("The last reason: " + reason + ".", null);
    }

    private void add(String last, Throwable cause) throws BreakerException {
        rejected++;
        if (rejected > mostRejected) {
            throw new BreakerException(tooMany(last), cause);
        }
    }

    private String tooMany(String last) {
        return "More than " + mostRejected
                + " rows of one writer cannot be sent (maxDeadLetters). Correct them first, or"
                + " raise maxDeadLetters. " + last;
    }

    /** The exception for a cause that is common to all records. */
    static BreakerException trip(KlaviyoException refusal) {
        return new BreakerException(
                "Klaviyo refuses a whole request, and two of its records also when each is sent alone, so the"
                        + " cause does not lie in single rows. " + refusal.getMessage(),
                refusal);
    }

    @Override
    public synchronized String toString() {
        return "Breaker(" + rejected + " of " + mostRejected + ")";
    }
}
