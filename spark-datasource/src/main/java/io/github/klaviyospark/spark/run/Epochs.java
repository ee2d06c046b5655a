package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * What a stream keeps of its last epochs. It is a folder:
 *
 * <pre>
 * stream.json                what all epochs must have in common for their receipts to count
 * epochs/NUMBER/…            receipts and failed attempts of one epoch, as in a {@link Run}
 * dead-letters/…             rows that were not accepted, of all epochs
 * report.json                the delivery report
 * </pre>
 *
 * <p>Other than those of a finished run, the receipts of an epoch still count when all of it is settled: Spark runs an
 * epoch again when it was stopped before it had noted that the epoch was done.
 */
public final class Epochs {

    /** Spark never goes back further than to the last epoch; the others are there for those who look. */
    private static final int KEPT = 3;

    private static final String SETTINGS = "stream.json";
    private static final String EPOCHS = "epochs";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Folder folder;
    private final String query;

    private Epochs(Folder folder, String query) {
        this.folder = folder;
        this.query = query;
    }

    /**
     * Those of a query.
     *
     * @param path the folder of all queries
     * @param query its id, which survives restarts
     */
    public static Epochs of(String path, String query, Configuration hadoop) {
        return new Epochs(Folder.of(path, hadoop).folder(query), query);
    }

    /**
     * Forgets the receipts that were written under other settings: what they stand for was packed in another way, or went
     * elsewhere.
     *
     * @throws IOException when the folder cannot be read or written
     */
    public void begin(RunSettings settings) throws IOException {
        byte[] now = settings.toJson();
        if (folder.has(SETTINGS) && Arrays.equals(folder.read(SETTINGS), now)) {
            return;
        }
        // In this order: wherever it breaks off, nothing is left that might be taken for ours.
        folder.deleteFolder(EPOCHS);
        try (var out = folder.write(SETTINGS)) {
            out.write(now);
        }
    }

    /**
     * Forgets the receipts of an epoch when there are some of later ones: somebody has turned the stream back. What was sent
     * since may be newer than what they stand for.
     *
     * @throws IOException when they cannot be removed
     */
    public void begin(long epoch) throws IOException {
        Folder epochs = folder.folder(EPOCHS);
        boolean isTurnedBack = false;
        for (String name : epochs.names()) {
            if (NUMBER.matcher(name).matches() && Long.parseLong(name) > epoch) {
                isTurnedBack = true;
            }
        }
        if (isTurnedBack) {
            // Its own first: what is left when this breaks off says that it is still turned back.
            epochs.deleteFolder(Long.toString(epoch));
            forget(other -> other > epoch);
        }
    }

    /** An epoch, which keeps its receipts as a run does. */
    public Run run(long epoch, Instant now) {
        return Run.ofEpoch(folder, folder.folder(EPOCHS).folder(Long.toString(epoch)), id(query, epoch), now);
    }

    /** What an epoch is called, in reports and in the names of dead letters. */
    public static String id(String query, long epoch) {
        return query + "-" + epoch;
    }

    /**
     * Notes that an epoch is settled: forgets those long before it, and those behind it, which are there when somebody has
     * turned the stream back. What is sent for them from now on comes after what was sent for this one.
     *
     * @throws IOException when they cannot be removed
     */
    public void settled(long epoch) throws IOException {
        forget(other -> other > epoch || other <= epoch - KEPT);
    }

    private void forget(LongPredicate which) throws IOException {
        Folder epochs = folder.folder(EPOCHS);
        for (String name : epochs.names()) {
            if (NUMBER.matcher(name).matches() && which.test(Long.parseLong(name))) {
                epochs.deleteFolder(name);
            }
        }
    }

    @Override
    public String toString() {
        return "Epochs(" + query + ")";
    }
}
