package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.ObjectTable;
import io.github.klaviyospark.emulator.objects.RecordJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one type: made from the ledger, a record at a time and each once for every version of the schema. After
 * an activation readers see the objects of the version before until those of the new one are due.
 */
final class TypeObjects {
    private static final int CHUNK = 1000;

    private final ObjectType type;
    private final Ledger ledger;
    private final ObjectTable.Profiles profiles;
    private final Duration lag;
    private final IngestionLog log;
    /** Outlives versions: what was removed is not to come back because old records are gone through again. */
    private final Map<String, Long> removals = new HashMap<>();

    private ObjectTable table;
    private ObjectTable older;
    private Moment since;
    private int position;

    TypeObjects(ObjectType type, Ledger ledger, ObjectTable.Profiles profiles, Duration lag, IngestionLog log) {
        this.type = type;
        this.ledger = ledger;
        this.profiles = profiles;
        this.lag = lag;
        this.log = log;
    }

    IngestionLog log() {
        return log;
    }

    /** Does what has become due and takes in what has arrived. */
    void settle(Moment now) {
        Optional<ObjectSchema> due = type.draft()
                .filter(schema -> schema.status() == SchemaStatus.PUBLISHING)
                .filter(schema -> !schema.active().isAfter(now));
        if (due.isPresent()) {
            ObjectSchema next = due.get();
            feed(next.active(), now);
            type.current().ifPresent(ObjectSchema::retire);
            next.activate();
            type.touch(next.active().wall());
            older = table;
            table = new ObjectTable(next.plan(), profiles, removals);
            since = next.active();
            position = 0;
        }
        feed(now, now);
        if (older != null && !since.plus(lag).isAfter(now)) {
            older = null;
        }
    }

    private void feed(Moment until, Moment now) {
        List<Ledger.Entry> entries = table == null ? List.of() : ledger.from(position, CHUNK);
        while (!entries.isEmpty()) {
            for (Ledger.Entry entry : entries) {
                if (entry.arrival().isAfter(until)) {
                    return;
                }
                if (table.plan().reads(entry.dataSource())) {
                    apply(entry, now);
                }
                position++;
            }
            entries = ledger.from(position, CHUNK);
        }
    }

    private void apply(Ledger.Entry entry, Moment now) {
        Moment processed = Moment.later(entry.arrival(), since);
        long visible = processed.plus(lag).nanos();
        table.apply(
                RecordJson.parse(entry.json()),
                new ObjectTable.Arrival(entry.dataSource(), position, entry.seq(), visible, now.nanos()),
                failure -> log.add(failure, processed, visible));
    }

    /** Removes objects; readers see it after the lag. */
    void remove(List<String> recordIds, Moment now) {
        if (table == null) {
            return;
        }
        for (String recordId : recordIds) {
            if (table.remove(recordId, now.plus(lag).nanos(), now.nanos())) {
                removals.put(recordId, (long) position);
            }
        }
    }

    Optional<ObjectTable.Shown> find(String recordId, Moment now) {
        return seen().flatMap(seen -> seen.find(recordId, now.nanos()));
    }

    List<ObjectTable.Shown> page(String after, int most, Moment now) {
        return seen().map(seen -> seen.page(after, most, now.nanos())).orElse(List.of());
    }

    private Optional<ObjectTable> seen() {
        return Optional.ofNullable(older == null ? table : older);
    }

    /** All objects of the current version, seen or not. */
    Stream<ObjectTable.Shown> latest() {
        return table == null ? Stream.empty() : table.latest();
    }
}
