package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder of dead letters, lines of JSON that Spark reads as a table. Files are named by run, writer, chunk and attempt,
 * so that the folder may serve many runs; when a job has settled all rows, those of attempts that do not count are
 * removed, so that a row has one letter however often its task ran.
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

    static String name(String run, int writer, long ordinal, String attempt) {
        return run + "-%05d-%010d-%s.json".formatted(writer, ordinal, attempt);
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
    public Place of(int writer, String attempt) {
        return new Place(folder, run, writer, attempt);
    }

    /**
     * Removes the letters of the run that do not count: those of attempts that failed, and what attempts that died have
     * left. Only when all tasks have ended.
     *
     * @param counting names of the files that do
     */
    public void keepOnly(Set<String> counting) throws IOException {
        for (String name : folder.names()) {
            boolean isOfRun = name.startsWith(run + "-") || name.startsWith("_" + run + "-");
            if (isOfRun && !counting.contains(name)) {
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
        private final String attempt;

        private Place(Folder folder, String run, int writer, String attempt) {
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

        /** What tells the attempt from all others. */
        public String attempt() {
            return attempt;
        }

        /** The name of the letters that an attempt left for a chunk. */
        public String name(long ordinal, String of) {
            return DeadLetters.name(run, writer, ordinal, of);
        }

        /** The file that goes with a chunk. */
        public DeadLetterFile file(long ordinal) {
            return new DeadLetterFile(this, ordinal);
        }
    }
}
