package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Receipt;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of a task's rows, added up, with the first few receipts kept whole to be shown. */
final class TaskTotals implements Serializable {

    private static final long serialVersionUID = 2L;

    private static final int SHOWN_RECEIPTS = 20;

    private final int mostRecords;
    private final int mostBytes;
    private final ArrayList<Receipt> first = new ArrayList<>();
    private final TreeMap<String, Long> deadByReason = new TreeMap<>();
    private final ArrayList<String> letters = new ArrayList<>();
    private long accepted;
    private long superseded;
    private long skipped;
    private long dead;
    private long chunks;
    private long bytes;
    private double fill;

    TaskTotals(ChunkLimits limits) {
        this.mostRecords = limits.records();
        this.mostBytes = limits.bytes();
    }

    void add(Settled settled) {
        superseded += settled.parcel().superseded();
        skipped += settled.skipped();
        dead += settled.dead();
        settled.refused().forEach((reason, rows) -> deadByReason.merge(reason, rows, Long::sum));
        settled.parcel().invalid().forEach((reason, rows) -> deadByReason.merge(reason, rows, Long::sum));
        settled.letters().ifPresent(letters::add);
        settled.receipt().ifPresent(this::add);
    }

    private void add(Receipt receipt) {
        accepted += receipt.accepted();
        chunks++;
        bytes += receipt.acceptedBytes();
        fill += Math.max((double) receipt.records() / mostRecords, (double) receipt.bytes() / mostBytes);
        if (first.size() < SHOWN_RECEIPTS) {
            first.add(receipt);
        }
    }

    /** Rows that have their place. */
    long rows() {
        return accepted + superseded + skipped + dead;
    }

    /** Rows that Klaviyo accepted, or would have been sent. */
    long accepted() {
        return accepted;
    }

    /** Rows that a later one of the same id took the place of. */
    long superseded() {
        return superseded;
    }

    /** Rows that an earlier attempt had accepted. */
    long skipped() {
        return skipped;
    }

    /** Rows that cannot be sent or that Klaviyo refuses. */
    long dead() {
        return dead;
    }

    /** Why they are; a reason names a column or Klaviyo's error and never a value, so there are few of them. */
    Map<String, Long> deadByReason() {
        return deadByReason;
    }

    /** The files of the dead letters. */
    List<String> letters() {
        return letters;
    }

    /** Chunks that were sent. */
    long chunks() {
        return chunks;
    }

    /** Bytes of accepted requests. */
    long bytes() {
        return bytes;
    }

    /** The fullness of all chunks added up, each from 0 to 1, by records or bytes, whichever is nearer its limit. */
    double fill() {
        return fill;
    }

    List<Receipt> first() {
        return first;
    }
}
