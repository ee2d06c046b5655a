package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.spark.rows.InvalidValueException;
import io.github.klaviyospark.spark.rows.RecordIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** The packs of sorted rows. Holds one pack, and one row that a later one of its id may replace. */
final class Packer implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final RowJson json;
    private final RecordIds ids;
    private final boolean keepsLast;
    private final Queue<Row> full = new ArrayDeque<>();
    private final Pack pack;
    private Row held;
    private InternalRow heldInternal;
    private byte[] heldId;

    Packer(Iterator<Row> rows, RowJson json, RecordIds ids, PackLimits limits, boolean keepsLast) {
        this.rows = rows;
        this.json = json;
        this.ids = ids;
        this.keepsLast = keepsLast;
        this.pack = new Pack(limits, full);
    }

    @Override
    public boolean hasNext() {
        try {
            while (full.isEmpty() && rows.hasNext()) {
                next(rows.next());
            }
            if (full.isEmpty()) {
                settle();
                pack.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !full.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return full.remove();
    }

    private void next(Row row) throws IOException {
        InternalRow internal = json.internal(row);
        byte[] id = ids.missing(internal).isPresent() ? null : ids.of(internal);
        boolean isReplaced = keepsLast && held != null && id != null && Arrays.equals(id, heldId);
        if (!isReplaced) {
            settle();
        }
        held = row;
        heldInternal = internal;
        heldId = id;
    }

    private void settle() throws IOException {
        if (held == null) {
            return;
        }
        try {
            int size = json.size(heldInternal);
            if (pack.canHold(size)) {
                pack.add(held, size, heldId);
            } else {
                pack.addAlone(held);
            }
        } catch (InvalidValueException e) {
            // The write says what is wrong with it, and of that row alone.
            pack.addAlone(held);
        }
        held = null;
    }

    @Override
    public String toString() {
        return "Packer(" + pack + ")";
    }
}
