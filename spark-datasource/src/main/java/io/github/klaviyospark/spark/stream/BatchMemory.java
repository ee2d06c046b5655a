package io.github.klaviyospark.spark.stream;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the tasks of a batch have to know of what was delivered before: names of files, not what is in them. */
final class BatchMemory implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String attempt;
    private final boolean isReplay;
    private final Instant from;
    private final ArrayList<String> known;

    private BatchMemory(String attempt, boolean isReplay, Instant from, List<String> known) {
        this.attempt = attempt;
        this.isReplay = isReplay;
        this.from = from;
        this.known = new ArrayList<>(known);
    }

    /**
     * A batch that was never delivered.
     *
     * @param attempt the folder for what it delivers
     * @param from the first second that it looks back to
     * @param known files of what was delivered since then
     */
    static BatchMemory fresh(String attempt, Instant from, List<String> known) {
        return new BatchMemory(attempt, false, from, known);
    }

    /**
     * A batch that was delivered before and is delivered once more.
     *
     * @param from the first second that it looked back to
     * @param known files of what it delivered
     */
    static BatchMemory replay(Instant from, List<String> known) {
        return new BatchMemory(null, true, from, known);
    }

    String attempt() {
        return attempt;
    }

    boolean isReplay() {
        return isReplay;
    }

    Instant from() {
        return from;
    }

    List<String> known() {
        return known;
    }

    @Override
    public String toString() {
        return "BatchMemory(" + (isReplay ? "replay, " : "") + "from " + from + ", " + known.size() + " files)";
    }
}
