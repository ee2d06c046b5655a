package io.github.klaviyospark.spark.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows that are being packed. When a row no longer fits, the rows of its id move on to the next pack together; only
 * when one id has more rows than a pack holds are they parted. A row moves once at most, so the work grows with the rows.
 */
final class Pack {

    private static final int ENVELOPE = "{\"objects\":[]}".length();
    private static final int COMMA = 1;

    private final PackLimits limits;
    private final Queue<Row> full;
    private List<Row> rows = new ArrayList<>();
    private List<Integer> sizes = new ArrayList<>();
    private int bytes;
    private byte[] id;
    private int firstOfId;

    /**
     * Begins to pack.
     *
     * @param full gets what is packed
     */
    Pack(PackLimits limits, Queue<Row> full) {
        this.limits = limits;
        this.full = full;
        start(List.of(), List.of());
    }

    private void start(List<Row> withRows, List<Integer> withSizes) {
        rows = new ArrayList<>(withRows);
        sizes = new ArrayList<>(withSizes);
        // There is one comma less than there are rows.
        bytes = ENVELOPE - COMMA;
        sizes.forEach(size -> bytes += size + COMMA);
        firstOfId = 0;
    }

    /** Whether a row of this many bytes fits into a pack at all. */
    boolean canHold(int size) {
        return ENVELOPE + size <= limits.bytes();
    }

    /**
     * Adds a row that a pack can hold.
     *
     * @param rowId null when it has none
     */
    void add(Row row, int size, byte[] rowId) {
        if (rowId == null || !Arrays.equals(rowId, id)) {
            id = rowId;
            firstOfId = rows.size();
        }
        if (!hasRoom(size)) {
            take(firstOfId);
        }
        if (!hasRoom(size)) {
            take(rows.size());
        }
        rows.add(row);
        sizes.add(size);
        bytes += size + COMMA;
    }

    private boolean hasRoom(int size) {
        return rows.size() < limits.rows() && bytes + size + COMMA <= limits.bytes();
    }

    /** Packs a row by itself, in its place among the others. */
    void addAlone(Row row) {
        flush();
        full.add(pack(List.of(row)));
    }

    /** Packs what is left. */
    void flush() {
        take(rows.size());
    }

    private void take(int count) {
        if (count > 0) {
            full.add(pack(rows.subList(0, count)));
            start(rows.subList(count, rows.size()), sizes.subList(count, sizes.size()));
        }
    }

    private static Row pack(List<Row> rows) {
        return RowFactory.create((Object) rows.toArray(Row[]::new));
    }

    /** How many rows, none of them. */
    @Override
    public String toString() {
        return "Pack(" + rows.size() + " rows, " + bytes + " bytes)";
    }
}
