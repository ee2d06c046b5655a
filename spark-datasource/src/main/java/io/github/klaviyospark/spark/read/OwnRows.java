package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.slice.Slice;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Which rows of a chain are its own. The API compares more loosely than rows are told apart, so that two chains may find
 * the same row: texts without regard to case, times up to a second off. Exactly one of them keeps it.
 */
final class OwnRows implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Every row that is found. */
    static final OwnRows ALL = new OwnRows(Map.of(), -1, Slice.WHOLE);

    // In types that every serializer of Spark takes.
    private final HashMap<Integer, HashSet<String>> texts = new HashMap<>();
    private final int timeColumn;
    private final long from;
    private final long to;
    private transient Map<Integer, HashSet<UTF8String>> values;

    private OwnRows(Map<Integer, Set<String>> texts, int timeColumn, Slice slice) {
        texts.forEach((column, own) -> this.texts.put(column, new HashSet<>(own)));
        this.timeColumn = timeColumn;
        this.from = slice.from();
        this.to = slice.to();
    }

    /** Rows that have one of some texts in each of these columns. */
    static OwnRows texts(Map<Integer, Set<String>> texts) {
        return new OwnRows(texts, -1, Slice.WHOLE);
    }

    /** Rows whose time in a column is in a slice. */
    static OwnRows times(int column, Slice slice) {
        return new OwnRows(Map.of(), column, slice);
    }

    boolean has(InternalRow row) {
        return hasTime(row) && hasTexts(row);
    }

    private boolean hasTime(InternalRow row) {
        if (timeColumn < 0) {
            return true;
        }
        if (row.isNullAt(timeColumn)) {
            return false;
        }
        long time = row.getLong(timeColumn);
        return from <= time && time <= to;
    }

    private boolean hasTexts(InternalRow row) {
        if (texts.isEmpty()) {
            return true;
        }
        if (values == null) {
            values = new HashMap<>();
            texts.forEach((column, own) -> {
                HashSet<UTF8String> set = new HashSet<>();
                own.forEach(text -> set.add(UTF8String.fromString(text)));
                values.put(column, set);
            });
        }
        return values.entrySet().stream()
                .allMatch(
                        own -> !row.isNullAt(own.getKey()) && own.getValue().contains(row.getUTF8String(own.getKey())));
    }

    /** Without the texts, which may be a person's. */
    @Override
    public String toString() {
        return "OwnRows(" + texts.keySet() + (timeColumn < 0 ? ")" : ", a range of time)");
    }
}
