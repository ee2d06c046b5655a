package io.github.klaviyospark.spark.pages;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Values that were not what their field holds, counted by field. They become null: a stray value must not end a read in
 * its fifth hour, and must not go unseen either.
 */
final class Unreadables {

    private final Map<String, Long> counts = new TreeMap<>();
    private long total;

    synchronized void add(String field) {
        counts.merge(field, 1L, Long::sum);
        total++;
    }

    synchronized long total() {
        return total;
    }

    /** How many by field; no values. */
    @Override
    public synchronized String toString() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
