package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.ApiError;
import io.github.klaviyospark.core.client.KlaviyoException;
import java.util.Map;
import java.util.TreeMap;

/** Reads from the errors of a refused request whether records are to blame, and which. */
final class BlamedRecords {

    private final String recordsPointer;

    BlamedRecords(String recordsPointer) {
        this.recordsPointer = recordsPointer;
    }

    /** Whether records may be what is wrong: not with other statuses, nor when an error points elsewhere. */
    boolean isPossible(KlaviyoException refusal) {
        boolean isAboutContent = refusal.status() == 400 || refusal.status() == 413;
        // Without an error document it was a proxy that answered, and no record is to blame.
        return isAboutContent
                && !refusal.errors().isEmpty()
                && refusal.errors().stream().allMatch(this::mayMeanRecords);
    }

    private boolean mayMeanRecords(ApiError error) {
        String pointer = stripped(error.pointer());
        return error.parameter() == null && (contains(recordsPointer, pointer) || contains(pointer, recordsPointer));
    }

    /** The records that errors name, by their place in the request; empty when one of the errors names none. */
    Map<Integer, ApiError> named(KlaviyoException refusal, int records) {
        Map<Integer, ApiError> named = new TreeMap<>();
        for (ApiError error : refusal.errors()) {
            int place = place(stripped(error.pointer()));
            if (place < 0 || place >= records) {
                return Map.of();
            }
            named.putIfAbsent(place, error);
        }
        return named;
    }

    private int place(String pointer) {
        if (pointer.length() <= recordsPointer.length() || !contains(recordsPointer, pointer)) {
            return -1;
        }
        String rest = pointer.substring(recordsPointer.length() + 1);
        String segment = rest.substring(0, rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/'));
        return segment.matches("\\d{1,6}") ? Integer.parseInt(segment) : -1;
    }

    /** Whether the first pointer leads to something that holds what the second leads to. */
    private static boolean contains(String outer, String inner) {
        return inner.equals(outer) || inner.startsWith(outer + "/");
    }

    // Klaviyo writes "/data" and "/data/" for the same place, and leaves the pointer out at times.
    private static String stripped(String pointer) {
        return pointer == null ? "" : pointer.replaceAll("/+$", "");
    }
}
