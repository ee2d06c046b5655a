package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.spark.options.ArchiveConf;
import io.github.klaviyospark.spark.run.HadoopConf;
import io.github.klaviyospark.spark.run.SessionConf;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of an archive as Spark plans and runs it, a task for each file. Explaining it looks at no file. */
final class KlaviyoArchiveScan implements Scan, Batch {

    private final ArchiveConf conf;
    private final StructType columns;
    private final HadoopConf hadoop;

    KlaviyoArchiveScan(ArchiveConf conf, StructType columns) {
        this.conf = conf;
        this.columns = columns;
        this.hadoop = new HadoopConf(SessionConf.hadoop(SparkContext.getOrCreate()));
    }

    @Override
    public StructType readSchema() {
        return columns;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
        throw new IllegalArgumentException("An archive cannot be read as a stream: its files are read once, as a batch."
                + " Use spark.read in the place of spark.readStream.");
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return ArchiveFiles.find(conf.path(), hadoop).stream()
                .map(Path::toString)
                .map(ArchivedFile::new)
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new KlaviyoArchiveReaderFactory(conf.target(), conf.consent(), columns, hadoop);
    }

    /** Asked before anything is planned; a guess would have the files listed to be explained. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ArchiveMetrics.all();
    }

    @Override
    public String description() {
        return "klaviyo archive of requests for " + conf.target() + " in " + conf.path();
    }

    @Override
    public String toString() {
        return description();
    }
}
