package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Where the connector keeps runs: a folder that was named, or one that is gone unless somebody may need it. */
final class RunsFolder implements AutoCloseable {

    private final String path;
    private final Path temporary;
    private final boolean isLasting;
    private boolean isDone;

    private RunsFolder(String path, Path temporary, boolean isLasting) {
        this.path = path;
        this.temporary = temporary;
        this.isLasting = isLasting;
    }

    /**
     * On a cluster there is none unless one is named: no folder of this machine is seen by all.
     *
     * @param isLasting whether a run that breaks off can be continued; not where the Klaviyo that it is of ends with the job
     */
    static RunsFolder of(String named, boolean isLasting, SparkSession spark) throws IOException {
        if (named != null) {
            return new RunsFolder(named, null, isLasting);
        }
        if (!spark.sparkContext().master().startsWith("local")
                || spark.sparkContext().master().startsWith("local-cluster")) {
            return new RunsFolder(null, null, isLasting);
        }
        Path folder = Files.createTempDirectory("klaviyo-runs");
        // Hadoop does not decode what a URI of Java encodes.
        return new RunsFolder("file://" + folder, folder, isLasting);
    }

    Optional<String> path() {
        return Optional.ofNullable(path);
    }

    boolean isLasting() {
        return isLasting;
    }

    /** All rows are settled: nobody will continue these runs. */
    void done() {
        isDone = true;
    }

    @Override
    public void close() {
        if (temporary == null || (isLasting && !isDone)) {
            return;
        }

        try (Stream<Path> files = Files.walk(temporary)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder " + temporary + " cannot be deleted.", e);
        }
    }
}
