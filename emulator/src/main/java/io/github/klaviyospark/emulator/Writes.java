package io.github.klaviyospark.emulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every write that was accepted, with its body as it was sent, in order of arrival. Records of data sources are kept by the
 * {@link Ledger} instead, one by one.
 */
final class Writes {
    private static final Set<String> ELSEWHERE = Set.of(Routes.BULK_INGEST, Routes.SINGLE_INGEST);

    private final List<Write> all = new ArrayList<>();

    /** Whether writes of an operation are kept here. */
    static boolean keeps(String operation) {
        return !operation.startsWith("GET ") && !ELSEWHERE.contains(operation);
    }

    /** {@code body} is null for a request without one. */
    synchronized void add(String operation, Call call, RawJson body) {
        if (keeps(operation)) {
            all.add(new Write(all.size() + 1, operation, call.id(), call.path(), body));
        }
    }

    /** A line of JSON each; a null operation stands for all of them. */
    synchronized Stream<String> lines(String operation) {
        return List.copyOf(all).stream()
                .filter(write -> operation == null || write.operation.equals(operation))
                .map(Write::line);
    }

    synchronized void clear() {
        all.clear();
    }

    private record Write(int seq, String operation, String request, String path, RawJson body) {
        private String line() {
            return "{\"seq\":" + seq + ",\"request\":\"" + request + "\",\"operation\":\"" + operation + "\",\"path\":"
                    + text(path) + ",\"body\":" + (body == null ? "null" : onOneLine(body.text())) + "}";
        }

        private static String text(String path) {
            return new String(Answer.json(path), StandardCharsets.UTF_8);
        }

        /** Line breaks in JSON stand only between tokens, where a blank does as well. */
        private static String onOneLine(String json) {
            return json.replace('\n', ' ').replace('\r', ' ');
        }
    }
}
