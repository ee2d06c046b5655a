package io.github.klaviyospark.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of all requests by operation and the last of them in full. */
final class Activity {
    /** Where requests for paths that do not exist are counted, so that strange paths cannot fill the memory. */
    static final String OTHER = "other";

    private static final int EXCHANGES = 10_000;

    private final SortedMap<String, Tally> tallies = new TreeMap<>();
    private final Deque<Exchange> exchanges = new ArrayDeque<>();
    private long requests;

    synchronized void add(String operation, Exchange exchange) {
        requests++;
        Tally tally = tallies.computeIfAbsent(operation, key -> new Tally());
        tally.status.merge(exchange.status(), 1L, Long::sum);
        if (exchange.status() >= 200 && exchange.status() < 300) {
            tally.bytes += exchange.bodyBytes();
            tally.records += exchange.records();
        }
        if (exchanges.size() == EXCHANGES) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
    }

    synchronized long requests() {
        return requests;
    }

    synchronized RequestStats stats(String operation) {
        Tally tally = tallies.get(operation);
        return tally == null ? RequestStats.NONE : tally.snapshot();
    }

    synchronized Map<String, RequestStats> stats() {
        Map<String, RequestStats> all = new TreeMap<>();
        tallies.forEach((operation, tally) -> all.put(operation, tally.snapshot()));
        return all;
    }

    synchronized List<Exchange> exchanges() {
        return new ArrayList<>(exchanges);
    }

    synchronized void clear() {
        requests = 0;
        tallies.clear();
        exchanges.clear();
    }

    private static final class Tally {
        private final SortedMap<Integer, Long> status = new TreeMap<>();
        private long bytes;
        private long records;

        RequestStats snapshot() {
            return new RequestStats(status, bytes, records);
        }
    }
}
