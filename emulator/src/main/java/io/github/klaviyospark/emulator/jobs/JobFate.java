package io.github.klaviyospark.emulator.jobs;

import java.util.BitSet;

/**
 * What is to become of a job.
 *
 * @param most how many records are processed before it ends
 * @param failing the numbers of the records that fail, whatever they hold
 * @param errors what the errors of those tell about their record
 */
public record JobFate(End end, int most, BitSet failing, Errors errors) {
    /** All of it is processed, and nothing fails but what cannot be done. */
    public static final JobFate USUAL = new JobFate(End.COMPLETE, Integer.MAX_VALUE, new BitSet(), Errors.POINTING);

    /** How a job ends. */
    public enum End {
        COMPLETE,
        CANCELLED,
        /** It is processing for good, and nothing of it is done. */
        NEVER,
        /** It completes, but nobody who asks for it finds it any more. */
        EXPIRED
    }

    /** What an error tells about its record. */
    public enum Errors {
        /** Where it stands in the request, and what it is. */
        POINTING,
        /** Only what it is. */
        SHOWING,
        /** Nothing. */
        SILENT;

        boolean point() {
            return this == POINTING;
        }

        boolean show() {
            return this != SILENT;
        }
    }

    /** Ends so, all records being processed up to a number of them. */
    public static JobFate ending(End end, int most) {
        return new JobFate(end, most, new BitSet(), Errors.POINTING);
    }

    /** Completes with failures. */
    public static JobFate failing(BitSet records, Errors errors) {
        return new JobFate(End.COMPLETE, Integer.MAX_VALUE, records, errors);
    }
}
