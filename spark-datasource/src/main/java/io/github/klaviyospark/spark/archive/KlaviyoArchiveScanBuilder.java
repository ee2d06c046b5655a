package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.spark.options.ArchiveConf;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes from a query which columns it needs of an archive. Looks at no file. */
public final class KlaviyoArchiveScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {

    private final ArchiveConf conf;
    private StructType columns;

    /**
     * A builder for some columns.
     *
     * @throws IllegalArgumentException when the target does not have them
     */
    public KlaviyoArchiveScanBuilder(ArchiveConf conf, StructType columns) {
        this.conf = conf;
        this.columns = ArchiveColumns.check(columns, conf.target());
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        columns = requiredSchema;
    }

    @Override
    public Scan build() {
        return new KlaviyoArchiveScan(conf, columns);
    }
}
