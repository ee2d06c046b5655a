package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder of dead letters, lines of JSON that Spark reads as a table. Files are named by run, writer and chunk, so that
 * the folder may serve many runs, and a row has one letter however often its task ran.
 */
public final class DeadLetters implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Folder folder;
    private final String run;

    private DeadLetters(Folder folder, String run) {
        this.folder = folder;
        this.run = run;
    }

    static DeadLetters in(Folder folder, String run) {
        return new DeadLetters(folder, run);
    }

    /** Those of a run, in a folder that was named. */
    public static DeadLetters in(String path, String run, Configuration hadoop) {
        return in(Folder.of(path, hadoop), run);
    }

    /**
     * Makes the folder, so that reading it works also when there are no letters.
     *
     * @throws UncheckedIOException when it cannot be made
     */
    public void create() {
        try {
            folder.create();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder for dead letters, '" + folder + "', cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Those of one attempt of a task.
     *
     * @param attempt tells the attempt from all others, also from one that runs at the same time
     */
    public Place of(int writer, long attempt) {
        return new Place(folder, run, writer, attempt);
    }

    /** Removes what attempts that died have left. Only when all tasks have ended. */
    public void removeDrafts() throws IOException {
        for (String name : folder.names()) {
            if (name.startsWith("_" + run + "-")) {
                folder.delete(name);
            }
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** Where an attempt puts its dead letters. */
    public static final class Place {

        private final Folder folder;
        private final String run;
        private final int writer;
        private final long attempt;

        private Place(Folder folder, String run, int writer, long attempt) {
            this.folder = folder;
            this.run = run;
            this.writer = writer;
            this.attempt = attempt;
        }

        Folder folder() {
            return folder;
        }

        String run() {
            return run;
        }

        int writer() {
            return writer;
        }

        long attempt() {
            return attempt;
        }

        String prefix() {
            return run + "-" + "%05d-".formatted(writer);
        }

        /** The file that goes with a chunk. */
        public DeadLetterFile file(long ordinal) {
            return new DeadLetterFile(this, ordinal);
        }

        /**
         * Removes what earlier attempts left for chunks that there are no longer.
         *
         * @param ordinal the first of these
         */
        public void removeFrom(long ordinal) throws IOException {
            String first = prefix() + "%010d.json".formatted(ordinal);
            for (String name : folder.names()) {
                if (name.startsWith(prefix()) && name.compareTo(first) >= 0) {
                    folder.delete(name);
                }
            }
        }
    }
}
