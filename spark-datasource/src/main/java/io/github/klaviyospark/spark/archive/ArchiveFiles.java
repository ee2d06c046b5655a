package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.spark.run.HadoopConf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Finds the files of an archive. */
final class ArchiveFiles {

    private ArchiveFiles() {}

    /**
     * All files that a path or a pattern names, and all in the folders that it names, in the order of their names. In
     * folders, and where a pattern names them, those that begin with {@code _} or {@code .} are passed over, as Spark does.
     *
     * @throws IllegalArgumentException when there is none
     */
    static List<Path> find(String path, HadoopConf hadoop) {
        List<Path> found = new ArrayList<>();
        try {
            Path given = new Path(path);
            FileSystem files = hadoop.files(given);
            Path whole = files.makeQualified(given);
            FileStatus[] named = files.globStatus(whole);
            for (FileStatus status : named == null ? new FileStatus[0] : named) {
                boolean isNamedItself = status.getPath().equals(whole);
                if (status.isDirectory()) {
                    addAll(files, status.getPath(), found);
                } else if (isNamedItself || !isHidden(status.getPath().getName())) {
                    found.add(status.getPath());
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The archive '" + path + "' cannot be looked into: " + e.getMessage(), e);
        }

        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no file at '" + path + "'. archivePath takes a file, a folder or"
                            + " a pattern such as s3a://bucket/requests/*.json; names that begin with _ or . are passed over.");
        }
        found.sort(Comparator.comparing(Path::toString));
        return found;
    }

    private static void addAll(FileSystem files, Path folder, List<Path> found) throws IOException {
        int above = folder.toUri().getPath().length();
        RemoteIterator<LocatedFileStatus> below = files.listFiles(folder, true);
        while (below.hasNext()) {
            Path file = below.next().getPath();
            String inside = file.toUri().getPath().substring(above);
            if (Arrays.stream(inside.split("/")).noneMatch(ArchiveFiles::isHidden)) {
                found.add(file);
            }
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }
}
