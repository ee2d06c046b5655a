package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The data sources of the account, in order of their ids. */
final class DataSources {
    static final String NAMESPACE = "custom-objects";
    static final int TITLE_CHARACTERS = 255;

    private final Ulids ids;
    private final NavigableMap<String, DataSource> byId = new TreeMap<>();

    DataSources(Ulids ids) {
        this.ids = ids;
    }

    static boolean isTitle(String title) {
        return !title.isBlank() && title.codePointCount(0, title.length()) <= TITLE_CHARACTERS;
    }

    /** Creates one, unless the title is taken in the namespace. */
    synchronized Optional<DataSource> create(String title, String description) {
        if (byId.values().stream().anyMatch(source -> source.title().equals(title))) {
            return Optional.empty();
        }
        DataSource source = new DataSource(ids.next(), title, description);
        byId.put(source.id(), source);
        return Optional.of(source);
    }

    synchronized Optional<DataSource> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized boolean delete(String id) {
        return byId.remove(id) != null;
    }

    /** A page that begins with the first id not smaller than {@code cursor}. */
    synchronized Page page(String cursor, int size) {
        List<DataSource> rest =
                byId.tailMap(cursor, true).values().stream().limit(size + 1L).toList();
        List<DataSource> before = byId.headMap(cursor, false).descendingMap().values().stream()
                .limit(size)
                .toList();
        return new Page(
                rest.subList(0, Math.min(size, rest.size())),
                rest.size() > size ? Optional.of(rest.get(size).id()) : Optional.empty(),
                before.isEmpty()
                        ? Optional.empty()
                        : Optional.of(before.get(before.size() - 1).id()));
    }

    synchronized void clear() {
        byId.clear();
    }

    record DataSource(String id, String title, String description) {}

    record Page(List<DataSource> items, Optional<String> next, Optional<String> previous) {}
}
