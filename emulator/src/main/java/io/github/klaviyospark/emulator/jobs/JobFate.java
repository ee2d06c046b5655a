package io.github.klaviyospark.emulator.jobs;

import java.util.BitSet;

/**
 * What is to become of a job.
 *
 * @param most how many records are processed before it ends
 * @param failing the numbers of the records that fail, whatever they hold
 * @param named whether the errors of those tell which record they are about
 */
public record JobFate(End end, int most, BitSet failing, boolean named) {
    /** All of it is processed, and nothing fails but what cannot be done. */
    public static final JobFate USUAL = new JobFate(End.COMPLETE, Integer.MAX_VALUE, new BitSet(), true);

    /** How a job ends. */
    public enum End {
        COMPLETE,
        CANCELLED,
        /** It is processing for good, and nothing of it is done. */
        NEVER,
        /** It completes, but nobody who asks for it finds it any more. */
        EXPIRED
    }

    /** Ends so, all records being processed up to a number of them. */
    public static JobFate ending(End end, int most) {
        return new JobFate(end, most, new BitSet(), true);
    }

    /** Completes with failures. */
    public static JobFate failing(BitSet records, boolean named) {
        return new JobFate(End.COMPLETE, Integer.MAX_VALUE, records, named);
    }
}
