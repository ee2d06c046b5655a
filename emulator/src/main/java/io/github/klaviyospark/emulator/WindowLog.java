package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What became of requests, window by window; only the last thousand are kept. */
final class WindowLog {
    private static final int KEPT = 1_000;

    private final TreeMap<Long, int[]> windows = new TreeMap<>();

    void add(long window, boolean isGranted) {
        int[] counts = windows.computeIfAbsent(window, key -> new int[2]);
        counts[isGranted ? 0 : 1]++;
        if (windows.size() > KEPT) {
            windows.pollFirstEntry();
        }
    }

    /** In order, from the first window that had a request to the last one. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        if (!windows.isEmpty()) {
            int[] none = new int[2];
            for (long window = Math.max(windows.firstKey(), windows.lastKey() - KEPT + 1);
                    window <= windows.lastKey();
                    window++) {
                int[] counts = windows.getOrDefault(window, none);
                entries.add(new Entry(counts[0], counts[1]));
            }
        }
        return entries;
    }

    /** One window: requests that passed, and those that were answered 429. */
    record Entry(int granted, int refused) {}
}
