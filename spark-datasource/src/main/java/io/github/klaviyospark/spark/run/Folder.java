package io.github.klaviyospark.spark.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A folder on any file system that Hadoop knows. It is made with the first file. */
public final class Folder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final HadoopConf hadoop;

    private Folder(String path, HadoopConf hadoop) {
        this.path = path;
        this.hadoop = hadoop;
    }

    /**
     * A folder, by its path on the driver: a relative one, or one without a file system, must mean the same everywhere.
     *
     * @throws IllegalArgumentException when Hadoop knows no file system for it
     */
    public static Folder of(String path, Configuration hadoop) {
        Path given = new Path(path);
        try {
            return new Folder(given.getFileSystem(hadoop).makeQualified(given).toString(), new HadoopConf(hadoop));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "'" + path + "' is on no file system that Hadoop knows here: " + e.getMessage(), e);
        }
    }

    /** Whether it is on a disk of the machine that looks at it. */
    boolean isLocal() {
        return "file".equals(new Path(path).toUri().getScheme());
    }

    /** A folder in it. */
    public Folder folder(String name) {
        return new Folder(path + "/" + name, hadoop);
    }

    private FileSystem files() throws IOException {
        return hadoop.files(new Path(path));
    }

    private Path file(String name) {
        return new Path(path, name);
    }

    /** Makes the folder itself, which otherwise comes with the first file. */
    public void create() throws IOException {
        files().mkdirs(new Path(path));
    }

    /** Whether there is such a file or folder in it. */
    public boolean has(String name) throws IOException {
        return files().exists(file(name));
    }

    /** Makes an empty file, which is there at once and whole or not at all. */
    void mark(String name) throws IOException {
        files().create(file(name), true).close();
    }

    /**
     * Makes an empty file unless there is one of that name.
     *
     * @return whether it was made, of several that try it by one only, as far as the file system can tell
     */
    boolean claim(String name) throws IOException {
        try {
            files().create(file(name), false).close();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Begins a file, in the place of an older one. */
    public OutputStream write(String name) throws IOException {
        return files().create(file(name), true);
    }

    byte[] read(String name) throws IOException {
        try (InputStream in = files().open(file(name))) {
            return in.readAllBytes();
        }
    }

    /** Opens a file. */
    public InputStream open(String name) throws IOException {
        return files().open(file(name));
    }

    /** Removes a folder in it with everything that is there, if there is one. */
    public void deleteFolder(String name) throws IOException {
        files().delete(file(name), true);
    }

    /** Removes a file, if there is one. */
    public void delete(String name) throws IOException {
        files().delete(file(name), false);
    }

    /** Gives a file another name, which no file has. */
    public void rename(String from, String to) throws IOException {
        FileSystem files = files();
        if (!files.rename(file(from), file(to))) {
            throw new IOException("The file " + from + " in " + path + " cannot be renamed to " + to + ".");
        }
    }

    /** Names of the files and folders in it; none when it does not exist. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            RemoteIterator<FileStatus> entries = files().listStatusIterator(new Path(path));
            while (entries.hasNext()) {
                names.add(entries.next().getPath().getName());
            }
        } catch (FileNotFoundException e) {
            // Nothing was put there so far.
            return List.of();
        }
        return names;
    }

    @Override
    public String toString() {
        return path;
    }
}
