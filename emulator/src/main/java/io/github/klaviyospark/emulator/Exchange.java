package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request and what became of it.
 *
 * @param method as sent
 * @param target path and query as sent
 * @param headers of the request by lower-case name; the value of {@code authorization} is replaced by {@code present}
 * @param status of the answer; 0 when a fault closed the connection before the request was processed, the status it
 *     would have had when that happened after
 * @param bodyBytes bytes of the body that were received
 * @param records records taken in, resources given out by the list of a collection, or ids of objects to delete
 * @param nanos when the request arrived, by the emulator's monotonic clock; only differences mean something
 * @param fault the fault that decided the answer; a delay alone does not count as one
 */
public record Exchange(
        String method,
        String target,
        Map<String, List<String>> headers,
        int status,
        long bodyBytes,
        int records,
        long nanos,
        Optional<Fault.Kind> fault) {}
