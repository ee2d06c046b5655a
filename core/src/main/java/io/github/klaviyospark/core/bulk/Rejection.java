package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.ApiError;
import io.github.klaviyospark.core.client.KlaviyoException;
import java.util.Set;

/**
 * A record that Klaviyo does not take, with what it says about it.
 *
 * @param place the record's place in its chunk, from 0; negative when Klaviyo does not say which record it is
 * @param code the error's code
 * @param title what is wrong in general, or null
 * @param pointer JSON pointer into the request that was refused, or null
 * @param detail what is wrong in particular, or null; it may quote the record, so it is never logged
 */
public record Rejection(int place, String code, String title, String pointer, String detail) {

    /** The code of a record that may have been taken. */
    public static final String IN_DOUBT = "in_doubt";

    /** Codes of records of a job that may have been taken. */
    static final String JOB_UNKNOWN = "job_unknown";

    static final String JOB_CANCELLED = "job_cancelled";
    static final String JOB_UNFINISHED = "job_unfinished";
    static final String JOB_INCOMPLETE = "job_incomplete";

    private static final Set<String> UNKNOWN =
            Set.of(IN_DOUBT, JOB_UNKNOWN, JOB_CANCELLED, JOB_UNFINISHED, JOB_INCOMPLETE);

    private static final int SUMMARY = 100;

    static Rejection of(int place, ApiError error) {
        return new Rejection(place, error.code(), error.title(), error.pointer(), error.detail());
    }

    /** A record of a request that may have been taken and must not be sent again. */
    static Rejection inDoubt(int place) {
        return new Rejection(
                place,
                IN_DOUBT,
                "Nobody knows whether Klaviyo took it.",
                null,
                "The request got no whole answer, and sending it again could do it twice. Look in Klaviyo before you send"
                        + " this row again.");
    }

    /** A record that a job did not take, or may not have taken. */
    static Rejection ofJob(int place, String code, String title, String detail) {
        return new Rejection(place, code, title, null, detail);
    }

    /** The same for a record elsewhere. */
    Rejection at(int otherPlace) {
        return new Rejection(otherPlace, code, title, pointer, detail);
    }

    /** Whether the record's request got no whole answer. */
    boolean isInDoubt() {
        return code.equals(IN_DOUBT);
    }

    /** Whether the record may have been taken, which nobody knows. */
    boolean isUnknown() {
        return UNKNOWN.contains(code);
    }

    /** Why the record is set aside, without what is particular to it. */
    public String words() {
        return isInDoubt() || code.startsWith("job_") ? summary() : "Klaviyo refuses it: " + summary();
    }

    /** Whether the record has a place; where not, one of its job failed and Klaviyo does not say which. */
    public boolean isNamed() {
        return place >= 0;
    }

    /** A record that was refused alone: the first error is about it, whatever its pointer says. */
    static Rejection of(int place, KlaviyoException refusal) {
        return of(place, refusal.errors().get(0));
    }

    /** The kind of error, without what is particular to this record. */
    public String summary() {
        String whole = title == null ? code : code + ", " + title;
        return whole.length() <= SUMMARY ? whole : whole.substring(0, SUMMARY) + "…";
    }

    /** Without the detail. */
    @Override
    public String toString() {
        return "Rejection(record " + place + ", " + code + ")";
    }
}
