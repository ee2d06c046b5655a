package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.run.Folder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Keys of rows that were delivered, eight bytes each. */
final class DeliveredKeys {

    /** The first eight bytes of a file: what it is, and in which version. */
    static final long HEAD = 0x4B4C4156_44454C01L;

    private long[] keys = new long[256];
    private int count;

    private DeliveredKeys() {}

    /**
     * Reads files that a {@link DeliveryLog} wrote.
     *
     * @param from the first second whose rows are of interest
     */
    static DeliveredKeys read(Folder folder, List<String> files, long from) throws IOException {
        DeliveredKeys keys = new DeliveredKeys();
        for (String file : files) {
            scan(folder, file, (key, second) -> {
                if (second >= from) {
                    keys.add(key);
                }
            });
        }
        keys.keys = Arrays.copyOf(keys.keys, keys.count);
        Arrays.sort(keys.keys);
        return keys;
    }

    static void scan(Folder folder, String file, Entries entries) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(folder.open(file), 1 << 16))) {
            if (in.readLong() != HEAD) {
                throw new IOException("The file " + file + " in " + folder + " is no list of delivered rows of this"
                        + " version of klaviyo-spark. Go on with the version that wrote it, or begin with a new checkpoint"
                        + " and the option since.");
            }
            while (true) {
                long key;
                try {
                    key = in.readLong();
                } catch (EOFException e) {
                    return;
                }
                entries.accept(key, in.readLong());
            }
        }
    }

    private void add(long key) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, Math.addExact(count, count / 2));
        }
        keys[count++] = key;
    }

    boolean has(long key) {
        return Arrays.binarySearch(keys, key) >= 0;
    }

    @Override
    public String toString() {
        return "DeliveredKeys(" + count + ")";
    }

    /** Takes a row's key and its second. */
    @FunctionalInterface
    interface Entries {
        void accept(long key, long second);
    }
}
