package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.quota.Quota;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.QuotaSource;
import io.github.klaviyospark.core.quota.QuotaTerms;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What an executor says to the driver about a quota. It travels as an array of strings and numbers: both ends know these
 * whatever class loader they look with, which cannot be said of a class of ours.
 *
 * @param verb what is said
 * @param account whose quota, by the fingerprint of its key
 * @param endpoint which one
 * @param terms what the executor knows of it
 * @param numbers what the verb is about
 */
record Message(Verb verb, String account, String endpoint, QuotaTerms terms, List<Long> numbers) {

    enum Verb {
        /** Asks for permits; the answer is {@link Grant}. */
        RESERVE,
        /** Asks how much is left of a pause; the answer is the same. */
        PAUSED,
        /** Tells how long an answer took. */
        ANSWERED,
        /** Tells that a request was refused, and for how long there is none to be sent. */
        PAUSE,
        /** Tells what the server says it grants. */
        GRANTED
    }

    Object[] toArray() {
        long[] windows = terms.limits().toArray();
        long[] known = new long[windows.length + 2];
        known[0] = terms.isGiven() ? 1 : 0;
        known[1] = Double.doubleToLongBits(terms.part());
        System.arraycopy(windows, 0, known, 2, windows.length);
        return new Object[] {
            verb.name(),
            account,
            endpoint,
            known,
            numbers.stream().mapToLong(Long::longValue).toArray()
        };
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException when it is none of this version
     */
    static Message of(Object content) {
        try {
            Object[] parts = (Object[]) content;
            long[] known = (long[]) parts[3];
            QuotaTerms terms = new QuotaTerms(
                    QuotaLimits.of(Arrays.copyOfRange(known, 2, known.length)),
                    known[0] == 1,
                    Double.longBitsToDouble(known[1]));
            return new Message(
                    Verb.valueOf((String) parts[0]), (String) parts[1], (String) parts[2], terms, numbers((long[])
                            parts[4]));
        } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IllegalArgumentException("This is no message about a quota that is known here.", e);
        }
    }

    private static List<Long> numbers(long... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /** Does what is asked for, at once; the answer as it travels, whether somebody waits for it or not. */
    long[] carryOut(QuotaSource quotas) {
        Quota quota = quotas.quota(account, endpoint, terms);
        Duration wait = Duration.ZERO;
        switch (verb) {
            case RESERVE -> wait = quota.reserve(terms, Math.toIntExact(numbers.get(0)));
            case PAUSED -> wait = quota.paused();
            case ANSWERED -> quota.answered(Duration.ofNanos(numbers.get(0)));
            case PAUSE -> quota.pause(Duration.ofNanos(numbers.get(0)));
            case GRANTED ->
                quota.granted(QuotaLimits.of(
                        numbers.stream().mapToLong(Long::longValue).toArray()));
        }
        return new Grant(wait, quota.limits()).toArray();
    }

    /** Without numbers that nobody can read. */
    @Override
    public String toString() {
        return "Message(" + verb + ", " + endpoint + ")";
    }

    /**
     * What the driver answers.
     *
     * @param delay how long to wait
     * @param limits the limits that are kept
     */
    record Grant(Duration delay, QuotaLimits limits) {

        long[] toArray() {
            long[] windows = limits.toArray();
            long[] all = new long[windows.length + 1];
            all[0] = delay.toNanos();
            System.arraycopy(windows, 0, all, 1, windows.length);
            return all;
        }

        /**
         * Reads an answer.
         *
         * @throws IllegalArgumentException when it is none
         */
        static Grant of(long... numbers) {
            return new Grant(
                    Duration.ofNanos(numbers[0]), QuotaLimits.of(Arrays.copyOfRange(numbers, 1, numbers.length)));
        }
    }
}
