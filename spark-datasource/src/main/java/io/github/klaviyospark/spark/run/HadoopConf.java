package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Hadoop's configuration on its way to the executors. It may hold keys of file systems, so it is never shown. */
final class HadoopConf implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient Configuration configuration;

    HadoopConf(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The file system of a path. */
    FileSystem files(Path path) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        // Checksum files beside every file double the number of files, and say nothing about an empty one.
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
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
