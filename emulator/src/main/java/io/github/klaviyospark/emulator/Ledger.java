package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every accepted record, as it was sent, in order of arrival for each data source. Deleted data sources stay in it. */
final class Ledger {
    private final Map<String, List<Entry>> entries = new ConcurrentHashMap<>();

    /** Adds the records of one request next to each other. */
    void append(String dataSource, String requestId, List<byte[]> records) {
        List<Entry> list = entries.computeIfAbsent(dataSource, id -> new ArrayList<>());
        synchronized (list) {
            for (byte[] record : records) {
                list.add(new Entry(requestId, record));
            }
        }
    }

    /** What had arrived by the time of the call; empty for a data source that received nothing. */
    List<Entry> entries(String dataSource) {
        List<Entry> list = entries.get(dataSource);
        if (list == null) {
            return List.of();
        }
        synchronized (list) {
            return List.copyOf(list);
        }
    }

    void clear() {
        entries.clear();
    }

    /** A record and the request that brought it. */
    static final class Entry {
        private final String requestId;
        private final byte[] json;

        Entry(String requestId, byte[] json) {
            this.requestId = requestId;
            this.json = json;
        }

        String requestId() {
            return requestId;
        }

        /** Not a copy; callers only read. */
        byte[] json() {
            return json;
        }
    }
}
