package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.run.Folder;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;

/**
 * Puts down what a task delivers, sixteen bytes a row. The file has its name when it is complete and not before. Where two
 * attempts of a task deliver, the first one to finish counts, and the other has to have delivered the same.
 */
final class DeliveryLog implements Closeable {

    private final Folder attempt;
    private final String name;
    private final String draft;
    private final DataOutputStream out;
    private final Sum sum = new Sum();
    private boolean isDone;

    DeliveryLog(Folder attempt, int partition) throws IOException {
        this.attempt = attempt;
        this.name = name(partition);
        this.draft = "." + name + "." + UUID.randomUUID();
        this.out = new DataOutputStream(new BufferedOutputStream(attempt.write(draft), 1 << 16));
        out.writeLong(DeliveredKeys.HEAD);
    }

    /** The name of a partition's file. */
    static String name(int partition) {
        return String.format(Locale.ROOT, "part-%05d", partition);
    }

    void add(long key, long second) throws IOException {
        out.writeLong(key);
        out.writeLong(second);
        sum.add(key, second);
    }

    void commit() throws IOException {
        out.close();
        if (!attempt.has(name)) {
            try {
                attempt.rename(draft, name);
                isDone = true;
                return;
            } catch (IOException e) {
                if (!attempt.has(name)) {
                    throw e;
                }
            }
        }

        Sum first = new Sum();
        DeliveredKeys.scan(attempt, name, first::add);
        if (!first.isSame(sum)) {
            throw new IOException(
                    "Another attempt of this task delivered other rows, since rows came or went meanwhile."
                            + " This one ends, and the task delivers the rows of the first one when it runs again.");
        }
    }

    @Override
    public void close() throws IOException {
        if (!isDone) {
            isDone = true;
            out.close();
            attempt.delete(draft);
        }
    }

    @Override
    public String toString() {
        return "DeliveryLog(" + name + ")";
    }

    /** Tells sets of rows apart without holding them, in whatever order they come. */
    private static final class Sum {

        private long rows;
        private long keys;
        private long mixed;

        private void add(long key, long second) {
            rows++;
            keys += key;
            mixed ^= (key + second) * 0x9E3779B97F4A7C15L;
        }

        private boolean isSame(Sum other) {
            return rows == other.rows && keys == other.keys && mixed == other.mixed;
        }
    }
}
