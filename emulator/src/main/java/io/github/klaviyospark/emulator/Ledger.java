package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every accepted record, as it was sent, in order of arrival. Those of deleted data sources stay in it. */
final class Ledger {
    private final TimeSource time;
    private final List<Entry> all = new ArrayList<>();
    private final Map<String, List<Entry>> bySource = new HashMap<>();

    Ledger(TimeSource time) {
        this.time = time;
    }

    /** Adds the records of one request next to each other. */
    synchronized void append(String dataSource, String requestId, List<byte[]> records) {
        Batch batch = new Batch(dataSource, requestId, Moment.now(time));
        List<Entry> list = bySource.computeIfAbsent(dataSource, id -> new ArrayList<>());
        for (byte[] record : records) {
            Entry entry = new Entry(batch, list.size() + 1, record);
            list.add(entry);
            all.add(entry);
        }
    }

    /** What had arrived by the time of the call; empty for a data source that received nothing. */
    synchronized List<Entry> entries(String dataSource) {
        return List.copyOf(bySource.getOrDefault(dataSource, List.of()));
    }

    /** Some records of all data sources, from a position on; fewer than {@code most} are all there are. */
    synchronized List<Entry> from(int position, int most) {
        return List.copyOf(all.subList(position, Math.min(all.size(), position + most)));
    }

    /** The position of the next record to arrive. */
    synchronized int size() {
        return all.size();
    }

    synchronized void clear() {
        all.clear();
        bySource.clear();
    }

    private record Batch(String dataSource, String requestId, Moment arrival) {}

    /** A record and the request that brought it. */
    static final class Entry {
        private final Batch batch;
        private final int seq;
        private final byte[] json;

        private Entry(Batch batch, int seq, byte[] json) {
            this.batch = batch;
            this.seq = seq;
            this.json = json;
        }

        String dataSource() {
            return batch.dataSource();
        }

        String requestId() {
            return batch.requestId();
        }

        Moment arrival() {
            return batch.arrival();
        }

        /** Its number in its data source, from one. */
        int seq() {
            return seq;
        }

        /** Not a copy; callers only read. */
        byte[] json() {
            return json;
        }
    }
}
