package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Hadoop's configuration on its way to the executors. It may hold keys of file systems, so it is never shown. */
public final class HadoopConf implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient Configuration configuration;

    /** A configuration that can travel. */
    public HadoopConf(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The file system of a path. */
    public FileSystem files(Path path) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        // Checksum files beside every file double the number of files, and say nothing about an empty one.
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
    }

    /** What a file holds, unpacked where the ending of its name says that it is packed. */
    public InputStream open(Path file) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
        InputStream content = files(file).open(file);
        return codec == null ? content : codec.createInputStream(content);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        configuration.write(out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        configuration = new Configuration(false);
        configuration.readFields(in);
    }

    @Override
    public String toString() {
        return "HadoopConf";
    }
}
