package io.github.klaviyospark.spark.compatibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What the windows of a quota let through, by the server's own count.
 *
 * @param granted requests that passed, window by window
 * @param refused those that were answered 429
 */
record Windows(List<Integer> granted, int refused) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Windows of(String json, String operation) {
        try {
            List<Integer> granted = new ArrayList<>();
            int refused = 0;
            for (JsonNode window : JSON.readTree(json).path(operation).path("windows")) {
                granted.add(window.path("granted").asInt());
                refused += window.path("refused").asInt();
            }
            return new Windows(granted, refused);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that are whole: without the first, the last, and one in which the job ran out of requests. */
    List<Integer> whole() {
        int all = granted.stream().mapToInt(Integer::intValue).sum();
        int before = granted.isEmpty() ? 0 : granted.get(0);
        List<Integer> whole = new ArrayList<>();
        for (int window = 1; window < granted.size() - 1; window++) {
            before += granted.get(window);
            if (before <= 0.95 * all) {
                whole.add(granted.get(window));
            }
        }
        return whole;
    }

    /** How much of what was granted was used, in windows that are whole. */
    double share(int limit) {
        return whole().stream().mapToInt(Integer::intValue).average().orElse(0) / limit;
    }

    int requests() {
        return granted.stream().mapToInt(Integer::intValue).sum() + refused;
    }
}
