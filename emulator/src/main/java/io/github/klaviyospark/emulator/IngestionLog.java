package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What went wrong with the records of one object type, for as long as Klaviyo keeps it. */
final class IngestionLog {
    private static final Duration KEPT = Duration.ofDays(14);

    private final Ulids ids;
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private long last;

    IngestionLog(Ulids ids) {
        this.ids = ids;
    }

    /**
     * One failure.
     *
     * @param at when the record was processed
     * @param visible since when readers see it, by the clock that never runs backwards
     */
    record Entry(long number, String id, Instant at, long visible, Failure failure) {}

    void add(Failure failure, Moment at, long visible) {
        last++;
        entries.put(last, new Entry(last, ids.next(), at.wall(), visible, failure));
    }

    /** All that are kept, the newest first, whether readers see them yet or not. */
    List<Entry> all(Moment now) {
        forget(now);
        return List.copyOf(entries.descendingMap().values());
    }

    private void forget(Moment now) {
        Instant oldest = now.wall().minus(KEPT);
        while (!entries.isEmpty() && entries.firstEntry().getValue().at().isBefore(oldest)) {
            entries.pollFirstEntry();
        }
    }

    /** The newest that readers see and that pass, older than the entry with this number. */
    List<Entry> page(long before, int most, Moment now, Predicate<Entry> filter) {
        forget(now);
        List<Entry> page = new ArrayList<>();
        for (Entry entry : entries.headMap(before, false).descendingMap().values()) {
            if (page.size() == most) {
                break;
            }
            if (entry.visible() - now.nanos() <= 0 && filter.test(entry)) {
                page.add(entry);
            }
        }
        return page;
    }
}
