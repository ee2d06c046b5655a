package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where the connector puts its reports: a folder that was named, or one that is gone when the job ends. */
final class ReportFolder implements AutoCloseable {

    private final Path folder;
    private final boolean isTemporary;
    private final Set<String> taken = new HashSet<>();

    private ReportFolder(Path folder, boolean isTemporary) {
        this.folder = folder;
        this.isTemporary = isTemporary;
    }

    static ReportFolder of(Path named) throws IOException {
        return named == null
                ? new ReportFolder(Files.createTempDirectory("klaviyo-reports"), true)
                : new ReportFolder(Files.createDirectories(named), false);
    }

    /** A file of its own for an input; names that cannot be files, or stand for two inputs, are changed. */
    Path file(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        String distinct = plain;
        for (int i = 2; !taken.add(distinct); i++) {
            distinct = plain + "-" + i;
        }
        return folder.resolve(distinct + ".json").toAbsolutePath();
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
