package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.core.target.AmbiguousConsent;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.spark.run.HadoopConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/** What travels to the executors: what is read, and how to reach the files. */
final class KlaviyoArchiveReaderFactory implements PartitionReaderFactory {

    private static final long serialVersionUID = 1L;

    private final Target target;
    private final AmbiguousConsent consent;
    private final StructType columns;
    private final HadoopConf hadoop;

    KlaviyoArchiveReaderFactory(Target target, AmbiguousConsent consent, StructType columns, HadoopConf hadoop) {
        this.target = target;
        this.consent = consent;
        this.columns = columns;
        this.hadoop = hadoop;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        String file = ((ArchivedFile) partition).name();
        try {
            Documents documents = new Documents(file, hadoop.open(new Path(file)));
            return new KlaviyoArchiveReader(
                    file, documents, target, consent, new ArchivedRows(columns, ArchiveColumns.ofTexts(target)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file " + file + " of the archive cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "KlaviyoArchiveReaderFactory(" + target + ")";
    }
}
