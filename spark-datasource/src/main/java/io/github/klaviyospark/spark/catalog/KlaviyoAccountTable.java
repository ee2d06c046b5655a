package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.CatalogConf;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table about the account. */
final class KlaviyoAccountTable implements SupportsRead {

    private final AccountTables table;
    private final CatalogConf conf;

    KlaviyoAccountTable(AccountTables table, CatalogConf conf) {
        this.table = table;
        this.conf = conf;
    }

    @Override
    public String name() {
        return "klaviyo " + table.label();
    }

    /** Spark 3.5 and 4.0 ask for this, later versions for {@link #columns()}. */
    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return table.schema();
    }

    @Override
    public Column[] columns() {
        return TableColumns.of(table.schema());
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return AccountScan::new;
    }

    @Override
    public String toString() {
        return "KlaviyoAccountTable(" + table.label() + ")";
    }

    /** All rows, by one task. */
    private final class AccountScan implements Scan, Batch {

        @Override
        public StructType readSchema() {
            return table.schema();
        }

        @Override
        public Batch toBatch() {
            return this;
        }

        @Override
        public InputPartition[] planInputPartitions() {
            return new InputPartition[] {new AccountRows.Whole()};
        }

        @Override
        public PartitionReaderFactory createReaderFactory() {
            return new AccountRows.Factory(
                    table,
                    Account.of(conf.connection(), SparkContext.getOrCreate().hadoopConfiguration()));
        }

        @Override
        public ColumnarSupportMode columnarSupportMode() {
            return ColumnarSupportMode.UNSUPPORTED;
        }

        @Override
        public String description() {
            return name();
        }
    }
}
