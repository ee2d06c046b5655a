package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the connector puts its reports: a folder that was named, or one that is gone when the job ends. */
final class ReportFolder implements AutoCloseable {

    private final Path folder;
    private final boolean isTemporary;

    private ReportFolder(Path folder, boolean isTemporary) {
        this.folder = folder;
        this.isTemporary = isTemporary;
    }

    static ReportFolder of(Path named) throws IOException {
        return named == null
                ? new ReportFolder(Files.createTempDirectory("klaviyo-reports"), true)
                : new ReportFolder(Files.createDirectories(named), false);
    }

    /** The address of a report, in the form that Hadoop takes. */
    String file(String name) {
        return path(name).toUri().toString();
    }

    byte[] contents(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    private Path path(String name) {
        return folder.resolve(name + ".json").toAbsolutePath();
    }

    @Override
    public void close() {
        if (!isTemporary) {
            return;
        }

        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder " + folder + " cannot be deleted.", e);
        }
    }
}
