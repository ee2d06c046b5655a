package io.github.klaviyospark.spark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file of JSON that is written whole, on any file system that Hadoop knows. */
public final class JsonFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path path;
    private final FileSystem files;

    /**
     * Finds the file system, so that a path that leads nowhere is known before anything is sent.
     *
     * @param option the option that names the file
     * @throws IllegalArgumentException when there is none for the path
     */
    public JsonFile(String option, String file, Configuration hadoop) {
        this.path = new Path(file);
        try {
            this.files = path.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    option + " '" + file + "' is on no file system that Hadoop knows here: " + e.getMessage(), e);
        }
    }

    /** Writes it in the place of an older one. */
    public void write(ObjectNode document) throws IOException {
        try (OutputStream out = files.create(path, true)) {
            out.write(JSON.writeValueAsBytes(document));
        }
    }

    /** An empty document. */
    public static ObjectNode document() {
        return JSON.createObjectNode();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
