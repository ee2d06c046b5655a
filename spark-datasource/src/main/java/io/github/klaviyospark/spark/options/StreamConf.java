package io.github.klaviyospark.spark.options;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** What the write of a stream was asked to do: the options of any write, and those of Spark's own that come with them. */
public final class StreamConf {

    private static final String CHECKPOINT = "checkpointLocation";
    private static final String QUERY_NAME = "queryName";
    private static final String RECEIPTS = "klaviyo";

    private final WriteConf write;
    private final Optional<String> checkpoint;

    private StreamConf(WriteConf write, Optional<String> checkpoint) {
        this.write = write;
        this.checkpoint = checkpoint;
    }

    /**
     * Reads the options of a stream's write.
     *
     * @param given the options as Spark hands them over
     * @param environment the environment variables
     * @param checkpoints the folder of the session for the checkpoints of queries with a name; may be empty
     * @throws IllegalArgumentException when one is unknown, missing or not allowed for a stream
     */
    public static StreamConf of(Map<String, String> given, Map<String, String> environment, String checkpoints) {
        Map<String, String> options = new HashMap<>(given);
        Optional<String> location = take(options, CHECKPOINT);
        Optional<String> name = take(options, QUERY_NAME);
        refuse(
                options,
                Settings.RESUME,
                "A stream goes on by itself where its checkpoint says, and what was accepted of its last epoch is not sent"
                        + " again: leave resume out.");
        WriteConf write = WriteConf.of(options, environment);
        if (write.isDryRun()) {
            throw new IllegalArgumentException(
                    "dryRun sends nothing, and the checkpoint of a stream would go on as if it had: the rows would never be"
                            + " sent. Count such rows with a batch write, and leave dryRun out here.");
        }
        return new StreamConf(write, location.or(() -> name.filter(it -> !checkpoints.isBlank())
                .map(it -> new Path(checkpoints, it).toString())));
    }

    private static void refuse(Map<String, String> options, Setting<?> setting, String reason) {
        if (options.keySet().stream().anyMatch(setting.name()::equalsIgnoreCase)) {
            throw new IllegalArgumentException(reason);
        }
    }

    private static Optional<String> take(Map<String, String> options, String name) {
        Optional<String> key =
                options.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
        return key.map(options::remove).filter(value -> !value.isBlank());
    }

    /**
     * Sees to it that a write without epochs is not taken for a stream.
     *
     * @throws IllegalArgumentException when it has options that only streams have
     */
    public static void checkBatch(Map<String, String> options) {
        for (String option : new String[] {CHECKPOINT, QUERY_NAME}) {
            if (options.keySet().stream().anyMatch(option::equalsIgnoreCase)) {
                throw new IllegalArgumentException(
                        "Option " + option + " is for streams that are written in micro-batches."
                                + " A batch write has no use for it: leave it out. A stream cannot be written with"
                                + " Trigger.Continuous: use Trigger.ProcessingTime or Trigger.AvailableNow.");
            }
        }
    }

    /** The options of any write. */
    public WriteConf write() {
        return write;
    }

    /** Where receipts are kept, if it is known: {@code runPath}, else a folder in the checkpoint. */
    public Optional<String> path() {
        return write.runPath().or(() -> checkpoint.map(root -> root + "/" + RECEIPTS));
    }

    @Override
    public String toString() {
        return "StreamConf(" + write + ")";
    }
}
