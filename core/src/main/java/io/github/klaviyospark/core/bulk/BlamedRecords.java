package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.ApiError;
import io.github.klaviyospark.core.client.KlaviyoException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads from the errors of a refused request whether records are to blame, and which. */
final class BlamedRecords {

    private final String recordsPointer;
    private final String groupPointer;
    private final boolean isOneByOne;

    BlamedRecords(BulkTarget target) {
        this.recordsPointer = target.recordsPointer();
        this.isOneByOne = target.limits().records() == 1 && !(target instanceof RecordTarget);
        this.groupPointer = target.grouping().map(Grouping::pointer).orElse("");
    }

    /**
     * Whether records may be what is wrong: not with other statuses, nor when an error points elsewhere. Where the path
     * names a resource, that it does not exist or is in use is about its records too.
     */
    boolean isPossible(KlaviyoException refusal, Chunk part) {
        boolean isOfResource = part.envelope().resource() != null || isOneByOne;
        boolean isAboutContent = refusal.status() == 400
                || refusal.status() == 413
                || (isOfResource && (refusal.status() == 404 || refusal.status() == 409));
        // Without an error document it was a proxy that answered, and no record is to blame.
        boolean isOne = part.envelope().records() == 1;
        return isAboutContent
                && !refusal.errors().isEmpty()
                && (isOne || refusal.errors().stream().allMatch(this::mayMeanRecords));
    }

    /** Whether what the path names is not there, which concerns all records of the request. */
    boolean meansAll(KlaviyoException refusal, Chunk part) {
        return refusal.status() == 404 && part.envelope().resource() != null;
    }

    private boolean mayMeanRecords(ApiError error) {
        String pointer = stripped(error.pointer());
        return error.parameter() == null && (contains(recordsPointer, pointer) || contains(pointer, recordsPointer));
    }

    /**
     * The records that errors name, by their place in the request; empty when one of the errors names none. An error about
     * a group is about each record of it.
     */
    Map<Integer, ApiError> named(List<ApiError> errors, Chunk part) {
        Map<Integer, ApiError> named = new TreeMap<>();
        for (ApiError error : errors) {
            List<Integer> places = places(error, part);
            if (places.isEmpty()) {
                return Map.of();
            }
            places.forEach(place -> named.putIfAbsent(place, error));
        }
        return named;
    }

    /** The records that an error names. */
    List<Integer> places(ApiError error, Chunk part) {
        String pointer = stripped(error.pointer());
        int first = index(recordsPointer, pointer);
        if (groupPointer.isEmpty()) {
            return first >= 0 && first < part.records() ? List.of(first) : List.of();
        }
        List<Integer> ofGroup = IntStream.range(0, part.records())
                .filter(place -> part.group(place) == first)
                .boxed()
                .toList();
        int second = index(recordsPointer + "/" + first + groupPointer, pointer);
        return second >= 0 && second < ofGroup.size() ? List.of(ofGroup.get(second)) : ofGroup;
    }

    /** The number that follows a pointer to an array; negative when none does. */
    private static int index(String array, String pointer) {
        if (pointer.length() <= array.length() || !contains(array, pointer)) {
            return -1;
        }
        String rest = pointer.substring(array.length() + 1);
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
