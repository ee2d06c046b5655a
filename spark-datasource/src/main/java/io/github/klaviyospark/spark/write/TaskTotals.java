package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Receipt;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The receipts of a task added up, with the first few kept whole to be shown. */
final class TaskTotals implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN_RECEIPTS = 20;

    private final int mostRecords;
    private final int mostBytes;
    private final ArrayList<Receipt> first = new ArrayList<>();
    private long rows;
    private long chunks;
    private long bytes;
    private double fill;
    private long invalid;
    private final TreeMap<String, Long> invalidByReason = new TreeMap<>();

    TaskTotals(ChunkLimits limits) {
        this.mostRecords = limits.records();
        this.mostBytes = limits.bytes();
    }

    void add(Receipt receipt) {
        rows += receipt.records();
        chunks++;
        bytes += receipt.bytes();
        fill += Math.max((double) receipt.records() / mostRecords, (double) receipt.bytes() / mostBytes);
        if (first.size() < SHOWN_RECEIPTS) {
            first.add(receipt);
        }
    }

    /** Counts a row that cannot be sent; the reason names a column and never a value, so there are few of them. */
    void addInvalid(String reason) {
        invalid++;
        invalidByReason.merge(reason, 1L, Long::sum);
    }

    Map<String, Long> invalidByReason() {
        return invalidByReason;
    }

    long invalid() {
        return invalid;
    }

    long rows() {
        return rows;
    }

    long chunks() {
        return chunks;
    }

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
